import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASCII } from '../../../src/tui/marks.ts';
import type { GuidedModel } from '../../../src/tui/guided/guided-model.ts';
import type { Guide } from '../../../src/view/guide.ts';
import type { GuideEvent } from '../../../src/view/guide-reduce.ts';
import type { WorkshopEvent } from '../../../src/workshop/events.ts';
import { START } from '../../helpers/fake-clock.ts';
import {
  drawnGuide,
  GUIDED_ABOUT,
  guideAfterAll,
  guidedModel,
  guideStep,
  output,
  someGuide,
  told,
} from '../../helpers/guide.ts';
import { boundEvent, ref, timeAt } from '../../helpers/models.ts';

const BEGAN: GuideEvent = { type: 'play-began', step: 1, all: false };
const SIZES = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 50 },
];

/** A person looks at the screen; they follow what is being played. */
function look(guide: Guide, change: Partial<GuidedModel> = {}) {
  const { ui, ...rest } = guidedModel(guide, change);
  const scroll = { ...ui.scroll, step: guide.playing ? ('follow' as const) : ui.scroll.step };
  const lines = drawnGuide({ ...rest, ui: { ...ui, scroll } });
  const line = (words: string | RegExp) => {
    const found = lines.find((one) => (typeof words === 'string' ? one.includes(words) : words.test(one)));
    assert.ok(found !== undefined, `nobody sees ${String(words)}:\n${lines.join('\n')}`);
    return found;
  };
  return { lines, line, text: lines.join('\n'), now: lines.at(-2) ?? '', keys: lines.at(-1) ?? '' };
}

function playing(...events: readonly GuideEvent[]): Guide {
  return guideAfterAll(someGuide(), [BEGAN, ...events]);
}

const check = (id: string, ok: boolean): WorkshopEvent => ({
  type: 'check',
  finding: { id, title: id, ok, expected: 'two on each', seen: 'three on one', source: 'cluster' },
});

for (const size of SIZES) {
  test(`at ${size.columns}×${size.rows} a person sees how far they are, the step, the scheduler, the checks, and what to do`, () => {
    const { lines, line, now, keys } = look(someGuide(), { size });
    assert.match(lines[0] ?? '', /^workshop {2}✓0 \[·1\] ·2 {3}1 of 3 done/);
    line(/^▶ step 1 {2}Title 1 {2}5 min ━/);
    line('The text of step 1.');
    line('workshop-scheduler does not run');
    line('checks 0 of 2 true');
    assert.match(now, /^▶ enter plays step 1/);
    assert.match(keys, /^\? help {2}q quit {2}n next {2}b back {2}h hints {2}c check/);
    if (size.columns >= 200)
      assert.ok(line('step 1').includes('workshop-scheduler does not run'), 'beside it');
  });
}

test('a check that came true, one that did not, and one that nobody asked are told apart by their signs', () => {
  const steps = [guideStep(1, { checks: ['one', 'two', 'three'].map((id) => ({ id, title: id })) })];
  const guide = guideAfterAll(someGuide({ steps }), [
    BEGAN,
    ...told(check('one', true), check('two', false)),
  ]);
  const { line } = look(guide, { size: { columns: 200, rows: 50 } });
  line(/ ✓ one$/);
  line(/ ✗ two$/);
  line(/ · three$/);
  line('checks 1 of 3 true, 1 false');
  line('expected: two on each');
  line('seen: three on one');
});

test('the command that waits is told from those that ran, and runs on enter', () => {
  const guide = playing(...told({ type: 'command', line: 'kubectl get pods' }, ...output(1)), {
    type: 'paused',
    line: 'kubectl get nodes',
  });
  const { line, now } = look(guide);
  line(/^ {2}\$ kubectl get pods$/);
  line(/^▶ \$ kubectl get nodes$/);
  assert.match(now, /^▶ enter runs it; a runs all that is left/);
});

test('nothing runs off that came since the person let it go on; how much of it is below is said', () => {
  const guide = playing(
    ...told(...output(30, 'old')),
    { type: 'paused', line: 'kubectl describe pod' },
    { type: 'went-on', all: false },
    ...told({ type: 'command', line: 'kubectl describe pod' }, ...output(40, 'new')),
    { type: 'paused', line: 'kubectl get nodes' },
  );
  const { line, text, now } = look(guide);
  line('$ kubectl describe pod');
  line(/new 1$/);
  assert.doesNotMatch(text, /new 40|old|kubectl get nodes/);
  line(/^▶ step 1 .* 32-\d+ of \d+, \d+ below/);
  assert.match(now, /^▶ enter reads on: \d+ more lines/);
});

test('what has a place of its own on the screen is no line of the step', () => {
  const guide = playing(
    ...told(
      { type: 'run-began', context: 'c', from: 1, to: 1, resumed: false },
      { type: 'step-began', step: 1, of: 6, title: 'Title 1', minutes: 5 },
      ...output(1),
    ),
  );
  const { lines } = look(guide);
  assert.equal(lines.filter((line) => line.includes('Title 1')).length, 1);
});

test('without stops the end of the step is seen', () => {
  const guide = guideAfterAll(someGuide(), [{ ...BEGAN, all: true }, ...told(...output(40))]);
  look(guide).line('line 40');
});

test('a wait is seen as a bar, with what is waited for and how long of how long', () => {
  const wait = {
    type: 'waiting',
    what: 'the pod runs',
    seen: '',
    elapsedMs: 3000,
    limitMs: 30_000,
    hold: false,
  } as const;
  assert.equal(look(playing(...told(wait))).now, '█░░░░░░░░░ 3 s of 30 s  waiting for: the pod runs');
  const hold = { ...wait, hold: true };
  assert.equal(look(playing(...told(hold))).now, '█░░░░░░░░░ 3 s of 30 s  staying so: the pod runs');
  const { limitMs: _none, ...endless } = wait;
  assert.equal(look(playing(...told(endless))).now, '3 s  waiting for: the pod runs');
});

test('a command that takes long says for how long it has been running', () => {
  const guide = playing(...told({ type: 'command', line: 'kind create cluster' }));
  assert.equal(look(guide, { now: START + 1999 }).now, '▶ being played');
  assert.equal(look(guide, { now: START + 12_000 }).now, '12 s  running: kind create cluster');
});

test('who looks at another step is told which one is being played, and that it waits', () => {
  const guide = playing();
  const ui = { ...guidedModel(guide).ui, shown: 2 };
  assert.match(look(guide, { ui }).now, /step 1 is being played: key 1 shows it/);
  const waits = guideAfterAll(guide, [{ type: 'paused', line: 'x' }]);
  assert.match(look(waits, { ui }).now, /step 1 waits for you: key 1 shows it/);
});

test('how a step ended is said in words, with what can be done', () => {
  const ended = (state: 'done' | 'failed' | 'interrupted') => {
    const guide = someGuide({ steps: [guideStep(1, { state }), guideStep(2)] });
    return look(guide, { ui: { ...guidedModel(guide).ui, shown: 1 } }).now;
  };
  assert.match(ended('done'), /^✓ step 1 is done {2}▶ enter goes to step 2; r plays it again/);
  assert.match(ended('failed'), /^✗ step 1 did not come true {2}▶ h hints/);
  assert.match(ended('interrupted'), /^! step 1 was interrupted {2}▶ enter plays it from its beginning/);
});

test('at the end a person is told that all is done, how to collect the evidence, and then where it is', () => {
  const steps = [guideStep(0, { state: 'done' }), guideStep(1, { state: 'done' })];
  assert.match(look(someGuide({ steps })).now, /^✓ all 2 steps are done {2}▶ v collects the evidence/);
  const good = look(someGuide({ steps, verified: true })).now;
  assert.match(good, /^✓ all 2 steps are done {2}✓ the evidence is in \.\/evidence$/);
  assert.match(
    look(someGuide({ steps, verified: false })).now,
    /✗ the evidence in \.\/evidence is not complete/,
  );
});

test('the second part has a line of its own, and is told of when the first is over', () => {
  const done = { state: 'done' } as const;
  const more = [7, 8, 9, 10, 11, 12, 13].map((number) => guideStep(number, { part: 'more' }));
  const steps = [0, 1, 2, 3, 4, 5, 6].map((number) => guideStep(number, done));
  const first = look(someGuide({ steps: [...steps, ...more] }));
  assert.match(first.lines[0] ?? '', /^workshop {2}✓0 .* \[✓6\] {2}7 of 7 done/);
  assert.match(first.now, /^✓ all 7 steps are done {2}▶ v collects the evidence; enter goes on to step 7$/);
  const begun = [guideStep(7, { part: 'more', ...done }), ...more.slice(1)];
  const second = look(someGuide({ steps: [...steps, ...begun] }), { size: { columns: 60, rows: 15 } });
  assert.match(second.lines[0] ?? '', /^more {2}✓7 \[·8\] ·9 {2}·10 {2}·11 {2}·12 {2}·13 {3}1 of 7 done/);
  const all = [...steps, ...more].map((step) => ({ ...step, ...done }));
  assert.match(look(someGuide({ steps: all })).now, /^✓ all 14 steps are done {2}▶ v collects the evidence$/);
});

test('what the scheduler says stands beside the step, the newest first, also while nothing is being played', () => {
  const guide = guideAfterAll(someGuide(), [
    { type: 'scheduler-is', scheduler: { pid: 42, mode: 'bind' } },
    { type: 'scheduler-told', events: [boundEvent('pod1', 60), boundEvent('pod2', 61, 'worker2')] },
  ]);
  const { lines, line } = look(guide);
  line('workshop-scheduler runs (pid 42, mode bind)');
  const at = (words: string) => lines.findIndex((one) => one.includes(words));
  assert.ok(at('default/pod2 → worker2') < at('default/pod1 → worker'));
  // a panel that is folded says its latest word
  look(guide, { size: { columns: 60, rows: 15 } }).line('scheduler: bound default/pod2 -> worker2');
});

test('where there is room, what it thought of each node when it last decided stands above', () => {
  const nodes = [
    { node: 'worker', pods: 3, fits: false, plugin: 'TaintToleration', detail: 'taint a=b:NoSchedule' },
  ];
  const refused = {
    type: 'unschedulable',
    time: timeAt(62),
    pod: ref('blocked'),
    message: '0/1 nodes',
    attempts: 1,
    nodes,
  } as const;
  const guide = guideAfterAll(someGuide(), [{ type: 'scheduler-told', events: [refused] }]);
  const wide = { size: { columns: 200, rows: 50 } };
  look(guide, wide).line(/worker +3 +out +– +TaintToleration: taint a=b:NoSchedule/);
  const bound = guideAfterAll(guide, [{ type: 'scheduler-told', events: [boundEvent('blocked', 63)] }]);
  assert.doesNotMatch(look(bound, wide).text, /TaintToleration/, 'it is old once another was bound');
});

test('a narrow terminal shows fewer keys, each in full', () => {
  for (let columns = 12; columns <= 120; columns++) {
    const { keys } = look(someGuide(), { size: { columns, rows: 24 } });
    assert.match(keys, /^(\S+( k)? \w+( {2}|$))+$/, `${columns}: "${keys}"`);
  }
  assert.match(look(someGuide(), { size: { columns: 80, rows: 24 } }).keys, /v verify {2}tab panel$/);
});

test('hints are those of the step that is shown', () => {
  const { ui } = guidedModel();
  const { line } = look(someGuide(), { ui: { ...ui, page: { kind: 'hints', scroll: 0 } } });
  line('hints for step 1');
  line('Look at kubectl get pods, says step 1.');
});

test('with ASCII there is nothing else on the screen', () => {
  const guide = guideAfterAll(
    playing(...told(check('runs', true), ...output(3)), { type: 'paused', line: 'x' }),
    [{ type: 'scheduler-told', events: [boundEvent('pod1', 60)] }],
  );
  const about = { ...GUIDED_ABOUT, marks: ASCII };
  for (const size of SIZES) {
    const { text } = look(guide, { about, size });
    // oxlint-disable-next-line no-control-regex -- all that is not ASCII
    assert.doesNotMatch(text, /[^\x00-\x7f]/);
  }
});

test('without colours code is told from the words around it by quotes', () => {
  const text = 'Run `kubectl get pods` _now_.';
  const guide = someGuide({
    steps: [guideStep(1, { text, transcript: [{ type: 'text', markdown: text }] })],
  });
  look(guide).line('Run kubectl get pods now.');
  look(guide, { about: { ...GUIDED_ABOUT, colours: false } }).line('Run `kubectl get pods` *now*.');
});
