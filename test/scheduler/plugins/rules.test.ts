import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node, Pod } from '../../../src/api/types.ts';
import { policyPlugins } from '../../../src/scheduler/plugins/policy-plugins.ts';
import { REGISTRY } from '../../../src/scheduler/plugins/index.ts';
import { type Rule, rules } from '../../../src/scheduler/plugins/rules.ts';
import { Framework } from '../../../src/scheduler/framework/framework.ts';
import { Given } from '../../../src/scheduler/config/given.ts';
import { preset } from '../../../src/scheduler/config/presets.ts';
import { node, pod } from '../../helpers/builders.ts';
import { FakeClock, START } from '../../helpers/fake-clock.ts';
import { MemoryApi } from '../../helpers/memory-api.ts';
import { ask } from '../ask.ts';
import { cacheOf } from '../node-info.ts';

const DAY = 86_400_000;
const daysOld = (days: number) => new Date(START - days * DAY).toISOString();

/** The score of each node by these rules. */
function scores(given: readonly Rule[], who: Pod, nodes: readonly Node[], maxPoints = 100) {
  const plugin = rules({ maxPoints, rules: given }, new FakeClock());
  return ask(plugin, who, cacheOf(nodes, [])).scores();
}

const p = () => pod('p').build();

test('a rule gives its points to the nodes that its conditions are true of', () => {
  const nodes = [
    node('east').label('zone', 'east').createdAt(daysOld(10)).build(),
    node('west').label('zone', 'west').createdAt(daysOld(40)).build(),
  ];
  assert.deepEqual(scores([{ points: 20, nodeSelector: { matchLabels: { zone: 'west' } } }], p(), nodes), {
    east: 0,
    west: 20,
  });
  assert.deepEqual(scores([{ points: 7, nodeYoungerThanDays: 30 }], p(), nodes), { east: 7, west: 0 });
  assert.deepEqual(scores([{ points: 7, nodeOlderThanDays: 30 }], p(), nodes), { east: 0, west: 7 });
  const both: Rule = { points: 9, nodeYoungerThanDays: 30, nodeSelector: { matchLabels: { zone: 'west' } } };
  assert.deepEqual(scores([both], p(), nodes), { east: 0, west: 0 });
});

test('an age counts to the moment', () => {
  const nodes = [
    node('younger')
      .createdAt(new Date(START - 30 * DAY + 1).toISOString())
      .build(),
    node('exactly').createdAt(daysOld(30)).build(),
    node('unknown').build(),
  ];
  assert.deepEqual(scores([{ points: 1, nodeOlderThanDays: 30 }], p(), nodes, 1), {
    younger: 0,
    exactly: 100,
    unknown: 100,
  });
  assert.deepEqual(scores([{ points: 1, nodeYoungerThanDays: 30 }], p(), nodes, 1), {
    younger: 100,
    exactly: 0,
    unknown: 0,
  });
});

test('points are added, cut to 0 and to the most, and the score is their share of the most', () => {
  const any: Rule = { points: 30 };
  const nodes = [node('n').build()];
  assert.deepEqual(scores([any, any], p(), nodes), { n: 60 });
  assert.deepEqual(scores([any, any], p(), nodes, 50), { n: 100 });
  assert.deepEqual(scores([{ points: 20 }], p(), nodes, 50), { n: 40 });
  assert.deepEqual(scores([any, { points: -50 }], p(), nodes), { n: 0 });
});

test('a rule for other pods does not count, and without any for this pod nothing is scored', () => {
  const gpu: Rule = { points: 50, podSelector: { matchLabels: { 'app-type': 'gpu-workload' } } };
  const nodes = [node('n').build()];
  assert.deepEqual(scores([gpu], pod('p').label('app-type', 'gpu-workload').build(), nodes), { n: 50 });
  assert.deepEqual(scores([gpu], p(), nodes), {});
});

test('weighted: zone +20, a young node +15, gpu work on a gpu node +50, at most 50, each point worth two of the total', () => {
  const context = { api: new MemoryApi(), clock: new FakeClock(), random: () => 0 };
  const framework = new Framework(policyPlugins('weighted', context));
  const zone = 'topology.kubernetes.io/zone';
  const cache = cacheOf(
    [
      node('plain').createdAt(daysOld(99)).build(),
      node('west').label(zone, 'us-west-2a').createdAt(daysOld(99)).build(),
      node('young').createdAt(daysOld(3)).build(),
      node('west-young').label(zone, 'us-west-2a').createdAt(daysOld(3)).build(),
      node('gpu').label('gpu', 'a100').label(zone, 'us-west-2a').createdAt(daysOld(99)).build(),
    ],
    [],
  );
  const totals = (who: Pod) => {
    const { nodes } = cache.snapshot();
    const found = framework.runScore(who, nodes, cache.snapshot());
    const plain = found[nodes.findIndex(({ name }) => name === 'plain')] ?? 0;
    return Object.fromEntries(nodes.map(({ name }, at) => [name, ((found[at] ?? 0) - plain) / 2]));
  };
  assert.deepEqual(totals(p()), { gpu: 20, plain: 0, west: 20, 'west-young': 35, young: 15 });
  assert.deepEqual(totals(pod('p').label('app-type', 'gpu-workload').build()), {
    gpu: 50,
    plain: 0,
    west: 20,
    'west-young': 35,
    young: 15,
  });
});

test('the preset says its rules in the words that a file may use', () => {
  assert.match(JSON.stringify(preset('weighted', 's')), /us-west-2a/);
  const configured = REGISTRY.get('Rules')?.configure(
    new Given({ rules: [{ points: 1, nodeSelector: {} }] }),
  );
  assert.deepEqual(configured?.args, { maxPoints: 100, rules: [{ points: 1, nodeSelector: {} }] });
});
