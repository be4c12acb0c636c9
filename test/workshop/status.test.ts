import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { JournalEntry, JournalFact } from '../../src/workshop/journal-entry.ts';
import { statusOf } from '../../src/workshop/status.ts';

function journal(...facts: JournalFact[]): JournalEntry[] {
  return facts.map((fact, at) => ({
    seq: at + 1,
    at: `2026-01-01T00:00:${String(at).padStart(2, '0')}.000Z`,
    ...fact,
  }));
}

function run(clusterId?: string): JournalFact {
  return {
    kind: 'run-started',
    program: 'test',
    context: 'kind-x',
    cluster: 'kind',
    scheduler: 's',
    policy: 'least-pods',
    ...(clusterId === undefined ? {} : { clusterId }),
  };
}

const began = (step: number): JournalFact => ({ kind: 'step-started', step, slug: 's' });
const ended = (step: number, ok = true): JournalFact => ({ kind: 'step-finished', step, ok, seconds: 1 });

function states(entries: JournalEntry[], clusterId: string | undefined): string[] {
  return statusOf(entries, clusterId, [0, 1]).map(({ state }) => state);
}

test('a step that was never played is open', () => {
  assert.deepEqual(states([], 'a'), ['open', 'open']);
});

test('a step that began and did not end was interrupted', () => {
  assert.deepEqual(states(journal(run('a'), began(0)), 'a'), ['interrupted', 'open']);
});

test('a step that ended is done or failed', () => {
  assert.deepEqual(states(journal(run('a'), began(0), ended(0), began(1), ended(1, false)), 'a'), [
    'done',
    'failed',
  ]);
});

test('the latest play counts', () => {
  const entries = journal(run('a'), began(0), ended(0), began(1), ended(1), run('a'), began(0));
  assert.deepEqual(states(entries, 'a'), ['interrupted', 'done']);
});

test('an interrupted step is not done by the end of a later one', () => {
  assert.deepEqual(states(journal(run('a'), began(0), run('a'), began(1), ended(1)), 'a'), [
    'interrupted',
    'done',
  ]);
});

test('what was done on another cluster does not count', () => {
  const entries = journal(run('a'), began(0), ended(0), run('b'), began(1), ended(1));
  assert.deepEqual(states(entries, 'a'), ['done', 'open']);
  assert.deepEqual(states(entries, 'b'), ['open', 'done']);
});

test('what was done before there was any cluster counts for the first one that came', () => {
  const entries = journal(run(), began(0), ended(0), began(1), run('a'), began(1), ended(1), run('b'));
  assert.deepEqual(states(entries, 'a'), ['done', 'done']);
  assert.deepEqual(states(entries, 'b'), ['open', 'open']);
});

test('while no cluster exists, what was done without one counts', () => {
  assert.deepEqual(states(journal(run('a'), began(1), ended(1), run(), began(0), ended(0)), undefined), [
    'done',
    'open',
  ]);
});
