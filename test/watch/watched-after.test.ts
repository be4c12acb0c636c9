import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isAllPassed, isPassing, currentStep } from '../../src/watch/watched.ts';
import { after, result, runOf, told, watched } from '../helpers/watched.ts';

const SAVED = { type: 'saved', at: 100 } as const;
const NEXT = { type: 'next', at: 300 } as const;
const STEP_2 = [result('finds-waiting', true), result('leaves-others', true)];

test('a save starts a run of the current step, and the time from it to the verdict is told', () => {
  const begun = after(watched(), SAVED);
  assert.deepEqual(begun.effects, [{ type: 'start', run: 1, step: 2, earlier: [] }]);
  const { outcome } = after(begun.watched, ...runOf(1, STEP_2, 1500)).watched;
  assert.deepEqual(outcome, { type: 'judged', milliseconds: 1400 });
});

test('the verdict is there with the last result of the step, before the run is over', () => {
  const first = after(watched(), SAVED, told(1, result('finds-waiting', true), 700)).watched;
  assert.equal(first.outcome, undefined);
  const second = after(first, told(1, result('leaves-others', true), 900)).watched;
  assert.deepEqual(second.outcome, { type: 'judged', milliseconds: 800 });
  assert.equal(second.activity.type, 'running');
  const more = after(second, told(1, result('fewest-pods', true), 5000)).watched;
  assert.deepEqual(more.outcome, second.outcome, 'what comes of other steps is no part of it');
});

test('a save during a run cancels it; the next run begins when the program is gone, once for any number of saves', () => {
  const saved = after(watched(), SAVED, { type: 'saved', at: 200 });
  assert.deepEqual(saved.effects, [{ type: 'cancel', run: 1 }]);
  const again = after(saved.watched, { type: 'saved', at: 300 });
  assert.deepEqual(again.effects, []);
  const gone = after(again.watched, { run: 1, type: 'ended' });
  assert.deepEqual(gone.effects, [{ type: 'start', run: 2, step: 2, earlier: [] }]);
  assert.equal(gone.watched.since, 300);
});

test('what a cancelled run still tells is not taken for the verdict on the newer save', () => {
  const { watched: now, effects } = after(
    watched(),
    SAVED,
    { type: 'saved', at: 200 },
    told(1, result('finds-waiting', true)),
    { run: 1, type: 'ended', outcome: { type: 'not-built', lines: ['old'] } },
  );
  assert.deepEqual(now.results, []);
  assert.equal(now.outcome, undefined);
  assert.equal(effects[0]?.type, 'start');
});

test('n says what is missing until the step passes, then goes on and tries the next step at once', () => {
  const failing = after(
    watched(),
    SAVED,
    ...runOf(1, [result('finds-waiting', true), result('leaves-others', false)]),
  );
  const refused = after(failing.watched, NEXT);
  assert.match(refused.notice ?? '', /step 2 does not pass yet, 1 of 2 trials fail: does leaves-others/);
  assert.equal(refused.watched.current, 2);
  const passing = after(failing.watched, SAVED, ...runOf(2, STEP_2));
  const { watched: now, effects } = after(passing.watched, NEXT);
  assert.equal(now.current, 3);
  assert.deepEqual(effects, [{ type: 'keep' }, { type: 'start', run: 3, step: 3, earlier: [2] }]);
  assert.equal(
    isPassing(now, currentStep(now)),
    undefined,
    'what was found before the step began says nothing of it',
  );
});

test('a trial that cannot be told here does not keep anybody from going on', () => {
  const { watched: now } = after(
    watched(),
    SAVED,
    ...runOf(1, [result('finds-waiting', true), result('leaves-others', undefined)]),
    NEXT,
  );
  assert.equal(now.current, 3);
});

test('a step that passed and breaks later is known as broken until it passes again, and is never forgotten', () => {
  const inStep3 = after(watched(), SAVED, ...runOf(1, STEP_2), NEXT, { run: 2, type: 'ended' }, SAVED);
  assert.deepEqual(inStep3.effects.at(-1), { type: 'start', run: 3, step: 3, earlier: [2] });
  const broken = after(inStep3.watched, told(3, result('finds-waiting', false)));
  assert.deepEqual(broken.watched.steps[0], { ...broken.watched.steps[0], passed: true, broken: true });
  assert.deepEqual(broken.effects, [{ type: 'keep' }]);
  const mended = after(broken.watched, { run: 3, type: 'ended' }, SAVED, ...runOf(4, STEP_2));
  assert.deepEqual(mended.watched.steps[0], { ...mended.watched.steps[0], passed: true, broken: false });
});

const ALL = [...STEP_2, result('fewest-pods', true), result('has-room', true), result('binds', true)];
const AT_STEP_4 = watched({ version: 1, step: 4, passed: [2, 3], broken: [], hints: {}, finished: false });

test('after the last step it is finished only when the earlier ones were tried once more and pass', () => {
  const judged = after(AT_STEP_4, SAVED, told(1, result('binds', true)));
  const early = after(judged.watched, NEXT);
  assert.match(early.notice ?? '', /a moment/);
  assert.ok(!early.watched.finished);
  const { watched: now, effects } = after(
    early.watched,
    ...ALL.map((each) => told(1, each)),
    { run: 1, type: 'ended' },
    NEXT,
  );
  assert.ok(now.finished && isAllPassed(now));
  assert.deepEqual(effects, [{ type: 'keep' }]);
});

test('n at the last step goes to the one that is broken', () => {
  const { watched: now } = after(
    AT_STEP_4,
    SAVED,
    ...runOf(1, [result('binds', true), result('fewest-pods', false)]),
    NEXT,
  );
  assert.equal(now.current, 3);
  assert.ok(!now.finished);
});

test('a person can go back where they have been, and not past a step that has not passed', () => {
  const back = after(AT_STEP_4, { type: 'go-to', step: 2, at: 0 });
  assert.equal(back.watched.current, 2);
  const there = after(back.watched, { type: 'go-to', step: 4, at: 0 });
  assert.equal(there.watched.current, 4);
  const refused = after(watched(), { type: 'go-to', step: 4, at: 0 });
  assert.equal(refused.watched.current, 2);
  assert.match(refused.notice ?? '', /step 2 comes first/);
});

test('hints come one by one for what fails first, and end with the last', () => {
  const failing = after(watched(), SAVED, ...runOf(1, [result('leaves-others', false)])).watched;
  const hinted = (times: number) =>
    after(failing, ...Array.from({ length: times }, () => ({ type: 'hint' }) as const)).watched.hints;
  assert.deepEqual(hinted(1), { 'leaves-others': 1 });
  assert.deepEqual(hinted(5), { 'leaves-others': 2 });
  const fine = after(failing, SAVED, ...runOf(2, STEP_2), { type: 'hint' });
  assert.equal(fine.notice, 'step 2 passes: n goes on');
});

test('what the compiler said stands until the next save', () => {
  const broken = after(watched(), SAVED, {
    run: 1,
    type: 'ended',
    outcome: { type: 'not-built', lines: ['./scheduler.go:3:1: syntax error'] },
  });
  assert.equal(broken.watched.outcome?.type, 'not-built');
  assert.match(after(broken.watched, NEXT).notice ?? '', /does not build/);
  assert.equal(after(broken.watched, SAVED).watched.outcome, undefined);
});
