import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Limiter } from '../../src/lib/limiter.ts';
import { settle } from '../helpers/fake-clock.ts';

const unexpected = (error: Error) => assert.fail(error);

test('a limiter runs no more than its slots at once, in the order of arrival', async () => {
  const limiter = new Limiter(2);
  const started: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  for (const [at, gate] of gates.entries()) {
    limiter.run(() => {
      started.push(at);
      return gate.promise;
    }, unexpected);
  }
  assert.deepEqual(started, [0, 1]);
  gates[1]?.resolve();
  await settle();
  assert.deepEqual(started, [0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await limiter.idle();
  assert.deepEqual(started, [0, 1, 2, 3]);
  assert.equal(limiter.size, 0);
});

test('a failing task frees its slot and tells its error', async () => {
  const limiter = new Limiter(1);
  const errors: string[] = [];
  limiter.run(
    () => Promise.reject(new Error('no')),
    (error) => errors.push(error.message),
  );
  await limiter.room();
  assert.deepEqual(errors, ['no']);
  assert.equal(limiter.hasRoom, true);
});

test('a full queue takes no more tasks', async () => {
  const limiter = new Limiter(1, 1);
  const gate = Promise.withResolvers<void>();
  const take = () => limiter.run(() => gate.promise, unexpected);
  assert.deepEqual([take(), take(), take()], [true, true, false]);
  gate.resolve();
  await limiter.idle();
});
