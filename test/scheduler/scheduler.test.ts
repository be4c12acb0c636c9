import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { EVENTS, NODES, PODS } from '../../src/api/resources.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { eventText } from '../../src/scheduler/log-text.ts';
import type { SchedulerOptions } from '../../src/scheduler/options.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

/** A cluster in memory as the workshop's, with the scheduler not yet started. */
function arrange(t: TestContext, options: Partial<SchedulerOptions> = {}) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  api.put(NODES, node('control-plane').controlPlane().build());
  for (const name of ['worker', 'worker2', 'worker3']) api.put(NODES, node(name).build());
  const told: SchedulerEvent[] = [];
  const ending = new AbortController();
  let done: Promise<void> = Promise.resolve();
  const start = async () => {
    done = runScheduler(
      schedulerOptions({
        api,
        policy: 'least-pods',
        profiles: [
          {
            schedulerName: 'workshop-scheduler',
            plugins: policyPlugins('least-pods', { api, clock, random: () => 0 }),
          },
        ],
        observe: (event) => void told.push(event),
        clock,
        signal: ending.signal,
        ...options,
      }),
    );
    await settle();
  };
  const stop = async () => {
    ending.abort(new Error('stopped by the test'));
    await done;
  };
  t.after(stop);
  const create = (name: string) => api.put(PODS, pod(name).scheduler('workshop-scheduler').build());
  const nodeOf = (name: string) =>
    api.all(PODS).find(({ metadata }) => metadata.name === name)?.spec.nodeName;
  const until = (condition: () => boolean, what: string) => advanceUntil(clock, condition, what);
  const lines = () => told.map(eventText);
  const of = <T extends SchedulerEvent['type']>(type: T) =>
    told.filter((event): event is Extract<SchedulerEvent, { type: T }> => event.type === type);
  return { clock, api, told, start, stop, create, nodeOf, until, lines, of };
}

const setTaint = (api: MemoryApi, tainted: boolean) => {
  for (const { metadata } of api.all(NODES)) {
    if (!metadata.name.startsWith('worker')) continue;
    api.put(
      NODES,
      (tainted
        ? node(metadata.name).taint('workshop', 'NoSchedule', 'blocked')
        : node(metadata.name)
      ).build(),
    );
  }
};

test('the workshop of six pods: two on each worker, one Scheduled event each, in the workshop’s words', async (t) => {
  const { api, start, create, nodeOf, until, lines } = arrange(t);
  await start();
  for (let number = 1; number <= 6; number++) create(`pod${number}`);
  await until(() => nodeOf('pod6') !== undefined, 'pod6 has a node');
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((number) => nodeOf(`pod${number}`)),
    ['worker', 'worker2', 'worker3', 'worker', 'worker2', 'worker3'],
  );
  assert.equal(lines()[0], 'workshop-scheduler running');
  assert.ok(lines().includes('bound default/pod4 -> worker (had 1 pods)'));
  await until(() => api.all(EVENTS).length === 6, 'six events');
  assert.deepEqual(
    new Set(api.all(EVENTS).map(({ reason, reportingController }) => `${reason} ${reportingController}`)),
    new Set(['Scheduled workshop-scheduler']),
  );
});

test('a pod that waited before the scheduler ran is bound when it starts', async (t) => {
  const { start, create, nodeOf, until } = arrange(t);
  create('orphan');
  await settle();
  assert.equal(nodeOf('orphan'), undefined);
  await start();
  await until(() => nodeOf('orphan') === 'worker', 'orphan is bound');
});

test('a blocked pod gets its event and condition once, and is placed after the untaint', async (t) => {
  const { api, start, create, nodeOf, until, of, clock } = arrange(t);
  setTaint(api, true);
  await start();
  create('blocked');
  await until(() => of('unschedulable').length === 1, 'no node fits');
  await clock.advance(0);
  const message = '0/4 nodes are available: 4 node(s) had untolerated taint(s).';
  const [event] = api.all(EVENTS);
  assert.partialDeepStrictEqual(event, {
    reason: 'FailedScheduling',
    type: 'Warning',
    note: message,
    action: 'Scheduling',
  });
  const condition = api.all(PODS)[0]?.status?.conditions?.[0];
  assert.partialDeepStrictEqual(condition, {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
  });
  await clock.advance(20_000);
  assert.equal(of('unschedulable').length, 1, 'nothing changed, so nothing was tried again');
  setTaint(api, false);
  await until(() => nodeOf('blocked') !== undefined, 'blocked is placed');
  assert.equal(of('requeued')[0]?.cause, 'node worker: its taints changed');
  assert.equal(of('bound')[0]?.attempts, 2);
});

test('the condition is patched only when it says something new', async (t) => {
  const { api, start, create, until, of } = arrange(t);
  setTaint(api, true);
  await start();
  create('blocked');
  await until(() => of('unschedulable').length === 1, 'first try');
  api.put(NODES, node('worker4').taint('workshop', 'NoSchedule').build());
  await until(() => of('unschedulable').length === 2, 'second try');
  api.put(NODES, node('worker').taint('workshop', 'NoSchedule').taint('another', 'NoSchedule').build());
  await until(() => of('unschedulable').length === 3, 'third try');
  await settle();
  assert.equal(
    api.calls.get('patch'),
    3,
    'one for each of two messages, and one that grows the series of the event',
  );
});

test('pods of other schedulers are left alone', async (t) => {
  const { api, start, create, nodeOf, until } = arrange(t);
  api.put(PODS, pod('theirs').scheduler('default-scheduler').build());
  await start();
  create('ours');
  await until(() => nodeOf('ours') !== undefined, 'ours is bound');
  assert.equal(nodeOf('theirs'), undefined);
});

test('a node that is cordoned, not ready or gone gets no pods', async (t) => {
  const { api, start, create, nodeOf, until } = arrange(t);
  await start();
  api.put(NODES, node('worker').unschedulable().build());
  api.put(NODES, node('worker2').ready('Unknown').build());
  for (const name of ['a', 'b', 'c']) create(name);
  await until(() => nodeOf('c') !== undefined, 'all are placed');
  assert.deepEqual(['a', 'b', 'c'].map(nodeOf), ['worker3', 'worker3', 'worker3']);
  api.remove(NODES, { name: 'worker3' });
  create('d');
  await settle();
  assert.equal(nodeOf('d'), undefined);
  api.put(NODES, node('worker2').ready(true).build());
  await until(() => nodeOf('d') === 'worker2', 'd is placed when a node is ready again');
});

test('a failed binding is tried again after a rest, and nothing is counted twice', async (t) => {
  const { api, start, create, nodeOf, until, of } = arrange(t);
  await start();
  api.failNext('bind', new ApiError(500, 'InternalError', 'etcd is unhappy'));
  create('p');
  await until(() => nodeOf('p') !== undefined, 'p is bound');
  assert.partialDeepStrictEqual(of('bind-failed')[0], { message: 'etcd is unhappy', retry: true });
  assert.partialDeepStrictEqual(of('bound')[0], { hadPods: 0, attempts: 2 });
});

test('a pod deleted while its binding is on the way is dropped, and its place is free again', async (t) => {
  const { api, start, create, nodeOf, until, of } = arrange(t);
  await start();
  const release = api.hold('bind');
  const p = create('p');
  await settle();
  api.remove(PODS, p.metadata);
  release();
  await until(() => of('bind-failed').length === 1, 'the binding came to nothing');
  assert.equal(of('bind-failed')[0]?.retry, false);
  create('q');
  await until(() => nodeOf('q') !== undefined, 'q is bound');
  assert.equal(of('bound')[0]?.hadPods, 0);
});

test('a pod that somebody else was quicker to place is no failure of ours', async (t) => {
  const { api, start, stop, create, until, of, told } = arrange(t);
  await start();
  const release = api.hold('bind');
  const p = create('p');
  await settle();
  api.put(PODS, { ...p, spec: { ...p.spec, nodeName: 'worker3' } });
  release();
  await until(() => of('bind-failed').length === 1, 'the binding came to nothing');
  await stop();
  assert.partialDeepStrictEqual(told.at(-1), { type: 'stopped', bound: 0, failed: 0, pending: 0 });
});

test('while binds are slow, no more than the bound are in flight, and counts already include them', async (t) => {
  const { api, start, create, until, of } = arrange(t, { parallelBinds: 2 });
  await start();
  const release = api.hold('bind');
  for (let number = 0; number < 9; number++) create(`p${number}`);
  await settle();
  assert.equal(api.calls.get('bind'), 2);
  release();
  await until(() => of('bound').length === 9, 'all are bound');
  assert.deepEqual(
    of('bound').map(({ hadPods }) => hadPods),
    [0, 0, 0, 1, 1, 1, 2, 2, 2],
  );
});

test('after a lost watch it goes on with what happened meanwhile, and says so once', async (t) => {
  const { api, start, create, nodeOf, until, of } = arrange(t);
  await start();
  api.dropWatches();
  api.failNext('list', new UnreachableError('memory', new Error('connection refused')), { times: 4 });
  create('p');
  await until(() => nodeOf('p') !== undefined, 'p is bound');
  await until(() => of('connection').length === 4, 'both are watched again');
  assert.deepEqual(
    of('connection')
      .map(({ resource, state }) => `${resource} ${state}`)
      .toSorted(),
    ['nodes lost', 'nodes restored', 'pods lost', 'pods restored'],
  );
});

test('it ends at once with what it did, leaving no timer and no watch behind', async (t) => {
  const { api, start, stop, create, until, told, of, clock } = arrange(t);
  await start();
  create('placed');
  await until(() => of('bound').length === 1, 'one is bound');
  setTaint(api, true);
  // nodes and pods are two watches: the pod could come first
  await settle();
  create('blocked');
  await until(() => of('unschedulable').length === 1, 'one waits');
  await settle();
  await stop();
  assert.partialDeepStrictEqual(told.at(-1), { type: 'stopped', bound: 1, failed: 1, pending: 1 });
  await settle();
  assert.equal(api.openWatches(), 0);
  assert.equal(clock.waiting, 0);
});

test('a pod for which nothing fits gets no event while the scheduler only decides', async (t) => {
  const { api, start, create, until, of } = arrange(t, { mode: 'decide' });
  setTaint(api, true);
  await start();
  create('blocked');
  await until(() => of('unschedulable').length === 1, 'no node fits');
  await settle();
  assert.deepEqual([api.all(EVENTS).length, api.calls.get('patch')], [0, undefined]);
});

test('mode watch only notices, mode decide only decides', async (t) => {
  const watching = arrange(t, { mode: 'watch' });
  await watching.start();
  watching.create('p');
  await watching.until(() => watching.of('noticed').length === 1, 'noticed');
  const deciding = arrange(t, { mode: 'decide' });
  await deciding.start();
  deciding.create('p');
  await deciding.until(() => deciding.of('decided').length === 1, 'decided');
  assert.equal(deciding.of('decided')[0]?.nodes.length, 4);
  for (const { api, nodeOf } of [watching, deciding]) {
    await settle();
    assert.equal(nodeOf('p'), undefined);
    assert.equal(api.calls.get('bind'), undefined);
    assert.equal(api.all(EVENTS).length, 0);
  }
});

test('a thousand pods that fit nowhere do not keep one that fits from being placed (fault F20)', async (t) => {
  const { api, start, create, nodeOf, until } = arrange(t);
  setTaint(api, true);
  for (let number = 0; number < 1000; number++) create(`blocked${number}`);
  await start();
  api.put(PODS, pod('tolerant').scheduler('workshop-scheduler').tolerate('workshop').build());
  await until(() => nodeOf('tolerant') !== undefined, 'the tolerant pod is placed');
});
