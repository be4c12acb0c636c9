import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { EVENTS, NODES, PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import { eventText } from '../../src/scheduler/log-text.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import type { SchedulerOptions } from '../../src/scheduler/options.ts';
import { defaultBinder } from '../../src/scheduler/plugins/default-binder.ts';
import { defaultPreemption } from '../../src/scheduler/plugins/default-preemption/default-preemption.ts';
import { nodeResourcesFit } from '../../src/scheduler/plugins/node-resources/fit.ts';
import { prioritySort } from '../../src/scheduler/plugins/priority-sort.ts';
import { schedulingGates } from '../../src/scheduler/plugins/scheduling-gates.ts';
import { taintToleration } from '../../src/scheduler/plugins/taint-toleration.ts';
import { runScheduler } from '../../src/scheduler/scheduler.ts';
import { node, pod, type PodBuilder } from '../helpers/builders.ts';
import { schedulerOptions } from '../helpers/scheduler-options.ts';
import { advanceUntil, FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';
import type { Method } from '../helpers/memory-faults.ts';

const NAME = 'workshop-scheduler';

/** Two nodes of four CPUs, and a scheduler that preempts. Nothing ends a graceful deletion but `api.remove`. */
function arrange(t: TestContext, options: Partial<SchedulerOptions> = {}, extra: readonly Plugin[] = []) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  for (const name of ['a', 'b'])
    api.put(NODES, node(name).allocatable({ cpu: '4', memory: '8Gi', pods: '110' }).build());
  const told: SchedulerEvent[] = [];
  const ending = new AbortController();
  let done: Promise<void> = Promise.resolve();
  const args = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 };
  const plugins = [
    ...extra,
    schedulingGates,
    prioritySort,
    taintToleration,
    nodeResourcesFit(),
    defaultPreemption(args, () => 0),
    defaultBinder(api),
  ].map((plugin) => ({ plugin, weight: 1 }));
  const start = async () => {
    done = runScheduler(
      schedulerOptions({
        api,
        profiles: [{ schedulerName: NAME, plugins }],
        observe: (event) => void told.push(event),
        clock,
        signal: ending.signal,
        ...options,
      }),
    );
    await settle();
  };
  const releases: (() => void)[] = [];
  /** Calls wait until the returned function is called, or the test is over. */
  const hold = (method: Method): (() => void) => {
    const release = api.hold(method);
    releases.push(release);
    return release;
  };
  t.after(async () => {
    for (const release of releases) release();
    ending.abort(new Error('stopped by the test'));
    await done;
  });
  const put = (builder: PodBuilder): Pod => api.put(PODS, builder.scheduler(NAME).build());
  /** The pod of another scheduler. */
  const putTheirs = (builder: PodBuilder): Pod => api.put(PODS, builder.scheduler('theirs').build());
  const find = (name: string) => api.all(PODS).find(({ metadata }) => metadata.name === name);
  const until = (condition: () => boolean, what: string) => advanceUntil(clock, condition, what);
  const of = <T extends SchedulerEvent['type']>(type: T) =>
    told.filter((event): event is Extract<SchedulerEvent, { type: T }> => event.type === type);
  const about = (name: string) => of('unschedulable').filter((event) => event.pod.name === name);
  return { clock, api, hold, start, put, putTheirs, find, until, of, about };
}

const wants = (name: string, cpu: string, priority: number) =>
  pod(name).requests({ cpu }).priority(priority).grace(30);
/** Fills both nodes with a pod of little importance each, `a` with the less important one. */
function fill(put: (builder: PodBuilder) => Pod, putA = put): void {
  putA(wants('low-a', '4', 1).on('a').phase('Running'));
  put(wants('low-b', '4', 2).on('b').phase('Running'));
}

void suite('a preemption', () => {
  test('deletes the victim with its own time to end, tells why, keeps the node, and places the pod when it is gone', async (t) => {
    const { api, start, put, putTheirs, find, until, of, about } = arrange(t);
    fill(put, putTheirs);
    await start();
    const { metadata } = put(wants('high', '2', 10));
    await until(() => find('low-a')?.metadata.deletionTimestamp !== undefined, 'the victim is being deleted');
    await settle();
    assert.deepEqual(
      of('preempting').map((event) => [event.pod.name, event.node, event.victims.map(({ name }) => name)]),
      [['high', 'a', ['low-a']]],
    );
    assert.equal(
      eventText(of('preempting')[0] ?? assert.fail()),
      'preempting default/low-a on a for default/high',
    );
    const condition = find('low-a')?.status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
    assert.partialDeepStrictEqual(condition, {
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: `${NAME}: preempting to accommodate a higher priority pod`,
    });
    const told = api.all(EVENTS).find(({ reason }) => reason === 'Preempted');
    assert.partialDeepStrictEqual(told, {
      regarding: { kind: 'Pod', name: 'low-a' },
      type: 'Normal',
      action: 'Preempting',
      reportingController: NAME,
      note: `Preempted by pod ${metadata.uid} on node a`,
    });
    assert.partialDeepStrictEqual(find('high')?.status, {
      nominatedNodeName: 'a',
      conditions: [
        {
          type: 'PodScheduled',
          reason: 'Unschedulable',
          message:
            '0/2 nodes are available: 2 Insufficient cpu. preemption: found a potential placement for pod on node a, preempting 1 victims',
        },
      ],
    });
    assert.equal(find('low-b')?.metadata.deletionTimestamp, undefined);
    assert.equal(find('high')?.spec.nodeName, undefined);
    api.remove(PODS, { name: 'low-a' });
    await until(() => find('high')?.spec.nodeName !== undefined, 'the pod is placed');
    assert.equal(find('high')?.spec.nodeName, 'a');
    assert.equal(about('high').length, 1);
    assert.equal(of('requeued')[0]?.cause, 'pod default/low-a is gone');
    assert.equal(of('preempting').length, 1);
    put(wants('mid', '2', 5));
    await until(
      () => about('mid').length > 0 || find('mid')?.spec.nodeName === 'a',
      'the rest of the node is free',
    );
    assert.equal(find('mid')?.spec.nodeName, 'a');
  });

  test('the room is not given to less important pods, also before it is written or heard of that it is kept', async (t) => {
    const { api, hold, start, put, find, until, about, of } = arrange(t);
    fill(put);
    await start();
    const release = hold('patch');
    put(wants('high', '4', 10));
    await until(() => of('preempting').length === 1, 'room is to be made');
    put(wants('high', '4', 10).label('changed', 'meanwhile'));
    api.remove(PODS, { name: 'low-a' });
    put(wants('mid', '1', 5));
    await until(() => about('mid').length > 0 || find('mid')?.spec.nodeName !== undefined, 'mid was tried');
    assert.equal(find('mid')?.spec.nodeName, undefined);
    assert.equal(find('high')?.status?.nominatedNodeName, undefined);
    release();
    await until(() => find('high')?.spec.nodeName !== undefined, 'high is placed');
    assert.equal(find('high')?.spec.nodeName, 'a');
  });

  test('a nomination that was written before a restart counts', async (t) => {
    const { start, put, find, until, about } = arrange(t);
    put(wants('low-b', '4', 9).on('b').phase('Running'));
    put(wants('high', '4', 10).nominatedTo('a').gate('later'));
    await start();
    put(wants('mid', '1', 5));
    await until(() => about('mid').length > 0, 'mid was tried');
    assert.equal(find('mid')?.spec.nodeName, undefined);
    put(wants('highest', '1', 11));
    await until(() => find('highest')?.spec.nodeName === 'a', 'who is more important may take it');
  });

  test('pods that wait for a nomination to end are tried when it does', async (t) => {
    const { api, start, put, find, until, about, of } = arrange(t);
    put(wants('low-b', '4', 9).on('b').phase('Running'));
    put(wants('high', '4', 10).nominatedTo('a').gate('later'));
    await start();
    put(wants('mid', '1', 5));
    await until(() => about('mid').length > 0, 'mid was tried');
    put(wants('high', '4', 10).gate('later'));
    await until(() => find('mid')?.spec.nodeName === 'a', 'the nomination was given up');
    const why = 'pod default/high waits for node a no more';
    assert.deepEqual(
      of('requeued').map(({ cause }) => cause),
      [why],
    );
    api.remove(PODS, { name: 'mid' });
    put(wants('high', '4', 10).nominatedTo('a').gate('later'));
    await settle();
    put(wants('mid2', '1', 5));
    await until(() => about('mid2').length > 0, 'mid2 was tried');
    api.remove(PODS, { name: 'high' });
    await until(() => find('mid2')?.spec.nodeName === 'a', 'the nominated pod was deleted');
    assert.deepEqual(
      of('requeued').map(({ cause }) => cause),
      [why, why],
    );
  });

  test('less important pods that were nominated for the node look for another', async (t) => {
    const { start, put, find, until } = arrange(t);
    put(wants('low-a', '4', 1).on('a').phase('Running'));
    put(wants('dear-b', '4', 90).on('b').phase('Running'));
    put(wants('mid', '4', 5).nominatedTo('a').gate('later'));
    await start();
    put(wants('high', '4', 10));
    await until(() => find('high')?.status?.nominatedNodeName === 'a', 'high is nominated');
    await settle();
    assert.equal(find('mid')?.status?.nominatedNodeName, undefined);
  });

  test('while it is written the pod is not tried again, and a victim that goes meanwhile is not missed', async (t) => {
    const { api, hold, clock, start, put, find, until, about, of } = arrange(t);
    fill(put);
    await start();
    const release = hold('delete');
    put(wants('high', '2', 10));
    await until(() => api.calls.get('delete') === 1, 'the deletion is under way');
    // things that would bring it back
    put(wants('other', '1', 0).on('b').phase('Running'));
    api.remove(PODS, { name: 'other' });
    await clock.advance(60_000);
    assert.equal(about('high').length, 1);
    api.remove(PODS, { name: 'low-a' });
    await clock.advance(60_000);
    assert.equal(find('high')?.spec.nodeName, undefined);
    release();
    await until(() => find('high')?.spec.nodeName === 'a', 'high is placed');
    assert.deepEqual(of('warning'), [], 'a victim that is gone is no trouble');
    assert.equal(api.all(EVENTS).filter(({ reason }) => reason === 'Preempted').length, 0);
  });

  test('a failure is told, spares the last victim, and the pod is tried again after a rest', async (t) => {
    const { api, start, put, find, until, of, about } = arrange(t);
    put(wants('low-1', '2', 2).on('a').phase('Running'));
    put(wants('low-2', '2', 1).on('a').phase('Running'));
    put(wants('dear-b', '4', 90).on('b').phase('Running'));
    await start();
    api.failNext('delete', new UnreachableError('memory', new Error('reset')));
    put(wants('high', '4', 10));
    await until(() => of('warning').length === 1, 'the failure is told');
    assert.match(of('warning')[0]?.message ?? '', /^could not make room for default\/high: cannot reach/);
    assert.deepEqual(
      ['low-1', 'low-2'].map((name) => find(name)?.metadata.deletionTimestamp),
      [undefined, undefined],
    );
    assert.equal(about('high').length, 1);
    await until(() => of('preempting').length === 2, 'it is tried again');
    await until(() => find('low-2')?.metadata.deletionTimestamp !== undefined, 'both go now');
    assert.notEqual(find('low-1')?.metadata.deletionTimestamp, undefined);
  });

  test('a nomination that could not be written counts all the same, and is written with the next word', async (t) => {
    const { api, start, put, find, until, of, about } = arrange(t);
    put(wants('low-a', '3', 1).on('a').phase('Running'));
    put(wants('small', '1', 90).on('a').phase('Running'));
    put(wants('low-b', '4', 2).on('b').phase('Running'));
    await start();
    // the first patch is that of the status
    api.failNext('patch', new UnreachableError('memory', new Error('reset')));
    put(wants('high', '3', 10));
    await until(() => find('low-a')?.metadata.deletionTimestamp !== undefined, 'the victim is being deleted');
    assert.equal(find('high')?.status?.nominatedNodeName, undefined);
    api.remove(PODS, { name: 'small' });
    await until(() => about('high').length === 2, 'it is tried again');
    assert.match(
      about('high')[1]?.message ?? '',
      /not eligible due to a terminating pod on the nominated node/,
    );
    assert.equal(of('preempting').length, 1);
    await until(() => find('high')?.status?.nominatedNodeName === 'a', 'the nomination is written');
  });

  test('victims that are on their way are not deleted again', async (t) => {
    const { api, start, put, find, until, about } = arrange(t);
    put(wants('low-a', '4', 1).on('a').phase('Running').deleting());
    put(wants('dear-b', '4', 90).on('b').phase('Running'));
    await start();
    put(wants('high', '2', 10));
    await until(() => about('high').length === 1, 'high was tried');
    await settle();
    assert.equal(api.calls.get('delete'), undefined);
    assert.equal(find('high')?.status?.nominatedNodeName, 'a');
    api.remove(PODS, { name: 'low-a' });
    await until(() => find('high')?.spec.nodeName === 'a', 'high is placed');
  });

  test('a victim that waits for leave to be bound goes back to the queue instead of being deleted', async (t) => {
    const waits: Plugin = {
      name: 'Waits',
      permit: ({ metadata }) => (metadata.name === 'waiter' ? { waitMs: 3_600_000 } : undefined),
    };
    const { api, start, put, find, until, of } = arrange(t, {}, [waits]);
    put(wants('dear-b', '4', 90).on('b').phase('Running'));
    await start();
    put(wants('waiter', '4', 1));
    await settle();
    put(wants('high', '2', 10));
    await until(() => find('high')?.spec.nodeName === 'a', 'high took its place');
    assert.equal(of('preempting').length, 1);
    assert.equal(api.calls.get('delete'), undefined);
    assert.notEqual(find('waiter'), undefined);
    const told = api.all(EVENTS).find(({ reason }) => reason === 'Preempted');
    assert.match(told?.note ?? '', / on node a \(in kube-scheduler memory\)\.$/);
  });

  test('a nomination that is of no use any more is taken off the pod', async (t) => {
    const { api, start, put, find, until } = arrange(t);
    fill(put);
    await start();
    put(wants('never', '5', 10).nominatedTo('a'));
    await until(() => find('never')?.status?.nominatedNodeName === undefined, 'no node can ever take it');
    // a binding ends the nomination, too
    api.failNext('bind', new ApiError(500, 'InternalError', 'no'), { times: 3 });
    put(wants('fits', '0', 10).nominatedTo('b'));
    await until(() => find('fits')?.status?.nominatedNodeName === undefined, 'the binding failed');
    assert.equal(find('fits')?.spec.nodeName, undefined);
    await until(() => find('fits')?.spec.nodeName !== undefined, 'and is made all the same');
  });

  test('it holds no more at once, not only when that is written', async (t) => {
    const { hold, start, put, find, until, about } = arrange(t);
    put(wants('low-b', '4', 9).on('b').phase('Running'));
    await start();
    hold('patch');
    put(wants('never', '5', 10).nominatedTo('a'));
    await until(() => about('never').length === 1, 'no node can ever take it');
    put(wants('mid', '1', 5));
    await until(() => about('mid').length > 0 || find('mid')?.spec.nodeName === 'a', 'mid was tried');
    assert.equal(find('mid')?.spec.nodeName, 'a');
    assert.equal(find('never')?.status?.nominatedNodeName, 'a');
  });

  test('where nothing is bound nothing is deleted, but said', async (t) => {
    const { api, start, put, until, about, of } = arrange(t, { mode: 'decide' });
    fill(put);
    await start();
    put(wants('high', '2', 10));
    await until(() => about('high').length === 1, 'high was tried');
    await settle();
    assert.match(about('high')[0]?.message ?? '', /found a potential placement for pod on node a/);
    assert.deepEqual(of('preempting'), []);
    assert.deepEqual([api.calls.get('delete'), api.calls.get('patch')], [undefined, undefined]);
  });
});
