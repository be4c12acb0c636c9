import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitErrorMessage } from '../../src/scheduler/framework/fit-error.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Pod } from '../../src/api/types.ts';
import type { ClusterChange, ClusterEvent } from '../../src/scheduler/framework/cluster-event.ts';
import { WaitingPods } from '../../src/scheduler/framework/waiting-pods.ts';
import { SKIP } from '../../src/scheduler/framework/status.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { node, pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { cacheOf } from './node-info.ts';

const binder: Plugin = { name: 'Binder', bind: () => Promise.resolve() };
const no = (name: string): Plugin => ({ name, filter: () => ({ reasons: [name] }) });
const entries = (...plugins: Plugin[]) => [...plugins, binder].map((plugin) => ({ plugin, weight: 1 }));

test('the message counts each reason and sorts the texts as kube-scheduler does', () => {
  const taints = ['node(s) had untolerated taint(s)'];
  assert.equal(
    fitErrorMessage([taints, ['node(s) were unschedulable'], taints, taints]),
    '0/4 nodes are available: 1 node(s) were unschedulable, 3 node(s) had untolerated taint(s).',
  );
});

test('counts are sorted as text, so 10 comes before 2', () => {
  const reasons = [...Array.from({ length: 10 }, () => ['b']), ['a'], ['a']];
  assert.equal(fitErrorMessage(reasons), '0/12 nodes are available: 10 b, 2 a.');
});

test('the first plugin that rejects a node gives the reason', () => {
  const framework = new Framework(
    entries({ name: 'Yes', filter: () => undefined }, no('First'), no('Second')),
  );
  const cluster = cacheOf([node('n').build()]).snapshot();
  const [only] = cluster.nodes;
  assert.ok(only);
  assert.equal(framework.runPreFilter(pod('p').build(), cluster).filter(only)?.plugin?.name, 'First');
});

test('totals add each normalised score times its weight', () => {
  const plugin: Plugin = {
    name: 'Twice',
    score: (_pod, { name }) => Number(name),
    normalize: (scores) => {
      for (const [at, score] of scores.entries()) scores[at] = score * 10;
    },
  };
  const framework = new Framework([
    { plugin, weight: 3 },
    { plugin: { name: 'One', score: () => 1 }, weight: 2 },
    { plugin: binder, weight: 1 },
  ]);
  const cluster = cacheOf(['1', '2'].map((name) => node(name).build())).snapshot();
  const told: unknown[] = [];
  const totals = framework.runScore(pod('p').build(), cluster.nodes, cluster, (at, name, score) =>
    told.push([at, name, score]),
  );
  assert.deepEqual(totals, [32, 62]);
  assert.deepEqual(told[1], [1, 'Twice', { raw: 2, score: 20, weight: 3 }]);
});

test('a rejected reservation gives back what was reserved, the last first', () => {
  const calls: string[] = [];
  const claims = (name: string, ok: boolean): Plugin => ({
    name,
    reserve: () => {
      calls.push(`reserve ${name}`);
      return ok ? undefined : { reasons: ['taken'] };
    },
    unreserve: () => void calls.push(`unreserve ${name}`),
  });
  const framework = new Framework(entries(claims('a', true), claims('b', false), claims('c', true)));
  assert.equal(framework.runReserve(pod('p').build(), 'n')?.plugin?.name, 'b');
  assert.deepEqual(calls, ['reserve a', 'reserve b', 'unreserve c', 'unreserve b', 'unreserve a']);
});

test('a profile without a plugin that binds is refused', () => {
  assert.throws(() => new Framework([]), /needs a plugin that binds/);
});

test('a change helps when a rejecting plugin names it, or names nothing', () => {
  const framework = new Framework(entries({ name: 'Picky', requeueOn: ['node-taints'] }, { name: 'Open' }));
  const helps = (rejectedBy: readonly string[], event: ClusterEvent) =>
    framework.isWorthAnotherTry(new Set(rejectedBy), pod('p').build(), { event });
  assert.equal(helps(['Picky'], 'node-taints'), true);
  assert.equal(helps(['Picky'], 'pod-deleted'), false);
  assert.equal(helps(['Picky', 'Open'], 'pod-deleted'), true);
  assert.equal(helps([], 'node-taints'), false);
});

test('a hint looks at the pod and at the change', () => {
  const requeueOn = [
    {
      event: 'node-added',
      hint: (waiting: Pod, { now }: ClusterChange) => waiting.metadata.name === now?.metadata.name,
    },
  ] as const;
  const framework = new Framework(entries({ name: 'Same', requeueOn }));
  const helps = (waiting: string, added: string) =>
    framework.isWorthAnotherTry(new Set(['Same']), pod(waiting).build(), {
      event: 'node-added',
      now: node(added).build(),
    });
  assert.equal(helps('a', 'a'), true);
  assert.equal(helps('a', 'b'), false);
});

test('a plugin that skips takes no part; what preFilter worked out comes back at each node', () => {
  const asked: unknown[] = [];
  const skips: Plugin = { name: 'Skips', preFilter: () => SKIP, filter: () => ({ reasons: ['never'] }) };
  const remembers: Plugin<string> = {
    name: 'Remembers',
    preFilter: ({ metadata }) => ({ state: metadata.name }),
    filter: (_pod, { name }, state) => void asked.push([name, state]),
  };
  const cluster = cacheOf(['a', 'b'].map((name) => node(name).build())).snapshot();
  const cycle = new Framework(entries(skips, remembers)).runPreFilter(pod('p').build(), cluster);
  assert.deepEqual(
    cluster.nodes.map((each) => cycle.filter(each)),
    [undefined, undefined],
  );
  assert.deepEqual(asked, [
    ['a', 'p'],
    ['b', 'p'],
  ]);
});

test('nodes that preFilter leaves out get upstream’s words, and none left is a rejection of all', () => {
  const only = (name: string, ...nodes: string[]): Plugin => ({
    name,
    preFilter: () => ({ state: undefined, nodes: new Set(nodes) }),
  });
  const cluster = cacheOf(['a', 'b', 'c'].map((name) => node(name).build())).snapshot();
  const found = (...plugins: Plugin[]) => {
    const cycle = new Framework(entries(...plugins)).runPreFilter(pod('p').build(), cluster);
    return cluster.nodes.map((each) => cycle.filter(each)?.rejection.reasons);
  };
  const left = ["node(s) didn't satisfy plugin(s) [One Two]"];
  assert.deepEqual(found(only('Two', 'a', 'b'), only('One', 'b', 'c')), [left, undefined, left]);
  const none = ["node(s) didn't satisfy plugin(s) [One Two] simultaneously"];
  assert.deepEqual(found(only('Two', 'a'), only('One', 'b')), [none, none, none]);
});

test('a plugin that throws is an error with its name, not a verdict', () => {
  const broken: Plugin = {
    name: 'Broken',
    filter: () => {
      throw new Error('no idea');
    },
  };
  const cluster = cacheOf([node('n').build()]).snapshot();
  const cycle = new Framework(entries(broken)).runPreFilter(pod('p').build(), cluster);
  assert.throws(() => cluster.nodes.map((each) => cycle.filter(each)), {
    name: 'PluginError',
    message: 'running Filter plugin "Broken": no idea',
  });
});

test('a hint that throws means that the pod is tried again', () => {
  const hint = (): boolean => {
    throw new Error('bug');
  };
  const framework = new Framework(entries({ ...no('Buggy'), requeueOn: [{ event: 'node-labels', hint }] }));
  const isWorth = (event: ClusterEvent) =>
    framework.isWorthAnotherTry(new Set(['Buggy']), pod('p').build(), { event });
  assert.equal(isWorth('node-labels'), true);
  assert.equal(isWorth('node-taints'), false);
});

test('of interest is what a plugin asks for that can reject a pod, and nodes that come', () => {
  const asks = (...requeueOn: ClusterEvent[]): Plugin => ({ ...no('Asks'), requeueOn });
  const scores: Plugin = { name: 'Scores', score: () => 1 };
  const some = new Framework(entries(asks('node-taints', 'pod-deleted'), scores));
  assert.equal(some.isOfInterest('pod-deleted'), true);
  assert.equal(some.isOfInterest('pod-waiting'), false);
  assert.equal(some.isOfInterest('node-added'), true);
  const any = new Framework(entries(asks('node-taints'), no('Takes anything')));
  assert.equal(any.isOfInterest('pod-waiting'), true);
});

test('a pod that a plugin holds back does not enter the queue, nor one at which a plugin fails', () => {
  const holds = new Framework(entries({ name: 'Holds', preEnqueue: () => ({ reasons: ['not yet'] }) }));
  assert.deepEqual(holds.runPreEnqueue(pod('p').build())?.rejection.reasons, ['not yet']);
  const preEnqueue = (): undefined => {
    throw new Error('bug');
  };
  const fails = new Framework(entries({ name: 'Fails', preEnqueue }));
  assert.deepEqual(fails.runPreEnqueue(pod('p').build())?.rejection.reasons, [
    'running PreEnqueue plugin "Fails": bug',
  ]);
  assert.equal(new Framework(entries()).runPreEnqueue(pod('p').build()), undefined);
});

test('a reservation that fails gives back what was reserved and says which plugin it was', () => {
  const calls: string[] = [];
  const reserve = (): undefined => {
    throw new Error('bug');
  };
  const framework = new Framework(
    entries({ name: 'Claims', unreserve: () => void calls.push('given back') }, { name: 'Fails', reserve }),
  );
  assert.throws(() => framework.runReserve(pod('p').build(), 'n'), /running Reserve plugin "Fails": bug/);
  assert.deepEqual(calls, ['given back']);
});

test('permit: no, or wait for each plugin that wants to', () => {
  const waits = (name: string, waitMs: number): Plugin => ({ name, permit: () => ({ waitMs }) });
  const p = pod('p').build();
  const framework = new Framework(
    entries(waits('a', 1), { name: 'b', permit: () => undefined }, waits('c', 2)),
  );
  assert.deepEqual(framework.runPermit(p, 'n'), [
    { plugin: 'a', waitMs: 1 },
    { plugin: 'c', waitMs: 2 },
  ]);
  const no = { name: 'no', permit: () => ({ rejection: { reasons: ['closed'] } }) };
  const refused = new Framework(entries(waits('a', 1), no)).runPermit(p, 'n');
  assert.ok('rejection' in refused);
  assert.equal(refused.plugin?.name, 'no');
});

test('plugins that keep count hear of every pod, and get what they may use', () => {
  const told: unknown[] = [];
  const counts: Plugin = {
    name: 'Counts',
    start: (handle) => void told.push(handle),
    podChanged: (before, now) => void told.push([before?.metadata.name, now?.metadata.name]),
  };
  const framework = new Framework(entries(counts));
  const clock = new FakeClock();
  const handle = { clock, waitingPods: new WaitingPods(clock), activate: () => {} };
  framework.start(handle);
  framework.podChanged(undefined, pod('p').build());
  framework.podChanged(pod('p').build(), undefined);
  assert.deepEqual(told, [handle, [undefined, 'p'], ['p', undefined]]);
});
