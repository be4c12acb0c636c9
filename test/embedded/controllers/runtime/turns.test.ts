import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { Turns } from '../../../../src/embedded/controllers/runtime/turns.ts';
import { WorkQueue } from '../../../../src/embedded/controllers/runtime/work-queue.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';

/** A clock that stands still while nothing works, and that work moves on. */
class WorkedClock extends FakeClock {
  #worked = 0;

  override monotonic(): number {
    return super.monotonic() + this.#worked;
  }

  work(ms: number): void {
    this.#worked += ms;
  }
}

/** A worker with pieces of one size that never ends; counts them. */
function worker(clock: WorkedClock, ms: number) {
  const made = {
    pieces: 0,
    runOne: () => {
      made.pieces += 1;
      clock.work(ms);
      return true;
    },
  };
  return made;
}

async function passTurns(count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) await turn();
}

test('workers get the same time, whatever the size of their pieces', async () => {
  const clock = new WorkedClock();
  const turns = new Turns(clock);
  const [big, small] = [worker(clock, 100), worker(clock, 1)];
  turns.wake(big);
  turns.wake(small);
  await passTurns(300);
  turns.stop();
  assert.ok(big.pieces >= 3, `${String(big.pieces)} big pieces`);
  const ratio = small.pieces / (100 * big.pieces);
  assert.ok(
    ratio > 0.6 && ratio < 1.5,
    `${String(small.pieces)} small pieces, ${String(big.pieces)} big ones`,
  );
});

test('who slept does not make up for it: the others still get their share', async () => {
  const clock = new WorkedClock();
  const turns = new Turns(clock);
  const [busy, sleeper] = [worker(clock, 1), worker(clock, 1)];
  turns.wake(busy);
  await passTurns(100);
  const before = busy.pieces;
  turns.wake(sleeper);
  await passTurns(20);
  turns.stop();
  assert.ok(
    busy.pieces - before > sleeper.pieces / 2,
    `${String(busy.pieces - before)} of ${String(sleeper.pieces)}`,
  );
});

test('a key whose sync is costly rests for longer, however often it is added', async () => {
  const clock = new WorkedClock();
  const synced: number[] = [];
  const queue = new WorkQueue({
    clock,
    turns: new Turns(clock),
    onError: assert.ifError,
    sync: () => {
      synced.push(clock.monotonic());
      clock.work(50);
    },
  });
  for (let ms = 0; ms < 1000; ms += 10) {
    queue.add('a');
    await clock.advance(10);
  }
  queue.stop();
  // 50 ms of work, then 200 of rest: four times in a second, not a hundred
  assert.ok(synced.length >= 4 && synced.length <= 6, `${String(synced.length)} syncs`);
});
