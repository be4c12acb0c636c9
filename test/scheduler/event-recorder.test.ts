import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { EVENTS } from '../../src/api/resources.ts';
import { EventRecorder, type EventText, truncateNote } from '../../src/scheduler/event-recorder.ts';
import { pod } from '../helpers/builders.ts';
import { advanceUntil, FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

function arrange() {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  const trouble: string[] = [];
  const recorder = new EventRecorder({
    api,
    instance: 'workshop-scheduler-test',
    clock,
    signal: new AbortController().signal,
    onTrouble: (message) => trouble.push(message),
  });
  return { clock, api, recorder, trouble };
}

const SCHEDULED: EventText = {
  type: 'Normal',
  reason: 'Scheduled',
  action: 'Binding',
  note: 'Successfully assigned default/p to n',
};
const FAILED: EventText = {
  type: 'Warning',
  reason: 'FailedScheduling',
  action: 'Scheduling',
  note: '0/1 nodes are available: 1 x.',
};
const p = pod('p').scheduler('workshop-scheduler').version('7').build();

test('an event names the scheduler, the pod and the time', async () => {
  const { api, recorder } = arrange();
  recorder.record(p, SCHEDULED);
  await recorder.idle();
  const [event] = api.all(EVENTS);
  assert.partialDeepStrictEqual(event, {
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'workshop-scheduler',
    reportingInstance: 'workshop-scheduler-test',
    action: 'Binding',
    reason: 'Scheduled',
    type: 'Normal',
    note: 'Successfully assigned default/p to n',
    regarding: {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'default',
      name: 'p',
      uid: 'uid-of-p',
      resourceVersion: '7',
    },
  });
});

test('the same warning about the same pod grows one series', async () => {
  const { api, recorder, clock } = arrange();
  for (let time = 0; time < 3; time++) {
    recorder.record(p, FAILED);
    await clock.advance(10_000);
  }
  await recorder.idle();
  const events = api.all(EVENTS);
  assert.equal(events.length, 1);
  assert.deepEqual(events[0]?.series, { count: 3, lastObservedTime: '2026-01-01T00:00:20.000000Z' });
});

test('another message, another pod or more than six minutes make a new event', async () => {
  const { api, recorder, clock } = arrange();
  recorder.record(p, FAILED);
  recorder.record(p, { ...FAILED, note: '0/2 nodes are available: 2 x.' });
  recorder.record(pod('q').build(), FAILED);
  await clock.advance(6 * 60_000 + 1);
  recorder.record(p, FAILED);
  await recorder.idle();
  assert.equal(api.all(EVENTS).length, 4);
});

test('a series whose event was deleted begins again', async () => {
  const { api, recorder } = arrange();
  recorder.record(p, FAILED);
  await recorder.idle();
  api.remove(EVENTS, { namespace: 'default', name: api.all(EVENTS)[0]?.metadata.name ?? '' });
  recorder.record(p, FAILED);
  await recorder.idle();
  assert.equal(api.all(EVENTS).length, 1);
});

test('an event that is refused for good is told and costs nothing else', async () => {
  const { api, recorder, trouble } = arrange();
  api.failNext('create', new ApiError(403, 'Forbidden', 'events is forbidden'));
  recorder.record(p, SCHEDULED);
  recorder.record(p, SCHEDULED);
  await recorder.idle();
  assert.deepEqual(trouble, ['an event was not written: events is forbidden']);
  assert.equal(api.all(EVENTS).length, 1);
});

const NO_ANSWER = new UnreachableError('memory', new Error('connection reset'));

test('while the API server is away an event is tried again, and one whose answer was lost is not written twice', async () => {
  const { api, recorder, trouble, clock } = arrange();
  api.failNext('create', NO_ANSWER, { when: 'after' });
  api.failNext('create', new ApiError(503, 'ServiceUnavailable', 'starting'), { times: 3 });
  recorder.record(p, SCHEDULED);
  await advanceUntil(clock, () => (api.calls.get('create') ?? 0) >= 5, 'it was tried again');
  await recorder.idle();
  assert.equal(api.all(EVENTS).length, 1);
  assert.deepEqual(trouble, []);
});

test('after twelve tries an event is given up, and said so', async () => {
  const { api, recorder, trouble, clock } = arrange();
  api.failNext('create', NO_ANSWER, { times: 20 });
  recorder.record(p, SCHEDULED);
  await advanceUntil(clock, () => trouble.length > 0, 'it was given up', { stepMs: 1_000 });
  assert.equal(api.calls.get('create'), 12);
});

test('notes are cut to 1024 bytes as kube-scheduler cuts them, never in the middle of a character', () => {
  assert.equal(truncateNote('x'.repeat(1024)).length, 1024);
  assert.equal(truncateNote('x'.repeat(1025)), `${'x'.repeat(1020)} ...`);
  const cut = truncateNote(`${'x'.repeat(1019)}é${'y'.repeat(50)}`);
  assert.equal(cut, `${'x'.repeat(1019)} ...`);
});
