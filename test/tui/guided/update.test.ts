import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { GuidedEffect } from '../../../src/tui/guided/guided-actions.ts';
import { viewOf } from '../../../src/tui/guided/guided-frame.ts';
import { GUIDED_KEYS } from '../../../src/tui/guided/guided-keys.ts';
import type { GuidedModel } from '../../../src/tui/guided/guided-model.ts';
import { onGuidedKey } from '../../../src/tui/guided/guided-update.ts';
import {
  drawnGuide,
  guideAfterAll,
  guidedModel,
  guideStep,
  output,
  someGuide,
  told,
} from '../../helpers/guide.ts';

/** The model after these keys, and everything that was asked for on the way. */
function press(start: GuidedModel, ...keys: readonly string[]) {
  const effects: GuidedEffect[] = [];
  let model = start;
  for (const key of keys) {
    const step = onGuidedKey(model, key);
    effects.push(...step.effects);
    model = { ...model, ui: step.ui };
  }
  return { model, ui: model.ui, effects };
}

const BEGAN = { type: 'play-began', step: 1, all: false } as const;
const playing = () => guidedModel(guideAfterAll(someGuide(), [BEGAN]));
const paused = () =>
  guidedModel(guideAfterAll(someGuide(), [BEGAN, { type: 'paused', line: 'kubectl get pods' }]));
const play = (step: number, all = false, mayChange = false) =>
  ({ type: 'play', step, all, mayChange }) as const;

test('the first step that is not done is shown; enter plays it, a plays it without stops', () => {
  assert.equal(guidedModel().ui.shown, 1);
  assert.partialDeepStrictEqual(press(guidedModel(), 'enter').effects, [play(1)]);
  assert.partialDeepStrictEqual(press(guidedModel(), 'a').effects, [play(1, true)]);
});

test('enter reads a step that is longer than the screen to its end before it plays it', () => {
  const text = Array.from({ length: 40 }, (_, at) => `Paragraph ${at}.`).join('\n\n');
  const guide = someGuide({
    steps: [guideStep(1, { text, transcript: [{ type: 'text', markdown: text }] })],
  });
  let { model } = press(guidedModel(guide));
  let pages = 0;
  for (; !drawnGuide(model).some((line) => line.includes('Paragraph 39.')); pages++) {
    const { model: next, effects } = press(model, 'enter');
    assert.deepEqual(effects, [], 'nothing is played over lines that nobody saw');
    model = next;
  }
  assert.ok(pages >= 4);
  assert.partialDeepStrictEqual(press(model, 'enter').effects, [play(1)]);
});

test('on a step that is done enter goes to the next; r plays it again', () => {
  const { model } = press(guidedModel(), '0');
  assert.equal(press(model, 'enter').ui.shown, 1);
  assert.deepEqual(press(model, 'enter').effects, []);
  assert.partialDeepStrictEqual(press(model, 'r').effects, [play(0)]);
});

test('after the last step enter goes to one that is not done; where all are, it says what is left to do', () => {
  const steps = [guideStep(0), guideStep(1, { state: 'done' })];
  assert.equal(press(guidedModel(someGuide({ steps })), '1', 'enter').ui.shown, 0);
  const done = steps.map((step) => ({ ...step, state: 'done' as const }));
  const { ui, effects } = press(guidedModel(someGuide({ steps: done })), '1', 'enter');
  assert.match(ui.notice?.text ?? '', /all steps are done: v/);
  assert.deepEqual(effects, []);
});

test('after the workshop itself enter goes on to the second part, for who asks; nobody is led into it', () => {
  const done = { state: 'done' } as const;
  const more = [guideStep(2, { part: 'more' }), guideStep(3, { part: 'more' })];
  const finished = guidedModel(someGuide({ steps: [guideStep(0, done), guideStep(1, done), ...more] }));
  assert.equal(finished.ui.shown, 1);
  assert.equal(press(finished, 'enter').ui.shown, 2);
  assert.partialDeepStrictEqual(press(finished, 'enter', 'enter').effects, [play(2)]);
  const halfway = someGuide({ steps: [guideStep(0), guideStep(1, done), ...more] });
  assert.equal(press(guidedModel(halfway), '1', 'enter').ui.shown, 0, 'first what is not done before it');
  const begun = [
    guideStep(0, done),
    guideStep(1, done),
    guideStep(2, { part: 'more', ...done }),
    ...more.slice(1),
  ];
  assert.equal(guidedModel(someGuide({ steps: begun })).ui.shown, 3, 'who has been there goes on there');
});

test('n, b, arrows and numbers go to other steps, also while one is being played', () => {
  for (const model of [guidedModel(), playing()]) {
    assert.equal(press(model, 'n').ui.shown, 2);
    assert.equal(press(model, 'right', 'left').ui.shown, 1);
    assert.equal(press(model, 'b').ui.shown, 0);
    assert.equal(press(model, '2').ui.shown, 2);
    assert.match(press(model, 'n', 'n').ui.notice?.text ?? '', /the last step/);
    assert.match(press(model, '7').ui.notice?.text ?? '', /no step 7/);
  }
});

test('a command that waits runs on enter, with a all that come after it; without one enter does nothing', () => {
  assert.deepEqual(press(paused(), 'enter').effects, [{ type: 'go-on', all: false }]);
  assert.deepEqual(press(paused(), 'a').effects, [{ type: 'go-on', all: true }]);
  assert.deepEqual(press(playing(), 'enter').effects, []);
  assert.deepEqual(press(playing(), 'a').effects, [{ type: 'go-on', all: true }]);
});

test('who goes on from another step sees the one that goes on', () => {
  const { ui, effects } = press(paused(), 'n', 'enter');
  assert.equal(ui.shown, 1);
  assert.equal(ui.scroll.step, 'follow');
  assert.deepEqual(effects, [{ type: 'go-on', all: false }]);
});

test('while a step is being played nothing else is: not a step, not a check, not the evidence', () => {
  for (const key of ['r', 'c', 'v']) {
    const { ui, effects } = press(playing(), key);
    assert.deepEqual(effects, [], key);
    assert.equal(ui.prompt, undefined);
    assert.match(ui.notice?.text ?? '', /step 1 is being played: x stops it/);
  }
  assert.deepEqual(press(playing(), 'x').effects, [{ type: 'stop' }]);
  assert.deepEqual(press(guidedModel(), 'x').effects, []);
});

test('q quits at once, but asks once where a step is being played; any other key takes that back; ctrl+c asks nothing', () => {
  assert.deepEqual(press(guidedModel(), 'q').effects, [{ type: 'quit' }]);
  assert.deepEqual(press(playing(), 'q').effects, []);
  assert.match(press(playing(), 'q').ui.notice?.text ?? '', /q again/);
  assert.deepEqual(press(playing(), 'q', 'q').effects, [{ type: 'quit' }]);
  assert.deepEqual(press(playing(), 'q', 'j', 'q').effects, []);
  assert.deepEqual(press(playing(), 'ctrl+c').effects, [{ type: 'quit' }]);
  assert.deepEqual(press(guidedModel(), 'v', 'ctrl+c').effects, [{ type: 'quit' }]);
});

test('a step that changes a cluster of somebody else is played only after y, which then holds for all', () => {
  const steps = [guideStep(1, { asks: true }), guideStep(2, { asks: true })];
  const start = guidedModel(someGuide({ steps }));
  const asked = press(start, 'a');
  assert.deepEqual(asked.effects, []);
  assert.equal(asked.ui.page?.kind, 'confirm');
  assert.match(drawnGuide(asked.model).join('\n'), /context embedded-test was\s+not made by this program/);
  for (const key of ['esc', 'q', 'enter', 'n', 'a'])
    assert.deepEqual(press(asked.model, key).effects, [], key);
  const allowed = press(asked.model, 'y');
  assert.partialDeepStrictEqual(allowed.effects, [play(1, true, true)]);
  assert.equal(allowed.ui.page, undefined);
  assert.partialDeepStrictEqual(press(allowed.model, 'n', 'enter').effects, [play(2, false, true)]);
});

test('the evidence asks for the reason first; esc collects nothing', () => {
  const { effects } = press(guidedModel(), 'v', 'a', 's', 'space', 'q', 'enter');
  assert.deepEqual(effects, [{ type: 'verify', note: 'as q' }]);
  assert.deepEqual(press(guidedModel(), 'v', 'a', 'esc').effects, []);
  assert.deepEqual(press(guidedModel(), 'v', 'enter').effects, [{ type: 'verify', note: '' }]);
});

test('c asks the checks of the step that is shown', () => {
  assert.deepEqual(press(guidedModel(), 'n', 'c').effects, [{ type: 'check', step: 2 }]);
});

test('pages open over the panels, are scrolled, and go again', () => {
  assert.equal(press(guidedModel(), 'h').ui.page?.kind, 'hints');
  assert.equal(press(guidedModel(), '?').ui.page?.kind, 'help');
  for (const key of ['esc', 'q', 'left']) {
    const { ui, effects } = press(guidedModel(), '?', key);
    assert.equal(ui.page, undefined, key);
    assert.deepEqual(effects, []);
  }
  const small = guidedModel(someGuide(), { size: { columns: 60, rows: 8 } });
  assert.ok((press(small, '?', 'j', 'space').ui.page?.scroll ?? 0) > 1);
  assert.equal(press(small, '?', 'G', 'g').ui.page?.scroll, 0);
});

test('who scrolls up in a step that is being played is not carried along; at the end they are again', () => {
  const guide = guideAfterAll(someGuide(), [{ ...BEGAN, all: true }, ...told(...output(50))]);
  const model = guidedModel(guide, {
    ui: { ...guidedModel().ui, scroll: { step: 'follow', scheduler: 0, checks: 0 } },
  });
  const { from } = viewOf(model, 'step');
  const up = press(model, 'k');
  assert.equal(up.ui.scroll.step, from - 1);
  assert.equal(press(up.model, 'j').ui.scroll.step, 'follow');
  assert.equal(press(up.model, 'G').ui.scroll.step, 'follow');
});

test('tab goes round the panels, and keys scroll the one in focus', () => {
  const focuses = [1, 2, 3].map(
    (times) => press(guidedModel(), ...Array<string>(times).fill('tab')).ui.focus,
  );
  assert.deepEqual(focuses, ['scheduler', 'checks', 'step']);
  assert.equal(press(guidedModel(), 'shift+tab').ui.focus, 'checks');
});

test('a notice goes with the next key', () => {
  assert.equal(press(guidedModel(), '7', 'j').ui.notice, undefined);
});

test('every key of the help does something, or moves', () => {
  const keys = GUIDED_KEYS.flatMap(([names]) => names.split(/[ ,]+/)).filter((key) => key !== 'esc');
  const guide = guideAfterAll(someGuide(), [{ type: 'play-ended' }, BEGAN, ...told(...output(60))]);
  const middle = guidedModel(guide, {
    ui: { ...guidedModel().ui, scroll: { step: 20, scheduler: 0, checks: 0 } },
  });
  for (const key of keys) {
    const { ui, effects } = onGuidedKey(middle, key);
    assert.ok(effects.length > 0 || JSON.stringify(ui) !== JSON.stringify(middle.ui), key);
  }
});

test('whatever is pressed on whatever size, the screen is exactly as large as the terminal', () => {
  const key = fc.constantFrom(
    ...'abchnrvxqgGjk?017y'.split(''),
    'enter',
    'tab',
    'esc',
    'space',
    'left',
    'right',
    'pagedown',
  );
  const size = fc.record({
    columns: fc.integer({ min: 1, max: 220 }),
    rows: fc.integer({ min: 1, max: 60 }),
  });
  const guides = [someGuide(), paused().guide, guideAfterAll(playing().guide, told(...output(30)))];
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 12 }),
      size,
      fc.constantFrom(...guides),
      (keys, terminal, guide) => {
        const { model } = press(guidedModel(guide, { size: terminal }), ...keys);
        const lines = drawnGuide(model);
        assert.equal(lines.length, terminal.rows);
        for (const line of lines) assert.ok(line.length <= terminal.columns, line);
      },
    ),
    { numRuns: 300 },
  );
});
