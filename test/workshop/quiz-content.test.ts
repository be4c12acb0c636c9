import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { UserError } from '../../src/lib/errors.ts';
import { loadSteps, parseStep } from '../../src/workshop/content.ts';

const STEPS = loadSteps(join(import.meta.dirname, '..', '..', 'workshop'));
const QUESTIONS = STEPS.flatMap(({ quiz }) => quiz);

/** Where the right answer stands, counted from 1. */
const PLACES = QUESTIONS.map(({ choices }) => choices.findIndex(({ right }) => right) + 1);

test('every step has one to three questions of three or four answers', () => {
  for (const { slug, quiz } of STEPS) {
    assert.ok(quiz.length >= 1 && quiz.length <= 3, slug);
    for (const { id, choices } of quiz)
      assert.ok(choices.length >= 3 && choices.length <= 4, `${slug} ${id}`);
  }
});

test('the place of an answer does not give away whether it is right', () => {
  for (const place of [1, 2, 3]) {
    const share = PLACES.filter((each) => each === place).length / PLACES.length;
    assert.ok(share > 0.2 && share < 0.45, `place ${place} is right in ${Math.round(share * 100)} %`);
  }
  assert.ok(PLACES.includes(4), 'the fourth is right sometimes');
  for (const { slug, quiz } of STEPS) {
    const places = quiz.map(({ choices }) => choices.findIndex(({ right }) => right));
    assert.ok(places.length < 2 || new Set(places).size > 1, `${slug}: always the same place`);
  }
});

test('nor does its length: the right answer is the longest, or the shortest, of some questions only', () => {
  const share = (pick: (...lengths: number[]) => number) => {
    const hits = QUESTIONS.filter(({ choices }) => {
      const right = choices.find((choice) => choice.right);
      return right?.text.length === pick(...choices.map(({ text }) => text.length));
    });
    return hits.length / QUESTIONS.length;
  };
  assert.ok(share(Math.max) < 0.5, `the longest: ${share(Math.max)}`);
  assert.ok(share(Math.min) < 0.6, `the shortest: ${share(Math.min)}`);
});

test('an answer says why in a sentence, and no two answers say the same', () => {
  for (const { id, question, choices } of QUESTIONS) {
    assert.match(question, /\?$/, id);
    for (const { why } of choices) assert.match(why, /[.?]$/, `${id}: ${why}`);
    assert.equal(new Set(choices.flatMap(({ text, why }) => [text, why])).size, 2 * choices.length, id);
  }
});

const GOOD = `title: A step
minutes: 5
play:
  - say: Hello.
quiz:
  - id: why
    question: Why?
    choices:
      - { text: So, why: No. }
      - { text: Because, right: true, why: Yes. }
`;

const MISTAKES: readonly { name: string; from: string; to: string; says: RegExp }[] = [
  {
    name: 'no right answer',
    from: 'right: true, ',
    to: '',
    says: /^step\.yaml:8: "choices": one of them has `right: true`$/,
  },
  {
    name: 'two right answers',
    from: '{ text: So,',
    to: '{ text: So, right: true,',
    says: /one of them has `right: true`$/,
  },
  {
    name: 'an answer that says that it is wrong',
    from: '{ text: So,',
    to: '{ text: So, right: false,',
    says: /^step\.yaml:9: "right" must be one of true, not false$/,
  },
  {
    name: 'an answer without its reason',
    from: ', why: No.',
    to: '',
    says: /^step\.yaml:9: "why" is missing$/,
  },
  {
    name: 'one answer only',
    from: '      - { text: So, why: No. }\n',
    to: '',
    says: /^step\.yaml:8: "choices": /,
  },
  {
    name: 'a variable',
    from: 'Why?',
    to: 'Why ${pause}?',
    says: /^step\.yaml:7: "question": a question has no variables$/,
  },
  {
    name: 'an id that is none',
    from: 'id: why',
    to: 'id: Why not',
    says: /^step\.yaml:6: "id" must be a kebab-case word, not "Why not"$/,
  },
  {
    name: 'the same id twice',
    from: 'quiz:\n',
    to: 'quiz:\n  - id: why\n    question: x\n    choices: [{ text: a, why: b }, { text: c, right: true, why: d }]\n',
    says: /^step\.yaml:9: "id": the question id "why" is used twice$/,
  },
];

for (const { name, from, to, says } of MISTAKES) {
  test(`in a question ${name} is one sentence with file and line`, () => {
    assert.ok(GOOD.includes(from), from);
    assert.throws(
      () =>
        parseStep(
          GOOD.replace(from, () => to),
          'step.yaml',
        ),
      (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, says);
        return true;
      },
    );
  });
}

test('a good question is accepted', () => {
  assert.equal(parseStep(GOOD, 'step.yaml').quiz.length, 1);
});
