import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawRecord } from '../../src/app/screen/recorded-screen.ts';
import { checkBundle } from '../../src/verify/bundle/check.ts';
import { evidenceJson, readEvidence } from '../../src/verify/evidence-json.ts';
import { quizOf } from '../../src/verify/quiz-facts.ts';
import { recordedRuns } from '../../src/verify/runs.ts';
import { evidenceReport } from '../../src/verify/report.ts';
import { submission } from '../../src/verify/submission.ts';
import type { JournalEntry, QuizAnswered } from '../../src/workshop/journal-entry.ts';
import { bundleContent, bundleParts, forgedBundle, PROGRAM } from '../helpers/bundle.ts';
import { goodStory, time } from '../helpers/story.ts';

const ANSWERS: readonly Omit<QuizAnswered, 'kind'>[] = [
  { step: 2, id: 'a', choice: 1, right: true, first: true },
  { step: 2, id: 'b', choice: 3, right: false, first: true },
  { step: 2, id: 'b', choice: 2, right: true, first: false },
];

/** A bundle of somebody who played the workshop and answered questions; `change` forges the journal's answers. */
function answered(change: (answer: QuizAnswered, at: number) => QuizAnswered = (answer) => answer) {
  const { journal } = goodStory();
  const more = ANSWERS.map((answer, at): JournalEntry => ({
    seq: journal.length + 1 + at,
    at: time(120 + at),
    ...change({ kind: 'quiz-answered', ...answer }, at),
  }));
  return [...journal, ...more];
}

const facts = quizOf(answered());
const failed = (forged: ReturnType<typeof forgedBundle>) =>
  checkBundle(forged, PROGRAM, drawRecord)
    .findings.filter(({ ok }) => !ok)
    .map(({ id }) => id);
const withQuiz = forgedBundle({
  journal: () => answered(),
  evidence: (evidence) => ({ ...evidence, facts: { ...evidence.facts, ...facts } }),
});

test('the evidence has the first answer to each question, and is read back', () => {
  assert.deepEqual(
    facts.quiz?.map(({ id, choice, right }) => [id, choice, right]),
    [
      ['a', 1, true],
      ['b', 3, false],
    ],
  );
  const { evidence } = bundleParts();
  assert.deepEqual(quizOf(goodStory().journal), {}, 'where nobody answered there is nothing');
  const told = { ...evidence, facts: { ...evidence.facts, ...facts } };
  assert.deepEqual(readEvidence(evidenceJson(told)), { ok: true, evidence: told });
});

test('answers belong to no run: they make none longer, and tell no other story', () => {
  const { cluster, journal } = goodStory();
  assert.deepEqual(recordedRuns(cluster, answered()), recordedRuns(cluster, journal));
});

test('page and report say how many were right at first try, and nothing where nobody answered', () => {
  const { evidence } = bundleParts();
  const told = { ...evidence, facts: { ...evidence.facts, ...facts } };
  const style = { width: 90, colours: false, unicode: true, wide: false };
  const said = (of: typeof evidence) => `${submission(of, new Map())}\n${evidenceReport(of, 'x', style)}`;
  assert.match(said(told), /Questions: 1 of 2 right at first try\. No check depends on it\./);
  assert.match(said(told), /^Questions: 1 of 2 right at first try\.$/m);
  assert.doesNotMatch(said(evidence), /Questions/);
});

test('wrong answers are no failed check: the bundle is good', () => {
  assert.deepEqual(failed(withQuiz), []);
  assert.deepEqual(failed(bundleContent(bundleParts())), []);
});

test('answers that the journal does not have, or calls first when they are not, do not pass', () => {
  const better = { ...facts, quiz: facts.quiz?.map((answer) => ({ ...answer, right: true })) ?? [] };
  const improved = forgedBundle({
    journal: () => answered(),
    evidence: (evidence) => ({ ...evidence, facts: { ...evidence.facts, ...better } }),
  });
  assert.deepEqual(failed(improved), ['bundle-answers']);
  const leftOut = forgedBundle({ journal: () => answered() });
  assert.deepEqual(failed(leftOut), ['bundle-answers']);
  const swapped = forgedBundle({
    journal: () => answered((answer, at) => (at === 0 ? answer : { ...answer, first: !answer.first })),
    evidence: (evidence) => ({ ...evidence, facts: { ...evidence.facts, ...facts } }),
  });
  assert.deepEqual(failed(swapped), ['bundle-answers']);
});
