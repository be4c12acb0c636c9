import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { NODES, PODS } from '../../src/api/resources.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import type { SchedulerOptions } from '../../src/scheduler/options.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import type { PolicyName } from '../../src/scheduler/policy.ts';
import type { RunningScheduler } from '../../src/scheduler/running-scheduler.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

async function arrange(t: TestContext, options: Partial<SchedulerOptions> = {}) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  api.put(NODES, node('a').taint('workshop', 'NoSchedule', 'blocked').build());
  api.put(NODES, node('b').build());
  api.put(NODES, node('c').build());
  const told: SchedulerEvent[] = [];
  const ending = new AbortController();
  const profilesOf = (policy: PolicyName) => [
    {
      schedulerName: 's',
      plugins: policyPlugins(policy === 'custom' ? 'default' : policy, { api, clock, random: () => 0 }),
    },
  ];
  const { promise, resolve } = Promise.withResolvers<RunningScheduler>();
  const done = runScheduler(
    schedulerOptions({
      api,
      profiles: profilesOf('least-pods'),
      profilesOf,
      policy: 'least-pods',
      onRunning: resolve,
      observe: (event) => void told.push(event),
      clock,
      signal: ending.signal,
      ...options,
    }),
  );
  t.after(async () => {
    ending.abort(new Error('stopped by the test'));
    await done;
  });
  const running = await promise;
  const create = (name: string) => api.put(PODS, pod(name).uid(name).scheduler('s').build());
  const until = (condition: () => boolean, what: string) => advanceUntil(clock, condition, what);
  const bound = () => told.filter(({ type }) => type === 'bound').length;
  return { api, clock, told, running, create, until, bound };
}

test('while paused pods are noticed and wait; then each is placed once', async (t) => {
  const { running, create, told, until, bound, clock } = await arrange(t);
  running.pause();
  running.pause();
  for (const name of ['p1', 'p2', 'p3']) create(name);
  await clock.advance(60_000);
  assert.equal(bound(), 0);
  assert.equal(running.counts().active, 3);
  assert.deepEqual(
    [...running.waiting()].map(({ queued, place }) => `${queued.pod.metadata.name} ${place}`).toSorted(),
    ['p1 active', 'p2 active', 'p3 active'],
  );
  running.resume();
  await until(() => bound() === 3, 'all are bound');
  assert.deepEqual(
    told.map(({ type }) => type).filter((type) => type === 'paused' || type === 'resumed'),
    ['paused', 'resumed'],
  );
});

test('a policy that was changed holds from the next pod on, and is told', async (t) => {
  const { running, create, until, bound, told } = await arrange(t);
  create('p1');
  await until(() => bound() === 1, 'p1 is bound');
  running.policyChanged('most-pods');
  create('p2');
  await until(() => bound() === 2, 'p2 is bound');
  const nodes = told.flatMap((event) => (event.type === 'bound' ? [event.node] : []));
  assert.deepEqual(nodes, ['b', 'b']);
  assert.ok(told.some((event) => event.type === 'policy' && event.policy === 'most-pods'));
});

test('a waiting pod is explained by every filter of every node, the nearest node first', async (t) => {
  const { api, running, create, until } = await arrange(t);
  api.put(NODES, node('a').taint('workshop', 'NoSchedule', 'blocked').ready(false).build());
  api.put(NODES, node('b').unschedulable().build());
  api.put(NODES, node('c').unschedulable().ready(false).build());
  await settle();
  create('p1');
  await until(() => [...running.waiting()][0]?.place === 'parked', 'p1 is parked');
  const explanation = running.explain('p1');
  assert.equal(explanation?.feasible, 0);
  assert.deepEqual(
    explanation?.nodes.map(({ node }) => node),
    ['b', 'a', 'c'],
  );
  const objections = (of: string) =>
    explanation?.nodes.find(({ node }) => node === of)?.filters.filter(({ reasons }) => reasons);
  assert.deepEqual(objections('a'), [
    {
      plugin: 'NodeReady',
      reasons: ['node(s) were not ready'],
      detail: 'Ready is False (KubeletNotReady)',
      wayOut: 'a becomes ready',
    },
    {
      plugin: 'TaintToleration',
      reasons: ['node(s) had untolerated taint(s)'],
      detail: 'taint workshop=blocked:NoSchedule',
      wayOut: 'taint workshop=blocked:NoSchedule is removed',
    },
  ]);
  assert.equal(running.explain('nobody'), undefined);
  assert.match([...running.waiting()][0]?.queued.message ?? '', /^0\/3 nodes are available: /);
});

test('a pod that fits somewhere is explained with scores, the winner first', async (t) => {
  const { running, create } = await arrange(t);
  running.pause();
  create('p1');
  await settle();
  const [first] = running.explain('p1')?.nodes ?? [];
  assert.equal(first?.node, 'b');
  assert.deepEqual(first?.scores?.['PodCount'], { raw: 0, score: 100, weight: 1 });
  assert.equal(first?.total, 400);
});

test('verdicts are told of as many decisions as whoever shows them can afford', async (t) => {
  let left = 1;
  const asked: number[] = [];
  const wantsDetails = (nodes: number) => {
    asked.push(nodes);
    return left-- > 0;
  };
  const { create, until, bound, told } = await arrange(t, { wantsDetails });
  for (const name of ['p1', 'p2']) create(name);
  await until(() => bound() === 2, 'both are bound');
  const decided = told.filter((event) => event.type === 'decided');
  assert.equal(decided.length, 1);
  assert.deepEqual(asked, [3, 3]);
  assert.deepEqual(
    decided[0]?.nodes.map(({ node, total, fits }) => [node, fits, total]),
    [
      ['a', false, undefined],
      ['b', true, 400],
      ['c', true, 400],
    ],
  );
});

test('decisions that take long leave the thread to others between any few of them', async (t) => {
  // every look at this clock finds that another 6 ms have gone
  class SlowClock extends FakeClock {
    #looks = 0;
    override monotonic(): number {
      return super.monotonic() + 6 * this.#looks++;
    }
  }
  let turns = 0;
  const seen: number[] = [];
  const { running, create, until, bound, clock } = await arrange(t, {
    clock: new SlowClock(),
    wantsDetails: () => {
      seen.push(turns);
      return false;
    },
  });
  running.pause();
  for (let number = 0; number < 20; number++) create(`p${number}`);
  await clock.advance(1_000);
  let isCounting = true;
  const count = () => {
    turns++;
    if (isCounting) setImmediate(count);
  };
  count();
  running.resume();
  await until(() => bound() === 20, 'all are bound');
  isCounting = false;
  assert.ok(new Set(seen).size >= 10, `decided in turns ${seen.join(', ')}`);
});
