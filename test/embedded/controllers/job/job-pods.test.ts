import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { backoffLeft, nextBackoff } from '../../../../src/embedded/controllers/job/job-backoff.ts';
import { countPods } from '../../../../src/embedded/controllers/job/job-count.ts';
import {
  indexesText,
  parseIndexes,
  pendingIndexes,
  TRACKING,
} from '../../../../src/embedded/controllers/job/job-pods.ts';
import type { Job, Pod } from '../../../../src/embedded/data/types.ts';

function pod(uid: string, phase: string, isTracked = true): Pod {
  return {
    metadata: { name: uid, uid, ...(isTracked ? { finalizers: [TRACKING] } : {}) },
    status: { phase },
  };
}

const JOB: Job = { metadata: { name: 'j' }, spec: { template: {}, completions: 3 } };

test('indexes are written as Kubernetes writes them', () => {
  assert.equal(indexesText(new Set([0, 1, 2, 4, 6, 7, 9])), '0-2,4,6,7,9');
  assert.equal(indexesText(new Set()), '');
});

test('indexes that were written are read back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 40 })), (indexes) => {
      const set = new Set(indexes);
      assert.deepEqual(parseIndexes(indexesText(set)), new Set(indexes.toSorted((a, b) => a - b)));
    }),
  );
});

test('pods that ended are noted once and counted when they have lost their finalizer', () => {
  const first = countPods(JOB, [pod('a', 'Succeeded'), pod('b', 'Failed'), pod('c', 'Running')]);
  assert.deepEqual(first.noted.uncountedTerminatedPods, { succeeded: ['a'], failed: ['b'] });
  assert.deepEqual([first.succeeded, first.failed, first.active.length], [1, 1, 1]);

  // the status was written, then the program was killed
  const noted: Job = { ...JOB, status: { ...first.noted } };
  const again = countPods(noted, [pod('a', 'Succeeded'), pod('b', 'Failed', false), pod('c', 'Running')]);
  assert.deepEqual([again.succeeded, again.failed], [1, 1]);
  assert.deepEqual(again.final, { uncountedTerminatedPods: {}, succeeded: 1, failed: 1 });

  const counted: Job = { ...JOB, status: { ...again.final } };
  const last = countPods(counted, [pod('a', 'Succeeded', false), pod('c', 'Succeeded')]);
  assert.deepEqual([last.succeeded, last.failed], [2, 1]);
});

test('an indexed job makes pods for the indexes that neither succeeded nor run', () => {
  const job: Job = { ...JOB, spec: { template: {}, completions: 5, completionMode: 'Indexed' } };
  const running = pod('a', 'Running');
  running.metadata.annotations = { 'batch.kubernetes.io/job-completion-index': '1' };
  assert.deepEqual(pendingIndexes(job, [running], new Set([0, 3]), 9), [2, 4]);
});

test('the wait after failures doubles from ten seconds, and a later success ends it', () => {
  const failed = pod('a', 'Failed');
  failed.metadata.creationTimestamp = '2026-01-01T00:00:00Z';
  const now = Date.parse('2026-01-01T00:00:04Z');
  const once = nextBackoff({ failures: 0, last: 0 }, [], [failed]);
  assert.equal(backoffLeft(once, now), 6_000);
  assert.equal(backoffLeft(nextBackoff(once, [], [failed]), now), 16_000);
  assert.equal(backoffLeft(nextBackoff(once, [pod('b', 'Succeeded')], []), now), 0);
});
