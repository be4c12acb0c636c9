import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { NODES, PODS } from '../../src/api/resources.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import type { RunningScheduler } from '../../src/scheduler/running-scheduler.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { FactsReader, type Want } from '../../src/view/facts.ts';
import { reduce } from '../../src/view/reduce.ts';
import { startStory } from '../../src/view/story.ts';
import { node, pod } from '../helpers/builders.ts';
import { advanceUntil, FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

const WANT: Want = {
  nodes: { from: 0, count: 10, filter: '' },
  queue: { from: 0, count: 10, filter: '' },
};

/** Two nodes, one of which nobody tolerates, and a scheduler that has run over three pods. */
async function arrange(t: TestContext) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  const zone = 'topology.kubernetes.io/zone';
  api.put(NODES, node('a').taint('workshop', 'NoSchedule', 'blocked').label(zone, 'z1').build());
  api.put(NODES, node('b').allocatable({ cpu: '2', memory: '4Gi', pods: '10' }).build());
  const ending = new AbortController();
  let story = startStory({ mode: 'bind', policy: 'least-pods' });
  const { promise, resolve } = Promise.withResolvers<RunningScheduler>();
  const done = runScheduler({
    api,
    clock,
    mode: 'bind',
    policy: 'least-pods',
    tieBreak: 'first',
    instance: 'test',
    profiles: [{ schedulerName: 's', plugins: policyPlugins('least-pods', { api, clock, random: () => 0 }) }],
    details: false,
    wantsDetails: () => true,
    onRunning: resolve,
    parallelBinds: 8,
    observe: (event) => void (story = reduce(story, [event])),
    random: () => 0,
    signal: ending.signal,
  });
  t.after(async () => {
    ending.abort(new Error('stopped by the test'));
    await done;
  });
  const running = await promise;
  const reader = new FactsReader(running);
  const create = (name: string, build = pod(name)) => api.put(PODS, build.uid(name).scheduler('s').build());
  create('p1', pod('p1').requests({ cpu: '500m', memory: '1Gi' }));
  create('p2', pod('p2').requests({ cpu: '1', memory: '512Mi' }));
  await advanceUntil(clock, () => story.bound === 2, 'both are bound');
  const read = (want: Partial<Want> = {}) => reader.read({ ...WANT, ...want }, story, clock.monotonic());
  const until = (condition: () => boolean, what: string) => advanceUntil(clock, condition, what);
  return { api, create, read, until, running, story: () => story };
}

const ref = (name: string) => ({ namespace: 'default', name, uid: name });

test('a node shows what is asked of it, of what it has', async (t) => {
  const { read } = await arrange(t);
  const [a, b] = read().nodes.rows;
  assert.partialDeepStrictEqual(a, {
    name: 'a',
    zone: 'z1',
    taints: ['workshop=blocked:NoSchedule'],
    ready: 'True',
  });
  assert.partialDeepStrictEqual(b, {
    name: 'b',
    pods: { used: 2, of: 10 },
    cpu: { used: 1_500, of: 2_000 },
    memory: { used: 1.5 * 1024 ** 3, of: 4 * 1024 ** 3 },
  });
});

test('a bound pod shows what was decided of every node, and the winner', async (t) => {
  const { read, running } = await arrange(t);
  const { pod: details } = read({ pod: ref('p1') });
  assert.partialDeepStrictEqual(details, { place: 'bound', node: 'b', advice: [] });
  assert.deepEqual(
    details?.verdicts?.rows.map(({ node, isWinner, fits, total }) => [node, isWinner, fits, total]),
    [
      ['b', true, true, 400],
      ['a', false, false, undefined],
    ],
  );
  assert.ok(details?.verdicts?.decidedAt);
  const [b, a] = details.verdicts.rows;
  assert.deepEqual(
    [b, a].map((row) => row?.filters.map(({ plugin }) => plugin)),
    [running.filters, running.filters.slice(0, running.filters.indexOf('TaintToleration') + 1)],
  );
});

test('a pod that fits nowhere says for the nearest nodes what would have to change', async (t) => {
  const { api, create, read, until, running } = await arrange(t);
  api.put(NODES, node('b').unschedulable().build());
  create('p3');
  await until(() => running.find('p3')?.place === 'parked', 'p3 is parked');
  const { pod: details, queue, pending } = read({ pod: ref('p3') });
  assert.equal(pending, 1);
  assert.match(
    queue.rows[0]?.reason ?? '',
    /^1 node\(s\) had untolerated taint\(s\), 1 node\(s\) were unschedulable$/,
  );
  assert.deepEqual(details?.advice, [
    'tolerate workshop=blocked:NoSchedule, or: kubectl taint node a workshop=blocked:NoSchedule-',
    'kubectl uncordon b',
  ]);
  assert.equal(details?.verdicts?.decidedAt, undefined);
});

test('nodes and pods that are gone are no error', async (t) => {
  const { read } = await arrange(t);
  const facts = read({ pod: ref('nobody'), node: 'nowhere' });
  assert.equal(facts.pod?.place, 'gone');
  assert.equal(facts.node, undefined);
});

test('a node in detail lists its pods in order with what they ask for', async (t) => {
  const { read } = await arrange(t);
  assert.deepEqual(
    read({ node: 'b' }).node?.onIt.map(({ name, cpuMilli }) => [name, cpuMilli]),
    [
      ['default/p1', 500],
      ['default/p2', 1_000],
    ],
  );
});

test('nodes are found by name, zone, taint and state', async (t) => {
  const { read } = await arrange(t);
  const found = (filter: string) =>
    read({ nodes: { ...WANT.nodes, filter } }).nodes.rows.map(({ name }) => name);
  assert.deepEqual(
    [found('Z1'), found('blocked'), found(' ready'), found('cordoned')],
    [['a'], ['a'], ['a', 'b'], []],
  );
});
