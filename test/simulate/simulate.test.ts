import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Node, Pod } from '../../src/api/types.ts';
import { NO_OBJECTS } from '../../src/scheduler/framework/snapshot.ts';
import { defaultPreemption } from '../../src/scheduler/plugins/default-preemption/default-preemption.ts';
import { nodeResourcesFit } from '../../src/scheduler/plugins/node-resources/fit.ts';
import { prioritySort } from '../../src/scheduler/plugins/priority-sort.ts';
import { Profiles } from '../../src/scheduler/profiles.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import { again, changed, NoSuchNode } from '../../src/simulate/what-if.ts';
import { node, pod } from '../helpers/builders.ts';
import { BINDER } from '../scheduler/ask.ts';

const ARGS = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 };
const profiles = () =>
  new Profiles([
    {
      schedulerName: 'default-scheduler',
      plugins: [prioritySort, nodeResourcesFit(), defaultPreemption(ARGS, () => 0), BINDER].map((plugin) => ({
        plugin,
        weight: 1,
      })),
    },
  ]);
const sized = (name: string, cpu: string) =>
  node(name).allocatable({ cpu, memory: '8Gi', pods: '10' }).build();
const wants = (name: string, cpu: string) => pod(name).requests({ cpu }).uid(name);
const cluster = (nodes: readonly Node[], pods: readonly Pod[] = []) => ({ nodes, pods, objects: NO_OBJECTS });
const wanted = (...pods: readonly Pod[]) =>
  pods.map((each) => ({ pod: each, source: `pod/${each.metadata.name}` }));

test('each pod sees what the ones before it were given, the highest priority first', () => {
  const said = simulate(
    cluster([sized('a', '2')]),
    profiles(),
    wanted(wants('low', '1500m').build(), wants('high', '1').priority(5).build(), wants('fits', '1').build()),
  );
  assert.deepEqual(
    said.placements.map(({ pod: name, node: on }) => [name, on]),
    [
      ['default/high', 'a'],
      ['default/low', undefined],
      ['default/fits', 'a'],
    ],
  );
  assert.equal(said.placed, 2);
  assert.match(said.placements[1]?.message ?? '', /Insufficient cpu/);
});

test('what is preempted is named, and comes back when it has an owner', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'web', controller: true };
  const said = simulate(
    cluster([sized('a', '2'), sized('b', '1')], [wants('web-1', '1').on('a').owner(owner).build()]),
    profiles(),
    wanted(wants('big', '2').priority(5).build()),
  );
  assert.deepEqual(said.preempted, ['default/web-1']);
  assert.deepEqual(
    said.placements.map(({ pod: name, node: on }) => [name, on]),
    [
      ['default/big', 'a'],
      ['default/web-1', 'b'],
    ],
  );
});

test('no node is ever given more than it has, and what is counted adds up', () => {
  const size = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(
      fc.array(size, { minLength: 1, maxLength: 4 }),
      fc.array(size, { maxLength: 12 }),
      (nodes, pods) => {
        const said = simulate(
          cluster(nodes.map((cpu, at) => sized(`n${at}`, String(cpu)))),
          profiles(),
          wanted(
            ...pods.map((cpu, at) =>
              wants(`p${at}`, String(cpu))
                .priority(at % 3)
                .build(),
            ),
          ),
        );
        for (const { requested, allocatable } of said.nodes)
          assert.ok(requested.milliCpu <= allocatable.milliCpu);
        assert.equal(said.placed + said.pending, said.placements.length);
      },
    ),
    { numRuns: 50 },
  );
});

test('a node that is thought away leaves its owned pods to be placed; a new one is like a worker but for what is said', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'web', controller: true };
  const pods = [
    pod('web-1').on('a').owner(owner).build(),
    pod('bare').on('a').build(),
    pod('agent').on('a').daemon().build(),
    pod('web-2').on('b').owner(owner).build(),
  ];
  const now = cluster([sized('a', '2'), sized('b', '2')], pods);
  const then = changed(now, {
    removeNodes: ['a'],
    addNodes: [{ name: 'big', count: 2, allocatable: { cpu: '64' }, labels: { zone: 'z' } }],
    taints: [{ node: 'b', taint: { key: 'k', effect: 'NoSchedule' } }],
  });
  assert.deepEqual(
    then.cluster.nodes.map(({ metadata }) => metadata.name),
    ['b', 'big-1', 'big-2'],
  );
  assert.deepEqual(
    then.displaced.map(({ pod: { metadata, spec }, source }) => [metadata.name, spec.nodeName, source]),
    [['web-1', undefined, 'replicaset/web']],
  );
  assert.deepEqual(
    then.cluster.pods.map(({ metadata }) => metadata.name),
    ['web-2'],
  );
  const big = then.cluster.nodes[1];
  assert.equal(big?.status?.allocatable?.['cpu'], '64');
  assert.equal(big?.status?.allocatable?.['memory'], '8Gi');
  assert.equal(big?.metadata.labels?.['zone'], 'z');
  assert.equal(then.cluster.nodes[0]?.spec?.taints?.[0]?.key, 'k');
  assert.throws(() => changed(now, { removeNodes: ['nope'], addNodes: [], taints: [] }), NoSuchNode);
  assert.deepEqual(again(pod('bare').build()), []);
});
