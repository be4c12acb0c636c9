import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from '../../../../src/embedded/controllers/runtime/turns.ts';
import { WorkQueue } from '../../../../src/embedded/controllers/runtime/work-queue.ts';
import { FakeClock, settle } from '../../../helpers/fake-clock.ts';

function queueOf(sync: (key: string) => void, spacingMs = 0) {
  const clock = new FakeClock();
  const turns = new Turns(clock);
  const errors: string[] = [];
  const queue = new WorkQueue({
    clock,
    turns,
    sync,
    spacingMs,
    onError: (key, error) => errors.push(`${key}: ${String(error)}`),
  });
  return { clock, turns, queue, errors };
}

test('a key that is added twice before its turn is synced once', async () => {
  const synced: string[] = [];
  const { queue } = queueOf((key) => synced.push(key));
  queue.add('a');
  queue.add('b');
  queue.add('a');
  await settle();
  assert.deepEqual(synced, ['a', 'b']);
});

test('a key that is added during its own sync is synced again', async () => {
  const synced: string[] = [];
  const { queue } = queueOf((key) => {
    synced.push(key);
    if (synced.length < 3) queue.add(key);
  });
  queue.add('a');
  await settle();
  assert.deepEqual(synced, ['a', 'a', 'a']);
});

test('a failing key comes back after 5, 10, 20 ms, and the delay starts anew after a success', async () => {
  const times: number[] = [];
  const outcome = [false, false, false, true, false, true];
  const { queue, clock, errors } = queueOf(() => {
    times.push(clock.monotonic());
    if (!outcome[times.length - 1]) throw new Error('no');
  });
  queue.add('a');
  await clock.advance(100);
  assert.deepEqual(times, [0, 5, 15, 35]);
  queue.add('a');
  await clock.advance(100);
  assert.deepEqual(times.slice(4), [100, 105]);
  assert.equal(errors.length, 4);
});

test('of two waits for a key the shorter one counts', async () => {
  const times: number[] = [];
  const { queue, clock } = queueOf(() => times.push(clock.monotonic()));
  queue.addAfter('a', 1_000);
  queue.addAfter('a', 100);
  queue.addAfter('a', 500);
  await clock.advance(2_000);
  assert.deepEqual(times, [100]);
  assert.equal(clock.waiting, 0);
});

test('with spacing a busy key is synced at once and then once per space', async () => {
  const times: number[] = [];
  const { queue, clock } = queueOf(() => times.push(clock.monotonic()), 20);
  for (let round = 0; round < 10; round += 1) {
    queue.add('a');
    await clock.advance(5);
  }
  await clock.advance(100);
  assert.deepEqual(times, [0, 20, 40, 60]);
});

test('two queues take turns, so that a long one does not hold up a short one', async () => {
  const order: string[] = [];
  const clock = new FakeClock();
  const turns = new Turns(clock);
  const queues = ['x', 'y'].map(
    (name) =>
      new WorkQueue({ clock, turns, sync: (key) => order.push(`${name}${key}`), onError: assert.ifError }),
  );
  for (const key of ['1', '2', '3']) queues[0]?.add(key);
  queues[1]?.add('1');
  await settle();
  assert.deepEqual(order, ['x1', 'y1', 'x2', 'x3']);
});

test('work of thousands of keys is cut into turns that let the event loop in', async () => {
  let done = 0;
  const { queue } = queueOf(() => (done += 1));
  for (let key = 0; key < 5_000; key += 1) queue.add(String(key));
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(done > 0 && done < 5_000, `${String(done)} of 5000 in two turns`);
});

test('a queue that was stopped does nothing more', async () => {
  const synced: string[] = [];
  const { queue, clock } = queueOf((key) => synced.push(key));
  queue.add('a');
  queue.addAfter('b', 10);
  queue.stop();
  await clock.advance(100);
  assert.deepEqual(synced, []);
  assert.equal(clock.waiting, 0);
});
