import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nodeResourcesBalancedAllocation } from '../../../src/scheduler/plugins/node-resources/balanced-allocation.ts';
import { nodeResourcesFit } from '../../../src/scheduler/plugins/node-resources/fit.ts';
import { node, pod } from '../../helpers/builders.ts';
import { ask, askOne } from '../ask.ts';
import { cacheOf } from '../node-info.ts';

type Amounts = Readonly<Record<string, string>>;

const fit = nodeResourcesFit();
const p = (requests: Amounts) => pod('p').requests(requests).build();
const other = (requests: Amounts) => pod('other').requests(requests).on('n').build();
const n = (more: Amounts = {}) =>
  node('n')
    .allocatable({ cpu: '4', memory: '8Gi', pods: '10', ...more })
    .build();

const score = (
  plugin: typeof fit,
  requests: Readonly<Record<string, string>>,
  used: Readonly<Record<string, string>>,
  more = {},
) => askOne(plugin, p(requests), n(more), [other(used)]).score;
const strategy = (
  type: 'LeastAllocated' | 'MostAllocated',
  ...resources: { name: string; weight: number }[]
) => nodeResourcesFit({ scoringStrategy: { type, resources } });
const cpu = { name: 'cpu', weight: 1 };
const gpu = { name: 'x.io/gpu', weight: 3 };

test('LeastAllocated: the weighted mean of what is left, cut at each step', () => {
  // cpu (4000-2000)*100/4000 = 50, memory (8-2)*100/8 = 75
  assert.equal(score(fit, { cpu: '1', memory: '1Gi' }, { cpu: '1', memory: '1Gi' }), 62);
  assert.equal(
    score(
      strategy('LeastAllocated', { name: 'cpu', weight: 3 }, { name: 'memory', weight: 1 }),
      { cpu: '1', memory: '1Gi' },
      { cpu: '1', memory: '1Gi' },
    ),
    56,
  );
  assert.equal(score(strategy('LeastAllocated', cpu), { cpu: '1' }, { cpu: '9' }), 0, 'more than all');
});

test('MostAllocated: the weighted mean of what is used', () => {
  assert.equal(
    score(
      strategy('MostAllocated', cpu, { name: 'memory', weight: 1 }),
      { cpu: '1', memory: '1Gi' },
      { cpu: '1', memory: '1Gi' },
    ),
    37,
  );
  assert.equal(score(strategy('MostAllocated', cpu), { cpu: '1' }, { cpu: '9' }), 100, 'more than all');
});

test('a container that names no cpu or memory counts as 100m and 200Mi; one that says 0 as 0', () => {
  const most = strategy('MostAllocated', cpu);
  assert.equal(score(most, {}, {}, { cpu: '1' }), 20);
  assert.equal(score(most, { cpu: '0' }, { cpu: '0' }, { cpu: '1' }), 0);
});

test('what the waiting pod asks for as a whole is not scored, what pods on the node do is', () => {
  const most = strategy('MostAllocated', cpu);
  const wide = (name: string) =>
    pod(name)
      .requests({ cpu: '1' })
      .spec({ resources: { requests: { cpu: '3' } } });
  assert.equal(askOne(most, wide('p').build(), n(), []).score, 25);
  assert.equal(askOne(most, p({ cpu: '1' }), n(), [wide('other').on('n').build()]).score, 100);
});

test('other resources count where the pod asks for them and the node has them', () => {
  const most = strategy('MostAllocated', cpu, gpu);
  const gpus = { 'x.io/gpu': '4' };
  assert.equal(score(most, { cpu: '1' }, { cpu: '1', 'x.io/gpu': '4' }, gpus), 50, 'not asked for');
  assert.equal(
    score(most, { cpu: '1', 'x.io/gpu': '1' }, { cpu: '1', 'x.io/gpu': '2' }, gpus),
    68,
    '(50 + 3 × 75) / 4',
  );
  assert.equal(score(most, { cpu: '1', 'x.io/gpu': '1' }, { cpu: '1' }), 50, 'not there');
});

const ratio = (
  shape: { utilization: number; score: number }[],
  ...resources: { name: string; weight: number }[]
) =>
  nodeResourcesFit({
    scoringStrategy: { type: 'RequestedToCapacityRatio', resources, requestedToCapacityRatio: { shape } },
  });

test('RequestedToCapacityRatio: straight lines between the points, level outside of them', () => {
  const shape = [
    { utilization: 20, score: 2 },
    { utilization: 60, score: 10 },
    { utilization: 80, score: 1 },
  ];
  const at = (milli: number) => score(ratio(shape, cpu), { cpu: '0' }, { cpu: `${milli * 40}m` });
  assert.deepEqual(
    [0, 20, 25, 40, 60, 70, 79, 80, 100, 150].map(at),
    [20, 20, 30, 60, 100, 55, 15, 10, 10, 10],
  );
});

test('RequestedToCapacityRatio: a resource without points does not count, and the mean is rounded', () => {
  const shape = [
    { utilization: 0, score: 0 },
    { utilization: 100, score: 10 },
  ];
  const plugin = ratio(shape, cpu, { name: 'memory', weight: 1 });
  assert.equal(score(plugin, { cpu: '1', memory: '0' }, { cpu: '0', memory: '0' }), 25);
  // 25 and 50, 25 and 0.78 → 0
  assert.equal(score(plugin, { cpu: '1', memory: '4Gi' }, { cpu: '0', memory: '0' }), 38);
  assert.equal(score(plugin, { cpu: '1', memory: '64Mi' }, { cpu: '0', memory: '0' }), 25);
  assert.equal(score(plugin, { cpu: '0', memory: '0' }, { cpu: '0', memory: '0' }), 0);
});

test('scores are 0–100, and the more is used the less LeastAllocated likes it', () => {
  const amount = fc.nat(9000).map((milli) => `${milli}m`);
  fc.assert(
    fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 4 }), (asked, used) => {
      const nodes = used.map((_, at) => node(`n${at}`).build());
      const pods = used.map((cpu, at) => pod(`q${at}`).requests({ cpu, memory: '1Gi' }).on(`n${at}`).build());
      const [least, most] = [fit, strategy('MostAllocated', cpu)].map((plugin) => {
        const scores = ask(plugin, p({ cpu: asked, memory: '1Gi' }), cacheOf(nodes, pods)).scores();
        return nodes.map(({ metadata }) => scores[metadata.name] ?? NaN);
      });
      assert.ok(least && most);
      for (const score of [...least, ...most])
        assert.ok(Number.isInteger(score) && score >= 0 && score <= 100);
      const sorted = used.map((text, at) => ({
        milli: Number.parseInt(text),
        least: least[at] ?? 0,
        most: most[at] ?? 0,
      }));
      sorted.sort((a, b) => a.milli - b.milli);
      for (const [at, one] of sorted.entries()) {
        const next = sorted[at + 1] ?? one;
        assert.ok(next.least <= one.least && next.most >= one.most);
      }
    }),
  );
});

const balanced = (
  requests: Amounts,
  used: Amounts,
  more: Amounts = {},
  plugin = nodeResourcesBalancedAllocation(),
) => askOne(plugin, p(requests), n(more), [other(used)]).score;

test('BalancedAllocation: 75 when the pod changes nothing, more when it makes the node more even, less when less', () => {
  assert.equal(balanced({ cpu: '1', memory: '2Gi' }, { cpu: '1', memory: '2Gi' }), 75);
  // before |25 - 75| / 2 = 25 → 75; after |75 - 75| → 100
  assert.equal(balanced({ cpu: '2' }, { cpu: '1', memory: '6Gi' }), 87);
  // before 0 → 100; after 25 → 75
  assert.equal(balanced({ cpu: '2' }, { cpu: '1', memory: '2Gi' }), 62);
});

test('BalancedAllocation: a node that is overfull counts as full; one kind of resource is always even', () => {
  assert.equal(balanced({ cpu: '4' }, { cpu: '4', memory: '8Gi' }), 75);
  const alone = nodeResourcesBalancedAllocation({ resources: [{ name: 'cpu', weight: 1 }] });
  assert.equal(balanced({ cpu: '2' }, { cpu: '1' }, {}, alone), 75);
});

test('BalancedAllocation: of three and more it is the standard deviation', () => {
  const resources = ['cpu', 'memory', 'x.io/gpu'].map((name) => ({ name, weight: 1 }));
  const three = nodeResourcesBalancedAllocation({ resources });
  // before 0, 0, 1/2: 0.2357 → 76; after 1/4, 1/4, 3/4: the same
  const more = { 'x.io/gpu': '4' };
  assert.equal(balanced({ cpu: '1', memory: '2Gi', 'x.io/gpu': '1' }, { 'x.io/gpu': '2' }, more, three), 75);
  // after 0, 0, 1: 0.4714 → 52
  assert.equal(balanced({ 'x.io/gpu': '2' }, { 'x.io/gpu': '2' }, more, three), 63);
});

test('BalancedAllocation: pods that ask for nothing skip it; what pods ask for as a whole counts, no minimum does', () => {
  assert.equal(balanced({}, {}), undefined);
  assert.equal(balanced({ cpu: '0' }, {}), undefined);
  assert.equal(balanced({ cpu: '2' }, {}), 62, 'another pod without requests is nothing');
  const wide = pod('p')
    .spec({ resources: { requests: { cpu: '2' } } })
    .build();
  assert.equal(askOne(nodeResourcesBalancedAllocation(), wide, n()).score, 62);
});
