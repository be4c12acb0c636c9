import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Node, Pod } from '../../../src/api/types.ts';
import type { Plugin } from '../../../src/scheduler/framework/plugin.ts';
import { podCount } from '../../../src/scheduler/plugins/pod-count.ts';
import { randomScore } from '../../../src/scheduler/plugins/random.ts';
import { taintToleration } from '../../../src/scheduler/plugins/taint-toleration.ts';
import { node, pod } from '../../helpers/builders.ts';
import { ask, askOne } from '../ask.ts';
import { cacheOf, nodeInfo } from '../node-info.ts';

function scoresOf(
  plugin: Plugin,
  who: Pod,
  nodes: readonly { readonly node: Node; readonly pods?: readonly Pod[] }[],
) {
  const cluster = cacheOf(
    nodes.map(({ node }) => node),
    nodes.flatMap(({ pods = [] }) => pods),
  );
  const scores = ask(plugin, who, cluster).scores();
  return nodes.map(({ node }) => scores[node.metadata.name]);
}

const podsOn = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => pod(`${name}-${at}`).on(name).build());

test('least-pods gives the emptiest node 100, the fullest 0, and the others their share', () => {
  const nodes = [0, 1, 4].map((count) => ({
    node: node(`n${count}`).build(),
    pods: podsOn(`n${count}`, count),
  }));
  assert.deepEqual(scoresOf(podCount({ prefer: 'fewest' }), pod('p').build(), nodes), [100, 75, 0]);
  assert.deepEqual(scoresOf(podCount({ prefer: 'most' }), pod('p').build(), nodes), [0, 25, 100]);
});

test('nodes with equally many pods all get 100', () => {
  const nodes = ['a', 'b'].map((name) => ({ node: node(name).build(), pods: podsOn(name, 3) }));
  assert.deepEqual(scoresOf(podCount({ prefer: 'fewest' }), pod('p').build(), nodes), [100, 100]);
});

test('least-pods never ties two nodes with different counts', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 2 }), (counts) => {
      const scores = [...counts];
      podCount({ prefer: 'fewest' }).normalize?.(scores, pod('p').build(), [], undefined);
      for (const [at, score] of scores.entries()) {
        assert.ok(score >= 0 && score <= 100);
        for (const [other, theirs] of scores.entries()) {
          assert.equal(Math.sign(score - theirs), Math.sign((counts[other] ?? 0) - (counts[at] ?? 0)));
        }
      }
    }),
  );
});

test('daemons, mirror pods and finished pods do not count', () => {
  const pods = [
    pod('kindnet').on('n').daemon().build(),
    pod('etcd').on('n').mirror().build(),
    pod('web').on('n').build(),
  ];
  assert.equal(
    podCount({ prefer: 'fewest' }).score?.(pod('p').build(), nodeInfo(node('n').build(), pods), undefined),
    1,
  );
});

test('random gives what the source of randomness gives', () => {
  assert.equal(
    askOne(
      randomScore(() => 0.25),
      pod('p').build(),
      node('n').build(),
    ).score,
    25,
  );
});

test('TaintToleration prefers nodes with fewer untolerated PreferNoSchedule taints', () => {
  const nodes = [
    { node: node('none').build() },
    { node: node('one').taint('a', 'PreferNoSchedule').build() },
    { node: node('two').taint('a', 'PreferNoSchedule').taint('b', 'PreferNoSchedule').build() },
    {
      node: node('three')
        .taint('a', 'PreferNoSchedule')
        .taint('b', 'PreferNoSchedule')
        .taint('c', 'PreferNoSchedule')
        .build(),
    },
  ];
  // upstream divides integers: 100 - 100*1/3 = 67
  assert.deepEqual(scoresOf(taintToleration, pod('p').build(), nodes), [100, 67, 34, 0]);
  assert.deepEqual(
    scoresOf(taintToleration, pod('p').tolerate('a', 'PreferNoSchedule').build(), nodes),
    [100, 100, 50, 0],
  );
  // a toleration of another effect does not count here, one without effect does
  assert.deepEqual(
    scoresOf(taintToleration, pod('p').tolerate('a', 'NoSchedule').build(), nodes),
    [100, 67, 34, 0],
  );
  assert.deepEqual(scoresOf(taintToleration, pod('p').tolerate().build(), nodes), [100, 100, 100, 100]);
});
