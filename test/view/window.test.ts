import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { QueuedPod, Waiting } from '../../src/scheduler/queued-pod.ts';
import { shortReason, waitingRows } from '../../src/view/waiting-facts.ts';
import { rowsOf } from '../../src/view/window.ts';
import { pod } from '../helpers/builders.ts';

const window = fc.record({
  from: fc.integer({ min: 0, max: 120 }),
  count: fc.integer({ min: 1, max: 30 }),
  filter: fc.constantFrom('', '1', 'P1', 'p 2', 'nothing has this'),
});

test('a window shows the part of what matches that was asked for, at the end when there is less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), window, (length, wanted) => {
      const items = Array.from({ length }, (_, at) => `p${at}`);
      const rows = rowsOf(items, wanted, { words: (item) => item, shape: (item) => item });
      const words = wanted.filter.toLowerCase().split(' ');
      const matching = items.filter((item) => words.every((word) => item.includes(word)));
      const from = Math.max(0, Math.min(wanted.from, matching.length - wanted.count));
      assert.deepEqual(rows, {
        rows: matching.slice(from, from + wanted.count),
        from,
        matching: matching.length,
        total: length,
      });
    }),
  );
});

const queued = (number: number): QueuedPod => ({
  pod: pod(`p${number}`).build(),
  key: `p${number}`,
  sequence: number,
  firstSeen: 0,
  attempts: number % 3,
  notBefore: 4_000,
  rejectedBy: new Set(),
  parkedAt: 1_000,
});

test('the window of the queue is that of a list of it, and reads no further than it must', () => {
  const places = ['parked', 'backoff', 'active'] as const;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), window, (length, wanted) => {
      let read = 0;
      function* waiting(): Generator<Waiting> {
        for (let number = 0; number < length; number++) {
          read++;
          yield { queued: queued(number), place: places[number % 3] ?? 'active' };
        }
      }
      const found = waitingRows(waiting(), wanted, { total: length, now: 3_000 });
      const words = wanted.filter.toLowerCase().split(' ').filter(Boolean);
      const matching = Array.from({ length }, (_, at) => `p${at}`).filter((name, at) =>
        words.every((word) => `default/${name} ${places[at % 3]} `.includes(word)),
      );
      const from = words.length > 0 ? wanted.from : Math.max(0, Math.min(wanted.from, length - wanted.count));
      assert.deepEqual(
        found.rows.map((row) => row.pod.name),
        matching.slice(from, from + wanted.count),
      );
      assert.equal(found.matching, matching.length);
      if (words.length === 0) assert.ok(read <= wanted.from + wanted.count);
    }),
  );
});

test('when a waiting pod is tried again depends on where it waits', () => {
  const [parked, backoff, active, gated] = waitingRows(
    (['parked', 'backoff', 'active', 'gated'] as const).map((place, at) => ({ queued: queued(at), place })),
    { from: 0, count: 9, filter: '' },
    { total: 4, now: 3_000 },
  ).rows;
  assert.equal(parked?.nextTryMs, 298_000);
  assert.equal(backoff?.nextTryMs, 1_000);
  assert.equal(active?.nextTryMs, 0);
  assert.equal(gated?.nextTryMs, Infinity);
});

test('a short reason says why without how many nodes there are', () => {
  assert.equal(
    shortReason('0/4 nodes are available: 1 node(s) were not ready, 3 node(s) were unschedulable.'),
    '1 node(s) were not ready, 3 node(s) were unschedulable',
  );
  assert.equal(shortReason('no nodes available to schedule pods'), 'no nodes available to schedule pods');
});
