import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiError } from '../../src/api/errors.ts';
import { NODES, PODS, SERVICES } from '../../src/api/resources.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import type { Handle } from '../../src/scheduler/framework/handle.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import type { SchedulerOptions } from '../../src/scheduler/options.ts';
import { defaultBinder } from '../../src/scheduler/plugins/default-binder.ts';
import { nodeResourcesFit } from '../../src/scheduler/plugins/node-resources/fit.ts';
import { schedulingGates } from '../../src/scheduler/plugins/scheduling-gates.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

/** A scheduler with one node of two CPUs, and the given plugins beside those that every one needs. */
function arrange(t: TestContext, plugins: readonly Plugin[], options: Partial<SchedulerOptions> = {}) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  api.put(NODES, node('n').allocatable({ cpu: '2', memory: '8Gi', pods: '110' }).build());
  const told: SchedulerEvent[] = [];
  const ending = new AbortController();
  let done: Promise<void> = Promise.resolve();
  const start = async () => {
    const all = [...plugins, schedulingGates, nodeResourcesFit({}), defaultBinder(api)];
    done = runScheduler(
      schedulerOptions({
        api,
        profiles: [{ schedulerName: 'ours', plugins: all.map((plugin) => ({ plugin, weight: 1 })) }],
        parallelBinds: 2,
        observe: (event) => void told.push(event),
        clock,
        signal: ending.signal,
        ...options,
      }),
    );
    await settle();
  };
  const stop = async () => {
    ending.abort(new Error('the test is over'));
    await clock.advance(2_000);
    await done;
  };
  t.after(stop);
  const create = (name: string, cpu = '0') =>
    api.put(PODS, pod(name).scheduler('ours').requests({ cpu }).build());
  const bound = () => told.flatMap((event) => (event.type === 'bound' ? [event.pod.name] : []));
  const messages = () => told.flatMap((event) => ('message' in event ? [event.message] : []));
  const placed = () => api.all(PODS).filter(({ spec }) => spec.nodeName).length;
  return { clock, api, told, start, stop, create, bound, messages, placed };
}

/** Lets pods wait whose name begins with `slow`. */
function asks(given: { handle?: Handle } = {}): Plugin {
  return {
    name: 'Asks',
    requeueOn: [],
    start: (handle) => void (given.handle = handle),
    permit: ({ metadata }) => (metadata.name.startsWith('slow') ? { waitMs: 10_000 } : undefined),
  };
}

test('pods that wait for leave hold neither the loop nor a binding up', async (t) => {
  const given: { handle?: Handle } = {};
  const { start, create, bound } = arrange(t, [asks(given)]);
  await start();
  for (let number = 0; number < 9; number++) create(`slow${number}`);
  for (let number = 0; number < 3; number++) create(`quick${number}`);
  await settle();
  await settle();
  assert.deepEqual(bound(), ['quick0', 'quick1', 'quick2']);
  for (const one of given.handle?.waitingPods ?? []) one.allow('Asks');
  await settle();
  await settle();
  assert.equal(bound().length, 12);
});

test('a wait that ends with no gives the place to others, and the pod waits for what its plugin names', async (t) => {
  const { start, create, bound, messages, clock, stop, told } = arrange(t, [asks()]);
  await start();
  create('slow', '2');
  await settle();
  create('quick', '2');
  await settle();
  assert.deepEqual(bound(), []);
  await clock.advance(10_000);
  await clock.advance(1_000);
  assert.deepEqual(bound(), ['quick']);
  assert.deepEqual(messages(), [
    '0/1 nodes are available: 1 Insufficient cpu.',
    '0/1 nodes are available: 1 rejected due to timeout after waiting 10s at plugin Asks.',
  ]);
  await stop();
  assert.partialDeepStrictEqual(told.at(-1), { type: 'stopped', pending: 1 });
  assert.equal(clock.waiting, 0);
});

test('a pod that is preempted while it waits is tried again after a rest', async (t) => {
  const given: { handle?: Handle } = {};
  const { start, create, messages, clock } = arrange(t, [asks(given)]);
  await start();
  create('slow');
  await settle();
  for (const one of given.handle?.waitingPods ?? []) one.preempt('DefaultPreemption', 'preempted');
  await settle();
  assert.deepEqual(messages(), ['could not schedule default/slow: preempted']);
  assert.equal(given.handle?.waitingPods.size, 0);
  await clock.advance(1_000);
  assert.equal(given.handle?.waitingPods.size, 1);
});

test('a pod that waits and is deleted leaves without a word, and its place is free', async (t) => {
  const { start, create, api, bound, messages, clock } = arrange(t, [asks()]);
  await start();
  const slow = create('slow', '2');
  await settle();
  create('quick', '2');
  await settle();
  api.remove(PODS, slow.metadata);
  await advanceUntil(clock, () => bound().length === 1, 'the other one is bound');
  assert.deepEqual(messages(), ['0/1 nodes are available: 1 Insufficient cpu.']);
});

test('when a scheduler ends nothing is left of pods that wait', async (t) => {
  const { start, create, stop, clock, told } = arrange(t, [asks()]);
  await start();
  create('slow');
  await settle();
  assert.notEqual(clock.waiting, 0);
  await stop();
  assert.equal(clock.waiting, 0);
  assert.partialDeepStrictEqual(told.at(-1), { type: 'stopped', pending: 1 });
});

test('what a bound pod tells its plugins comes last; a plugin that fails then changes nothing', async (t) => {
  const calls: string[] = [];
  const hears: Plugin = {
    name: 'Hears',
    postBind: ({ metadata }, on) => void calls.push(`${metadata.name} on ${on}`),
  };
  const postBind = (): never => {
    throw new Error('bug');
  };
  const { start, create, bound, messages } = arrange(t, [hears, { name: 'Fails', postBind }]);
  await start();
  create('p');
  await settle();
  assert.deepEqual(calls, ['p on n']);
  assert.deepEqual(bound(), ['p']);
  assert.deepEqual(messages(), ['running PostBind plugin "Fails": bug']);
});

test('two pods that do not fit together are placed together only where nothing is assumed', async (t) => {
  for (const [assume, expected] of [
    [true, 1],
    [false, 2],
  ] as const) {
    const { start, create, placed, clock } = arrange(t, [], { assume });
    create('a', '2');
    create('b', '2');
    await start();
    await clock.advance(60_000);
    assert.equal(placed(), expected);
  }
});

test('who lacks the right to list a kind hears which plugin needs it', async (t) => {
  const reads: Plugin = { name: 'Spreads', reads: [SERVICES], requeueOn: [], filter: () => undefined };
  const { start, create, bound, messages, api } = arrange(t, [reads]);
  const list = api.list.bind(api);
  api.list = (resource, options) =>
    resource.plural === 'services'
      ? Promise.reject(new ApiError(403, 'Forbidden', 'services is forbidden'))
      : list(resource, options);
  await start();
  create('p');
  await settle();
  assert.deepEqual(bound(), ['p']);
  assert.deepEqual(messages(), [
    'Spreads: the right to list and watch services is needed; until then it is as if there were no services (cannot list services: services is forbidden)',
  ]);
});
