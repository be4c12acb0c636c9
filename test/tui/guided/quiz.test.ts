import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answer } from '../../../src/app/workshop/guided/answer.ts';
import type { GuidedEffect } from '../../../src/tui/guided/guided-actions.ts';
import type { GuidedModel } from '../../../src/tui/guided/guided-model.ts';
import { onGuidedKey } from '../../../src/tui/guided/guided-update.ts';
import type { GuideQuestion } from '../../../src/view/guide.ts';
import { guideAfter, type GuideEvent } from '../../../src/view/guide-reduce.ts';
import { drawnGuide, guidedModel, guideStep, someGuide } from '../../helpers/guide.ts';
import { World } from '../../helpers/workshop-world.ts';

const question = (id: string): GuideQuestion => ({
  id,
  question: `Why ${id}?`,
  choices: [
    { text: 'this', why: 'This is not so.' },
    { text: 'that', right: true, why: 'That is so.' },
  ],
});
const STEPS = [guideStep(0, { state: 'done', quiz: [question('a'), question('b')] }), guideStep(1)];

/** The first step is done and shown; it has two questions, the next one none. */
function done(quiz = STEPS[0]?.quiz ?? []): GuidedModel {
  const model = guidedModel(someGuide({ steps: [{ ...guideStep(0), state: 'done', quiz }, guideStep(1)] }));
  return { ...model, ui: { ...model.ui, shown: 0 } };
}

/** The model after these keys; what a person answers is told to the guide, as the application does it. */
function press(start: GuidedModel, ...keys: readonly string[]) {
  const effects: GuidedEffect[] = [];
  let model = start;
  for (const key of keys) {
    const step = onGuidedKey(model, key);
    effects.push(...step.effects);
    model = { ...model, ui: step.ui };
    for (const effect of step.effects)
      if (effect.type === 'answer')
        model = { ...model, guide: guideAfter(model.guide, { ...effect, type: 'answered' }) };
  }
  return { model, effects, screen: drawnGuide(model).join('\n') };
}

test('after a step that is done enter asks its questions one by one, and then goes to the next step', () => {
  assert.match(
    drawnGuide(done()).join('\n'),
    /step 0 is done {2}▶ enter asks 2 questions; n goes on without/,
  );
  const first = press(done(), 'enter');
  assert.match(
    first.screen,
    /question 1 of 2 after step 0[^]*Why a\?[^]*1\. this[^]*2\. that[^]*▶ 1 to 2 answers; enter skips it/,
  );
  const answered = press(first.model, '1');
  assert.deepEqual(answered.effects, [{ type: 'answer', step: 0, id: 'a', choice: 1 }]);
  assert.match(
    answered.screen,
    /No: 2 is right\.[^]*1\. This is not so\.[^]*2\. That is so\.[^]*▶ enter goes on/,
  );
  const second = press(answered.model, 'n', '2');
  assert.match(second.screen, /question 2 of 2[^]*Right\./);
  const over = press(second.model, 'enter');
  assert.equal(over.model.ui.page, undefined);
  assert.match(over.screen, /▶ enter goes to step 1/);
  assert.equal(press(over.model, 'enter').model.ui.shown, 1);
});

test('where all steps are done, both can be seen: the evidence, and the questions of the last step', () => {
  const model = guidedModel(
    someGuide({ steps: [{ ...guideStep(0), state: 'done', quiz: [question('a')] }] }),
  );
  const now = /all 1 steps are done {2}▶ v collects the evidence; enter asks a question/;
  assert.match(drawnGuide(model).join('\n'), now);
});

test('a question takes one answer, and no number that it does not have', () => {
  const { effects, model } = press(done(), 'enter', '3', '0', '9', '1', '2', '1');
  assert.deepEqual(effects, [{ type: 'answer', step: 0, id: 'a', choice: 1 }]);
  assert.equal(model.ui.shown, 0, 'the numbers of steps are not meant here');
});

test('who skips is not asked again by enter, and can ask for it', () => {
  const skipped = press(done(), 'enter', 'n', 'enter');
  assert.deepEqual([skipped.model.ui.page, skipped.effects], [undefined, []]);
  assert.match(skipped.screen, /▶ enter goes to step 1/);
  assert.match(press(skipped.model, 'w').screen, /question 1 of 2/);
  assert.equal(press(done(), 'enter', 'esc', 'enter').model.ui.shown, 1);
  assert.equal(press(done(), 'n').model.ui.shown, 1, 'n never asks');
});

test('only what has no answer is asked; w shows all once everything has', () => {
  const one = done([{ ...question('a'), answer: 2 }, question('b')]);
  assert.match(drawnGuide(one).join('\n'), /enter asks a question/);
  assert.match(press(one, 'enter').screen, /question 2 of 2/);
  const all = done([
    { ...question('a'), answer: 2 },
    { ...question('b'), answer: 1 },
  ]);
  assert.match(drawnGuide(all).join('\n'), /enter goes to step 1/);
  const again = press(all, 'w', '1', 'n');
  assert.match(again.screen, /question 2 of 2/);
  assert.equal(press(again.model, 'n').model.ui.page, undefined);
});

test('a step that is not done, or has no questions, asks nothing', () => {
  const open = guidedModel(someGuide({ steps: [guideStep(0, { quiz: [question('a')] })] }));
  assert.deepEqual(
    press(open, 'enter').effects.map(({ type }) => type),
    ['play'],
  );
  const { model } = press(done([]), 'w');
  assert.equal(model.ui.notice?.text, 'there is no question after this step');
  assert.equal(press(done([]), 'enter').model.ui.shown, 1);
});

test('an answer is written into the journal, as the first one only once, and told', () => {
  const world = new World();
  const told: GuideEvent[] = [];
  const { journal } = world.workshop([]);
  const steps = [{ number: 0, slug: 's', folder: '', text: '', title: 't', minutes: 1, needs: [] }].map(
    (step) => ({
      ...step,
      part: 'core' as const,
      removes: [],
      play: [],
      checks: [],
      moments: [],
      hints: [],
      quiz: [question('a')],
    }),
  );
  for (const choice of [2, 1])
    answer({ steps, journal }, { step: 0, id: 'a', choice }, (event) => told.push(event));
  const written = world.entries.map(({ seq: _seq, at: _at, ...fact }) => fact);
  const fact = { kind: 'quiz-answered', step: 0, id: 'a' };
  assert.deepEqual(written, [
    { ...fact, choice: 2, right: true, first: true },
    { ...fact, choice: 1, right: false, first: false },
  ]);
  assert.deepEqual(
    told,
    [2, 1].map((choice) => ({ type: 'answered', step: 0, id: 'a', choice })),
  );
  answer({ steps, journal }, { step: 0, id: 'gone', choice: 1 }, (event) => told.push(event));
  assert.equal(told.length, 2);
});
