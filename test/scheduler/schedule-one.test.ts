import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod } from '../../src/api/types.ts';
import type { NodeVerdict } from '../../src/scheduler/events.ts';
import type { ClaimOptions } from '../../src/scheduler/claim.ts';
import { WaitingPods } from '../../src/scheduler/framework/waiting-pods.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import type { Policy } from '../../src/scheduler/policy.ts';
import { SchedulingQueue } from '../../src/scheduler/queue.ts';
import { type Cycle, decideOne, scheduleOne } from '../../src/scheduler/schedule-one.ts';
import { tieBreaker } from '../../src/scheduler/tie-break.ts';
import { node, pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';
import { cacheOf } from './node-info.ts';

interface Arrangement {
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly policy?: Policy;
  readonly extra?: readonly Plugin[];
  readonly random?: () => number;
  readonly tieBreak?: 'first' | 'random';
  readonly assume?: boolean;
}

function arrange({
  nodes,
  pods,
  policy = 'least-pods',
  extra = [],
  random = () => 0,
  tieBreak = 'first',
  assume,
}: Arrangement) {
  const told: (readonly NodeVerdict[])[] = [];
  const cache = cacheOf(nodes, pods);
  const waitingPods = new WaitingPods(new FakeClock());
  const cycle: Cycle & ClaimOptions = {
    waitingPods,
    ...(assume !== undefined && { assume }),
    framework: new Framework([
      ...extra.map((plugin) => ({ plugin, weight: 1 })),
      ...policyPlugins(policy, { api: new MemoryApi(), clock: new FakeClock(), random }),
    ]),
    cache,
    tieBreak: tieBreaker(tieBreak, random),
    onDecided: (_decision, verdicts) => void told.push(verdicts()),
  };
  const queue = new SchedulingQueue({ clock: new FakeClock(), isWorthAnotherTry: () => false });
  const queuedOf = (p: Pod) => {
    queue.add(p);
    const queued = queue.pop();
    assert.ok(queued);
    return queued;
  };
  return {
    cache,
    told,
    waitingPods,
    schedule: (p: Pod) => scheduleOne(cycle, queuedOf(p)),
    decide: (p: Pod) => decideOne(cycle, queuedOf(p)),
  };
}

const workshop = () => [
  node('sched-workshop-control-plane').controlPlane().build(),
  ...['sched-workshop-worker3', 'sched-workshop-worker', 'sched-workshop-worker2'].map((name) =>
    node(name).build(),
  ),
];

test('pod1 to pod6 land two on each worker, in natural order of names, none on the control plane', () => {
  const { schedule } = arrange({ nodes: workshop() });
  const placed = [1, 2, 3, 4, 5, 6].map((number) => {
    const result = schedule(pod(`pod${number}`).build());
    return result.kind === 'decision'
      ? `${result.node.replace('sched-workshop-', '')} had ${result.hadPods}`
      : result.message;
  });
  assert.deepEqual(placed, [
    'worker had 0',
    'worker2 had 0',
    'worker3 had 0',
    'worker had 1',
    'worker2 had 1',
    'worker3 had 1',
  ]);
});

test('most-pods fills one node', () => {
  const { schedule } = arrange({ nodes: workshop(), policy: 'most-pods' });
  const nodes = [1, 2, 3].map((number) => {
    const result = schedule(pod(`pod${number}`).build());
    return result.kind === 'decision' ? result.node : undefined;
  });
  assert.equal(new Set(nodes).size, 1);
});

test('a node that asks to be avoided is avoided however few pods it has', () => {
  const nodes = [node('busy').build(), node('idle').taint('k', 'PreferNoSchedule').build()];
  const pods = Array.from({ length: 9 }, (_, at) => pod(`p${at}`).on('busy').build());
  const { schedule } = arrange({ nodes, pods });
  assert.partialDeepStrictEqual(schedule(pod('p').build()), { kind: 'decision', node: 'busy' });
});

test('when every node is tainted the message counts them and every node names its taint', () => {
  const nodes = workshop().map((n) =>
    n.spec?.taints ? n : node(n.metadata.name).taint('workshop', 'NoSchedule', 'blocked').build(),
  );
  const result = arrange({ nodes }).schedule(pod('blocked').build());
  assert.ok(result.kind === 'fit-error');
  assert.equal(result.message, '0/4 nodes are available: 4 node(s) had untolerated taint(s).');
  assert.deepEqual(result.rejectedBy, new Set(['TaintToleration']));
  assert.deepEqual(
    result.nodes.map(({ node, detail }) => [node, detail]),
    [
      ['sched-workshop-control-plane', 'taint node-role.kubernetes.io/control-plane:NoSchedule'],
      ['sched-workshop-worker', 'taint workshop=blocked:NoSchedule'],
      ['sched-workshop-worker2', 'taint workshop=blocked:NoSchedule'],
      ['sched-workshop-worker3', 'taint workshop=blocked:NoSchedule'],
    ],
  );
});

test('the counts in the message always add up to all nodes (fault F13)', () => {
  const nodes = [
    node('a').unschedulable().build(),
    node('b').ready(false).build(),
    node('c').taint('k', 'NoExecute').build(),
  ];
  const result = arrange({ nodes }).schedule(pod('p').build());
  assert.ok(result.kind === 'fit-error');
  assert.equal(
    result.message,
    '0/3 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were not ready, 1 node(s) were unschedulable.',
  );
});

test('without any node kube-scheduler has words of its own', () => {
  const result = arrange({ nodes: [] }).schedule(pod('p').build());
  assert.partialDeepStrictEqual(result, {
    kind: 'fit-error',
    message: 'no nodes available to schedule pods',
  });
});

test('a decision tells every node, with scores where the pod fits and the reason where not', () => {
  const { decide, told, cache } = arrange({
    nodes: workshop(),
    pods: [pod('x').on('sched-workshop-worker').build()],
  });
  assert.partialDeepStrictEqual(decide(pod('p').build()), { node: 'sched-workshop-worker2', hadPods: 0 });
  assert.deepEqual(
    told[0]?.map(({ node, fits, pods, total, plugin }) => [node, fits, pods, total ?? plugin]),
    [
      ['sched-workshop-control-plane', false, 0, 'TaintToleration'],
      ['sched-workshop-worker', true, 1, 300],
      ['sched-workshop-worker2', true, 0, 400],
      ['sched-workshop-worker3', true, 0, 400],
    ],
  );
  assert.equal(cache.get('sched-workshop-worker2')?.podCount, 0, 'deciding assumes nothing');
});

test('random tie-break reaches every best node', () => {
  for (const [value, expected] of [
    [0, 'worker'],
    [0.5, 'worker2'],
    [0.99, 'worker3'],
  ] as const) {
    const { schedule } = arrange({ nodes: workshop(), tieBreak: 'random', random: () => value });
    assert.partialDeepStrictEqual(schedule(pod('p').build()), { node: `sched-workshop-${expected}` });
  }
});

test('a rejected reservation takes the assumption back and gives the reason for the one node', () => {
  const full: Plugin = { name: 'Full', reserve: () => ({ reasons: ['node(s) were reserved by others'] }) };
  const { schedule, cache } = arrange({ nodes: workshop(), extra: [full] });
  const p = pod('p').build();
  const result = schedule(p);
  assert.ok(result.kind === 'fit-error');
  assert.deepEqual(result.rejectedBy, new Set(['Full']));
  assert.equal(result.message, '0/1 nodes are available: 1 node(s) were reserved by others.');
  assert.equal(cache.isAssumed(p), false);
});

test('a pod that is not permitted gives back its node and what was reserved', () => {
  const calls: string[] = [];
  const closed: Plugin = {
    name: 'Closed',
    unreserve: (_pod, on) => void calls.push(`gave back ${on}`),
    permit: () => ({ rejection: { reasons: ['the office is closed'] } }),
  };
  const { schedule, cache } = arrange({ nodes: [node('n').build()], extra: [closed] });
  const p = pod('p').build();
  const result = schedule(p);
  assert.ok(result.kind === 'fit-error');
  assert.equal(result.message, '0/1 nodes are available: 1 the office is closed.');
  assert.deepEqual(result.rejectedBy, new Set(['Closed']));
  assert.equal(cache.isAssumed(p), false);
  assert.deepEqual(calls, ['gave back n']);
});

test('a plugin that fails at Permit costs the pod an attempt and nothing else', () => {
  const calls: string[] = [];
  const permit = (): undefined => {
    throw new Error('bug');
  };
  const buggy: Plugin = { name: 'Buggy', unreserve: () => void calls.push('gave back'), permit };
  const { schedule, cache } = arrange({ nodes: [node('n').build()], extra: [buggy] });
  const p = pod('p').build();
  const result = schedule(p);
  assert.ok(result.kind === 'error');
  assert.equal(result.message, 'running Permit plugin "Buggy": bug');
  assert.equal(cache.isAssumed(p), false);
  assert.deepEqual(calls, ['gave back']);
});

test('a pod that has to wait for leave is assumed and is bound when it gets it', async () => {
  const asks: Plugin = { name: 'Asks', permit: () => ({ waitMs: 1_000 }) };
  const { schedule, cache, waitingPods } = arrange({ nodes: [node('n').build()], extra: [asks] });
  const p = pod('p').build();
  const result = schedule(p);
  assert.ok(result.kind === 'decision');
  assert.equal(cache.isAssumed(p), true);
  waitingPods.get('uid-of-p')?.allow('Asks');
  assert.deepEqual(await result.permitted, { kind: 'allowed' });
});

test('without assuming, the next pod knows nothing of the one before', () => {
  const { schedule, cache } = arrange({ nodes: workshop(), assume: false });
  const chosen = ['a', 'b'].map((name) => schedule(pod(name).build()));
  assert.partialDeepStrictEqual(chosen, [
    { node: 'sched-workshop-worker', hadPods: 0 },
    { node: 'sched-workshop-worker', hadPods: 0 },
  ]);
  assert.equal(cache.isAssumed(pod('a').build()), false);
});

test('with a random policy the node that won is the one with the highest score that is told', () => {
  // a source that never repeats itself: scores that were drawn twice would differ
  let number = 0;
  const random = () => (number = (number + 0.37) % 1);
  const { decide, told } = arrange({ nodes: workshop(), policy: 'random', random });
  for (let round = 0; round < 5; round++) {
    const decision = decide(pod(`p${round}`).build());
    const best = told.at(-1)?.toSorted((a, b) => (b.total ?? -1) - (a.total ?? -1))[0];
    assert.equal(decision.kind === 'decision' && decision.node, best?.node);
  }
});
