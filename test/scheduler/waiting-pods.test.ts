import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podKey } from '../../src/api/pods.ts';
import { WaitingPods } from '../../src/scheduler/framework/waiting-pods.ts';
import { pod } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const P = pod('p').build();

function arrange(...plugins: readonly (readonly [string, number])[]) {
  const clock = new FakeClock();
  const waiting = new WaitingPods(clock);
  const ended = waiting.add(
    P,
    'n',
    plugins.map(([plugin, waitMs]) => ({ plugin, waitMs })),
  );
  return { clock, waiting, ended, one: waiting.get(podKey(P)) };
}

test('a pod is allowed when the last of its plugins has allowed it', async () => {
  const { one, ended, waiting, clock } = arrange(['A', 1_000], ['B', 2_000]);
  one?.allow('B');
  one?.allow('B');
  one?.allow('Somebody');
  assert.deepEqual([...(one?.pending ?? [])], ['A']);
  assert.equal(waiting.size, 1);
  one?.allow('A');
  assert.deepEqual(await ended, { kind: 'allowed' });
  assert.equal(waiting.size, 0);
  assert.equal(clock.waiting, 0);
});

test('one plugin that rejects is enough, and its word is the last', async () => {
  const { one, ended, waiting, clock } = arrange(['A', 1_000], ['B', 2_000]);
  assert.equal(one?.reject('A', 'no'), true);
  assert.equal(one.reject('B', 'no, too'), false);
  one.allow('A');
  one.allow('B');
  assert.deepEqual(await ended, { kind: 'rejected', plugin: 'A', message: 'no' });
  assert.equal(waiting.size, 0);
  assert.equal(clock.waiting, 0);
});

test('the plugin with the shortest patience ends the wait, in the words of upstream', async () => {
  const { ended, clock } = arrange(['A', 90_000], ['B', 10_000]);
  await clock.advance(9_999);
  assert.equal(clock.waiting, 2);
  await clock.advance(1);
  assert.deepEqual(await ended, {
    kind: 'rejected',
    plugin: 'B',
    message: 'rejected due to timeout after waiting 10s at plugin B',
  });
  assert.equal(clock.waiting, 0);
});

test('times are written as Go writes them', async () => {
  const rows = [
    [500, '500ms'],
    [1_500, '1.5s'],
    [90_000, '1m30s'],
    [3_600_000, '1h0m0s'],
    [0, '0s'],
  ] as const;
  for (const [waitMs, text] of rows) {
    const { ended, clock } = arrange(['A', waitMs]);
    await clock.advance(waitMs);
    assert.partialDeepStrictEqual(await ended, {
      message: `rejected due to timeout after waiting ${text} at plugin A`,
    });
  }
});

test('waits may end while they are gone through', async () => {
  const waiting = new WaitingPods(new FakeClock());
  const names = ['a', 'b', 'c'];
  const ends = names.map((name) => waiting.add(pod(name).build(), 'n', [{ plugin: 'A', waitMs: 1 }]));
  const seen: string[] = [];
  for (const one of waiting) {
    seen.push(one.pod.metadata.name);
    for (const other of waiting) other.reject('A', 'all at once');
  }
  assert.deepEqual(seen, ['a']);
  assert.deepEqual(
    (await Promise.all(ends)).map(({ kind }) => kind),
    ['rejected', 'rejected', 'rejected'],
  );
});

test('a pod that is gone ends its wait without a word; one that does not wait is no error', async () => {
  const { waiting, ended } = arrange(['A', 1_000]);
  waiting.gone('somebody');
  waiting.gone(podKey(P));
  assert.deepEqual(await ended, { kind: 'gone' });
});

test('when the scheduler ends no timer is left', () => {
  const { waiting, clock } = arrange(['A', 1_000], ['B', 2_000]);
  waiting.close();
  assert.equal(clock.waiting, 0);
  assert.equal(waiting.size, 0);
});
