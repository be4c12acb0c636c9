import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { widthOf } from '../../../src/tui/line.ts';
import { ASCII, UNICODE } from '../../../src/tui/marks.ts';
import { watchFrame } from '../../../src/tui/watch/watch-frame.ts';
import { WATCH_UI, type WatchModel } from '../../../src/tui/watch/watch-model.ts';
import { onWatchKey } from '../../../src/tui/watch/watch-update.ts';
import { mistake } from '../../../src/trials/mistakes.ts';
import type { Watched } from '../../../src/watch/watched.ts';
import { after, result, runOf, told, watched } from '../../helpers/watched.ts';

const SAVED = { type: 'saved', at: 0 } as const;
const FAILING = [
  result('finds-waiting', true),
  result('leaves-others', false, {
    found: 'it bound foreign',
    mistake: mistake('binds-others'),
    said: ['first line', 'default/foreign: bound to w1'],
  }),
];
const PASSING = [result('finds-waiting', true), result('leaves-others', true)];
const failing = after(watched(), SAVED, ...runOf(1, FAILING, 1400)).watched;

function model(state: Watched, change: Partial<WatchModel> = {}): WatchModel {
  return {
    about: {
      folder: 'my-scheduler',
      where: 'an embedded cluster in this program',
      file: 'scheduler.go',
      open: [2, 3],
      further: ['kubectl minisched workshop run', 'plays all of it'],
      marks: UNICODE,
    },
    watched: state,
    todo: [],
    ui: WATCH_UI,
    size: { columns: 100, rows: 30 },
    now: 0,
    ...change,
  };
}

const text = (of: WatchModel): string =>
  watchFrame(of)
    .map((line) =>
      line
        .map((each) => each.text)
        .join('')
        .trimEnd(),
    )
    .join('\n');

/** The model after these keys, as far as the screen alone is concerned. */
const pressed = (before: WatchModel, ...keys: readonly string[]) =>
  keys.reduce((now, key) => ({ ...now, ui: onWatchKey(now, key).ui }), before);

test('what failed is shown with what was seen, why, what to do, what the program said, and how long it took', () => {
  const shown = text(model(failing, { todo: [12, 40] }));
  for (const words of [
    '✓ does finds-waiting',
    '✗ does leaves-others',
    'seen: it bound foreign',
    `why: ${mistake('binds-others').name}`,
    'do: Skip every pod',
    'default/foreign: bound to w1',
    'TODO (step 2): lines 12, 40',
    'checked in 1.4 s',
    'h gives a hint',
  ])
    assert.ok(shown.includes(words), `${words}\n${shown}`);
});

test('what the compiler said is shown as it said it, with the first place above it', () => {
  const lines = ['# my-scheduler', './scheduler.go:12:3: undefined: pods'];
  const { watched: state } = after(watched(), SAVED, {
    run: 1,
    type: 'ended',
    outcome: { type: 'not-built', lines },
  });
  const shown = text(model(state));
  assert.match(
    shown,
    /It does not build; look first at scheduler.go:12:3:\n {2}# my-scheduler\n {2}\.\/scheduler.go:12:3: undefined: pods/,
  );
  assert.match(shown, /▶ mend what the compiler says, and save/);
});

test('where a program without a build breaks is found in what it said', () => {
  const said = ['file:///home/a/my-scheduler/scheduler.ts:31', 'SyntaxError: Unexpected token'];
  const broken = result('finds-waiting', false, { mistake: mistake('does-not-start'), said });
  const shown = text(model(after(watched(), SAVED, ...runOf(1, [broken])).watched));
  assert.match(shown, /it said last, look first at scheduler.ts:31:\n/);
});

test('a step that passed and broke is said where the person is', () => {
  const broken = after(
    watched(),
    SAVED,
    ...runOf(1, PASSING),
    { type: 'next', at: 0 },
    told(2, FAILING[1] ?? result('binds', false)),
    { run: 2, type: 'ended' },
  ).watched;
  const before = after(watched(), SAVED, ...runOf(1, PASSING), { type: 'next', at: 0 }).watched;
  assert.doesNotMatch(text(model(before)), /does not any more/);
  const shown = text(model(broken));
  assert.match(shown, /✗ step 2 passed before, and does not any more \(key 2 goes there\)/);
  assert.match(shown, /2✗ +\[3·\]/);
});

test('hints are asked for one by one; nothing is shown before', () => {
  const one = after(failing, { type: 'hint' }).watched;
  const page = (state: Watched) => text(pressed(model(state), 'h'));
  assert.match(page(one), /1\. a question about leaves-others/);
  assert.doesNotMatch(page(one), /nearly the code/);
  assert.match(page(one), /h shows the next hint, 1 more/);
  assert.match(page(after(one, { type: 'hint' }).watched), /2\. nearly the code of leaves-others/);
  assert.deepEqual(onWatchKey(model(failing), 'h').effects, [{ type: 'tell', event: { type: 'hint' } }]);
});

test('the solution is shown, and the file is written, only after y', () => {
  for (const [key, ask] of [
    ['s', 'the solution of step 2?'],
    ['r', 'put the skeleton of step 2 back?'],
  ] as const) {
    const asked = pressed(model(failing), key);
    assert.ok(text(asked).includes(ask));
    assert.deepEqual(onWatchKey(model(failing), key).effects, []);
    for (const other of ['n', 'enter', 'esc', 's', 'space']) {
      const { ui, effects } = onWatchKey(asked, other);
      assert.deepEqual([ui.page, effects], [undefined, []], other);
    }
  }
  assert.deepEqual(onWatchKey(pressed(model(failing), 's'), 'y').effects, [{ type: 'solution', step: 2 }]);
  assert.deepEqual(onWatchKey(pressed(model(failing), 'r'), 'y').effects, [
    { type: 'reset', step: 2, whole: false },
  ]);
  assert.deepEqual(onWatchKey(pressed(model(failing), 'r'), 'w').effects, [
    { type: 'reset', step: 2, whole: true },
  ]);
});

test('where there is no skeleton, there is no solution and nothing to put back, and it is said', () => {
  const { file: _none, ...about } = model(failing).about;
  for (const key of ['s', 'r']) {
    const shown = text(pressed({ ...model(failing), about }, key));
    assert.match(shown, /was not made by kubectl minisched init/);
  }
});

test('in the end it says so, and what to do next', () => {
  const steps = [2, 3, 4];
  const state = watched({ version: 1, step: 4, passed: steps, broken: [], hints: {}, finished: true });
  const shown = text(model(state));
  assert.match(shown, /Finished: you have written a scheduler, and it passes all 5 trials/);
  assert.match(shown, /kubectl minisched workshop run\n {2}plays all of it/);
  const broken = watched({ version: 1, step: 4, passed: steps, broken: [3], hints: {}, finished: true });
  assert.doesNotMatch(text(model(broken)), /Finished/);
});

const KEYS = [
  'n',
  'h',
  's',
  'r',
  'l',
  '?',
  'q',
  'y',
  'w',
  'j',
  'k',
  'g',
  'G',
  'space',
  'esc',
  'enter',
  '3',
  'x',
];

test('whatever its size and the keys pressed, the frame is exactly as large as the terminal', () => {
  const long = {
    type: 'not-built',
    lines: Array.from({ length: 80 }, (_, at) => `\u001b[31m${'é漢'.repeat(at)}`),
  } as const;
  const states = [
    watched(),
    failing,
    after(watched(), SAVED).watched,
    after(watched(), SAVED, { run: 1, type: 'ended', outcome: long }).watched,
    watched({ version: 1, step: 4, passed: [2, 3, 4], broken: [], hints: {}, finished: true }),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...states),
      fc.integer({ min: 1, max: 140 }),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      fc.array(fc.constantFrom(...KEYS), { maxLength: 8 }),
      (state, columns, rows, ascii, keys) => {
        const base = model(state, { size: { columns, rows }, todo: [1] });
        const about = { ...base.about, marks: ascii ? ASCII : UNICODE };
        const frame = watchFrame(pressed({ ...base, about }, ...keys));
        assert.equal(frame.length, rows);
        for (const line of frame)
          assert.equal(
            line.reduce((sum, each) => sum + widthOf(each.text), 0),
            columns,
          );
      },
    ),
    { numRuns: 400 },
  );
});
