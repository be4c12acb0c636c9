import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASES, linesOf, type Case, VERDICTS, type Verdict, VOLUME_CASES, VOLUME_VERDICTS } from './cases.ts';
import { runOracle } from './run.ts';

const SETS = [
  { of: '3,000 random clusters', count: 3_000, cases: CASES, verdicts: VERDICTS },
  { of: '2,000 with volumes', count: 2_000, cases: VOLUME_CASES, verdicts: VOLUME_VERDICTS },
] as const;

for (const { of, count, cases, verdicts } of SETS) {
  test(`every verdict, reason, message and score is kube-scheduler’s, on ${of}`, () => {
    const run = runOracle(linesOf<Case>(cases), linesOf<Verdict>(verdicts));
    assert.equal(run.cases, count);
    assert.deepEqual(
      run.found.slice(0, 10).map(({ id, plugin, text }) => `${id} ${plugin} ${text}`),
      [],
    );
  });
}
