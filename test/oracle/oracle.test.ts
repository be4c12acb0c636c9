import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASES, linesOf, type Case, VERDICTS, type Verdict } from './cases.ts';
import { runOracle } from './run.ts';

test('every verdict, reason, message and score is kube-scheduler’s, on 3,000 random clusters', () => {
  const { cases, found } = runOracle(linesOf<Case>(CASES), linesOf<Verdict>(VERDICTS));
  assert.equal(cases, 3_000);
  assert.deepEqual(
    found.slice(0, 10).map(({ id, plugin, text }) => `${id} ${plugin} ${text}`),
    [],
  );
});
