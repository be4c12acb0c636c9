import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../src/api/types.ts';
import { PARKED_LIMIT_MS, SchedulingQueue } from '../../src/scheduler/queue.ts';
import type { QueuedPod } from '../../src/scheduler/queued-pod.ts';
import { pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

function newQueue() {
  const clock = new FakeClock();
  const moved: string[] = [];
  const queue = new SchedulingQueue({
    clock,
    isWorthAnotherTry: (rejectedBy, _pod, { event, now }) =>
      rejectedBy.has('Taints') && (event === 'node-taints' || (event === 'pod-changed' && isTolerant(now))),
    onMoved: ({ metadata }, cause) => moved.push(`${metadata.name}: ${cause}`),
  });
  return { clock, queue, moved };
}

function isTolerant(now?: KubeObject): boolean {
  return now !== undefined && 'spec' in now && JSON.stringify(now.spec).includes('tolerations');
}

const TAINTS = new Set(['Taints']);

function popped(queue: SchedulingQueue): QueuedPod {
  const queued = queue.pop();
  assert.ok(queued, 'a pod was active');
  return queued;
}

test('higher priority comes first, then the order of arrival', () => {
  const { queue } = newQueue();
  for (const [name, priority] of [
    ['a', 0],
    ['b', 5],
    ['c', 0],
    ['d', 5],
  ] as const) {
    queue.add(pod(name).priority(priority).build());
  }
  assert.deepEqual(
    Array.from({ length: 4 }, () => popped(queue).pod.metadata.name),
    ['b', 'd', 'a', 'c'],
  );
});

test('a pod that did not fit is tried at once when its taint goes after its rest, and the cause is told', async () => {
  const { queue, clock, moved } = newQueue();
  queue.add(pod('blocked').build());
  queue.requeue(popped(queue), TAINTS);
  await clock.advance(5_000);
  queue.moveOn({ event: 'node-labels' }, 'labels');
  assert.equal(queue.pop(), undefined);
  queue.moveOn({ event: 'node-taints' }, 'node w: its taints changed');
  assert.equal(popped(queue).attempts, 2);
  assert.deepEqual(moved, ['blocked: node w: its taints changed']);
});

test('an untaint while the pod is being decided is not missed (fault F1)', async () => {
  const { queue, clock } = newQueue();
  queue.add(pod('blocked').build());
  const queued = popped(queue);
  queue.moveOn({ event: 'node-taints' }, 'untainted');
  queue.requeue(queued, TAINTS);
  assert.deepEqual(queue.counts(), { active: 0, backoff: 1, parked: 0, gated: 0, inFlight: 0 });
  await clock.advance(1_000);
  assert.equal(popped(queue).pod.metadata.name, 'blocked');
});

test('a pod that was never helped is tried again after five minutes', async () => {
  const { queue, clock } = newQueue();
  queue.add(pod('p').build());
  queue.requeue(popped(queue), TAINTS);
  await clock.advance(PARKED_LIMIT_MS - 1);
  assert.equal(queue.pop(), undefined);
  await clock.advance(1);
  assert.equal(popped(queue).attempts, 2);
});

test('rests double from one second to ten', async () => {
  const { queue, clock } = newQueue();
  queue.add(pod('p').build());
  const rests: number[] = [];
  for (let attempt = 0; attempt < 6; attempt++) {
    queue.requeue(popped(queue), new Set());
    const start = clock.monotonic();
    while (queue.counts().active === 0) await clock.advance(500);
    rests.push(clock.monotonic() - start);
  }
  assert.deepEqual(rests, [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('a pod deleted while in flight does not come back', () => {
  const { queue } = newQueue();
  queue.add(pod('p').build());
  const queued = popped(queue);
  queue.delete(queued.pod);
  queue.requeue(queued, TAINTS);
  assert.equal(queue.size, 0);
});

test('a pod that changed while in flight comes back as it is now', async () => {
  const { queue, clock } = newQueue();
  queue.add(pod('p').build());
  const queued = popped(queue);
  queue.add(pod('p').label('new', 'yes').build());
  queue.requeue(queued, new Set());
  await clock.advance(1_000);
  assert.equal(popped(queue).pod.metadata.labels?.['new'], 'yes');
  assert.deepEqual(queue.counts(), { active: 0, backoff: 0, parked: 0, gated: 0, inFlight: 1 });
});

test('a parked pod is tried again when it changed in a way that the plugin which rejected it cares for', async () => {
  const { queue, clock } = newQueue();
  queue.add(pod('p').build());
  queue.requeue(popped(queue), TAINTS);
  await clock.advance(2_000);
  queue.update(pod('p').label('a', 'b').build(), true);
  assert.equal(queue.pop(), undefined);
  queue.update(pod('p').tolerate().build(), true);
  assert.equal(popped(queue).pod.spec.tolerations?.length, 1);
});

test('a clock that jumps does not disturb the rests (fault F16)', async () => {
  const { queue, clock } = newQueue();
  queue.add(pod('p').build());
  queue.requeue(popped(queue), new Set());
  clock.jump(-3_600_000);
  await clock.advance(1_000);
  assert.equal(queue.counts().active, 1);
});

test('waiting ends when a pod arrives, and with the reason of an abort', async () => {
  const { queue } = newQueue();
  const ending = new AbortController();
  const waiting = queue.ready(ending.signal);
  queue.add(pod('p').build());
  await waiting;
  queue.pop();
  const again = queue.ready(ending.signal);
  ending.abort(new Error('enough'));
  await assert.rejects(again, /enough/);
});

test('a gated pod waits outside, says why, and costs no attempt; it comes in when its gate is taken away', () => {
  const clock = new FakeClock();
  const queue = new SchedulingQueue({
    clock,
    gate: ({ spec }) => (spec.schedulingGates ? 'waiting for scheduling gates: [a]' : undefined),
    isWorthAnotherTry: () => true,
  });
  queue.add(pod('p').gate('a').build());
  queue.moveOn({ event: 'node-added' }, 'node n was added');
  queue.activate([pod('p').build()]);
  assert.equal(queue.pop(), undefined);
  assert.equal(queue.size, 1);
  const waits = queue.find('uid-of-p');
  assert.equal(waits?.place, 'gated');
  assert.equal(waits.queued.message, 'waiting for scheduling gates: [a]');
  queue.update(pod('p').build(), true);
  const queued = popped(queue);
  assert.equal(queued.attempts, 1);
  assert.equal(queued.message, undefined);
});

test('a pod that comes, or whose gate goes, may help those that wait for others; itself it does not help', () => {
  const helped: string[] = [];
  const queue = new SchedulingQueue({
    clock: new FakeClock(),
    gate: ({ spec }) => (spec.schedulingGates ? 'gated' : undefined),
    isWorthAnotherTry: (_by, asked, { event, now }) => {
      helped.push(`${asked.metadata.name}: ${event} ${now?.metadata.name}`);
      return false;
    },
  });
  queue.add(pod('first').build());
  queue.requeue(popped(queue), TAINTS);
  queue.add(pod('second').gate('g').build());
  assert.deepEqual(helped, []);
  queue.update(pod('second').build(), true);
  queue.add(pod('third').build());
  queue.update(pod('third').label('a', 'b').build(), true);
  assert.deepEqual(helped, [
    'first: pod-waiting second',
    'first: pod-waiting third',
    'first: pod-waiting third',
  ]);
});

test('a plugin that sorts the queue is asked for every place', () => {
  const queue = new SchedulingQueue({
    clock: new FakeClock(),
    less: (a, b) => a.pod.metadata.name < b.pod.metadata.name,
    isWorthAnotherTry: () => false,
  });
  for (const name of ['c', 'a', 'b']) queue.add(pod(name).build());
  assert.deepEqual(
    Array.from({ length: 3 }, () => popped(queue).pod.metadata.name),
    ['a', 'b', 'c'],
  );
});

test('pods that rest or are parked can be called to be tried at once', () => {
  const { queue } = newQueue();
  for (const [name, rejectedBy] of [
    ['parked', TAINTS],
    ['resting', new Set<string>()],
  ] as const) {
    queue.add(pod(name).build());
    queue.requeue(popped(queue), rejectedBy);
  }
  queue.activate(['parked', 'resting', 'stranger'].map((name) => pod(name).build()));
  assert.deepEqual(queue.counts(), { active: 2, backoff: 0, parked: 0, gated: 0, inFlight: 0 });
});
