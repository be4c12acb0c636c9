import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import type { JournalEntry, JournalFact } from '../../src/workshop/journal-entry.ts';
import {
  answerOf,
  type Asked,
  firstAnswers,
  openQuestions,
  tallyOf,
  tallyText,
} from '../../src/workshop/quiz.ts';
import { answerLines, questionLines } from '../../src/workshop/quiz-lines.ts';
import type { Question } from '../../src/workshop/quiz-schema.ts';
import { latestPlay, entriesOf, statusOf } from '../../src/workshop/status.ts';
import { numbered, runStarted } from '../helpers/story.ts';

const STYLE = { width: 80, colours: false, unicode: true };

function question(id: string, right = 2): Question {
  const choice = (at: number) => ({ text: `answer ${at}`, why: `because ${at}` });
  const choices = [1, 2, 3].map((at) =>
    at === right ? { ...choice(at), right: true as const } : choice(at),
  );
  return { id, question: `Why ${id}?`, choices };
}

const STEPS = [
  { number: 2, title: 'Two', quiz: [question('a'), question('b')] },
  { number: 3, title: 'Three', quiz: [] },
  { number: 4, title: 'Four', quiz: [question('a')] },
];

/** Somebody answers: which of the open questions, and how. */
function answering(choices: readonly [Asked, number][]): JournalEntry[] {
  const facts: JournalFact[] = [];
  for (const [asked, choice] of choices) facts.push(answerOf(asked, choice, journalOf(facts)));
  return journalOf(facts);
}

function journalOf(facts: readonly JournalFact[]): JournalEntry[] {
  return numbered(facts.map((fact, at) => [at, fact]));
}

const ALL = openQuestions(STEPS, []);
const names = (asked: readonly Asked[]) => asked.map(({ step, question: { id } }) => `${step} ${id}`);

test('questions are asked in the order of the steps, each until it is answered; again means all', () => {
  assert.deepEqual(names(ALL), ['2 a', '2 b', '4 a']);
  const [first, , last] = ALL;
  assert.ok(first && last);
  const entries = answering([[last, 1]]);
  assert.deepEqual(names(openQuestions(STEPS, entries)), ['2 a', '2 b'], 'ids count in their step only');
  assert.deepEqual(names(openQuestions(STEPS, entries, { again: true })), ['2 a', '2 b', '4 a']);
});

test('an answer says which it was, whether it was right, and whether it was the first', () => {
  const [a] = ALL;
  assert.ok(a);
  const entries = answering([
    [a, 1],
    [a, 2],
  ]);
  const said = entries.map((entry) =>
    entry.kind === 'quiz-answered' ? [entry.choice, entry.right, entry.first] : [],
  );
  assert.deepEqual(said, [
    [1, false, true],
    [2, true, false],
  ]);
  assert.deepEqual(
    firstAnswers(entries).map(({ choice }) => choice),
    [1],
  );
});

test('whatever is answered in whatever order: the first answer to each question counts, and only that', () => {
  const answers = fc.array(fc.tuple(fc.constantFrom(...ALL), fc.integer({ min: 1, max: 3 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(answers, (choices) => {
      const entries = answering(choices);
      const firsts = new Map<string, number>();
      for (const [
        {
          step,
          question: { id },
        },
        choice,
      ] of choices)
        if (!firsts.has(`${step} ${id}`)) firsts.set(`${step} ${id}`, choice);
      const right = [...firsts.values()].filter((choice) => choice === 2).length;
      assert.deepEqual(tallyOf(STEPS, entries), { questions: 3, answered: firsts.size, right });
      assert.equal(openQuestions(STEPS, entries).length, 3 - firsts.size);
      assert.equal(
        entries.filter((entry) => entry.kind === 'quiz-answered' && entry.first).length,
        firsts.size,
      );
    }),
  );
});

test('answers to questions that are not there any more are not counted', () => {
  const gone: Asked = { step: 9, title: 'Gone', question: question('z') };
  assert.deepEqual(tallyOf(STEPS, answering([[gone, 2]])), { questions: 3, answered: 0, right: 0 });
  assert.equal(tallyText({ answered: 9, right: 7 }), '7 of 9 right at first try');
});

test('an answer belongs to no run and to no play: it changes nothing of how far a step is', () => {
  const [a] = ALL;
  assert.ok(a);
  const play: JournalFact[] = [
    runStarted(),
    { kind: 'step-started', step: 2, slug: 's' },
    { kind: 'step-finished', step: 2, ok: true, seconds: 1 },
  ];
  const entries = journalOf([...play, answerOf(a, 1, [])]);
  const id = 'uid-of-kube-system';
  assert.equal(latestPlay(entriesOf(entries, id), 2).length, 2);
  assert.equal(statusOf(entries, id, [2])[0]?.state, 'done');
});

test('a question is shown with its answers numbered, and its Markdown read', () => {
  const asked = { ...question('a'), question: 'Why `bind`\n  at all?' };
  assert.deepEqual(questionLines(asked, STYLE), [
    '',
    '  ? Why `bind` at all?',
    '',
    '  1. answer 1',
    '  2. answer 2',
    '  3. answer 3',
  ]);
});

test('after an answer it is said whether it was right, and of each answer why or why not, the chosen first', () => {
  assert.deepEqual(answerLines(question('a'), 3, STYLE), [
    '  ✘ No: 2 is right.',
    '  3. because 3',
    '  1. because 1',
    '  2. because 2',
  ]);
  assert.equal(answerLines(question('a'), 2, STYLE)[0], '  ✔ Right.');
});
