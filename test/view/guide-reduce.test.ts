import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Guide, MAX_TRANSCRIPT, stepCalled } from '../../src/view/guide.ts';
import type { GuideEvent } from '../../src/view/guide-reduce.ts';
import type { SchedulerEvent } from '../../src/scheduler/events.ts';
import type { WorkshopEvent } from '../../src/workshop/events.ts';
import type { Finding } from '../../src/workshop/finding.ts';
import { guideAfterAll, output, someGuide, told } from '../helpers/guide.ts';
import { START } from '../helpers/fake-clock.ts';
import { boundEvent, ref, timeAt } from '../helpers/models.ts';

const BEGAN: GuideEvent = { type: 'play-began', step: 1, all: false };
const COMMAND: WorkshopEvent = { type: 'command', line: 'kubectl get pods' };
const WAITING: WorkshopEvent = {
  type: 'waiting',
  what: 'the pod runs',
  seen: 'not yet: Pending',
  elapsedMs: 250,
  limitMs: 60_000,
  hold: false,
};
const WAITED: WorkshopEvent = {
  type: 'waited',
  what: 'the pod runs',
  seen: 'Running',
  ok: true,
  elapsedMs: 300,
  hold: false,
};

function finding(id: string, ok = true): Finding {
  return { id, title: id, ok, expected: 'two', seen: 'three', source: 'cluster' };
}

function playing(...events: readonly GuideEvent[]): Guide {
  return guideAfterAll(someGuide(), [BEGAN, ...events]);
}

const running = (mode: 'decide' | 'bind'): SchedulerEvent => ({
  type: 'running',
  time: timeAt(0),
  scheduler: 'workshop-scheduler',
  mode,
  policy: 'least-pods',
  nodes: 4,
  waiting: 0,
});

const oks = (guide: Guide, step = 1) => stepCalled(guide, step)?.checks.map(({ ok }) => ok);

test('checks come true one by one: those that are waited for as soon as they are, the others when they are asked', () => {
  const waited = playing(...told(WAITED));
  assert.deepEqual(oks(waited), [true, undefined]);
  const asked = guideAfterAll(waited, told({ type: 'check', finding: finding('spread', false) }));
  assert.deepEqual(oks(asked), [true, false]);
  assert.equal(stepCalled(asked, 1)?.checks[1]?.seen, 'three');
  assert.deepEqual(oks(asked, 2), [undefined, undefined], 'those of other steps are not touched');
});

test('a wait that came to nothing, and one for something that must stay so, make no check true', () => {
  assert.deepEqual(oks(playing(...told({ ...WAITED, ok: false }))), [undefined, undefined]);
  assert.deepEqual(oks(playing(...told({ ...WAITED, hold: true }))), [undefined, undefined]);
});

test('a step that is played again begins anew: its text alone, no check asked', () => {
  const before = playing(...told(COMMAND, WAITED), { type: 'play-ended' });
  const again = guideAfterAll(before, [BEGAN]);
  assert.deepEqual(stepCalled(again, 1)?.transcript, [{ type: 'text', markdown: 'The text of step 1.' }]);
  assert.deepEqual(oks(again), [undefined, undefined]);
});

test('the text of a step, which stands there already, is not told twice', () => {
  const guide = playing(
    ...told({ type: 'text', markdown: 'The text of step 1.' }, { type: 'text', markdown: 'More.' }),
  );
  assert.equal(stepCalled(guide, 1)?.transcript.length, 2);
});

test('a wait is a state and no line of the step; it ends with whatever comes next', () => {
  const waiting = playing(...told(WAITING));
  assert.deepEqual(waiting.playing?.wait, WAITING);
  assert.equal(stepCalled(waiting, 1)?.transcript.length, 1);
  assert.equal(guideAfterAll(waiting, told(WAITED)).playing?.wait, undefined);
});

test('a command runs from when it was told to what comes after its output', () => {
  const running = playing(...told(COMMAND, ...output(2)));
  assert.deepEqual(running.playing?.running, { line: 'kubectl get pods', since: START });
  assert.equal(guideAfterAll(running, told(WAITED)).playing?.running, undefined);
});

test('what was told when the person let it go on is no news; where nothing stops, nothing is kept from running off', () => {
  const paused = playing(...told(COMMAND, ...output(3)), { type: 'paused', line: 'kubectl get nodes' });
  assert.equal(paused.playing?.paused?.line, 'kubectl get nodes');
  assert.equal(stepCalled(paused, 1)?.mark, 0);
  const on = guideAfterAll(paused, [{ type: 'went-on', all: false }]);
  assert.equal(on.playing?.paused, undefined);
  assert.equal(stepCalled(on, 1)?.mark, 5);
  const all = guideAfterAll(on, [
    { type: 'went-on', all: true },
    { type: 'went-on', all: false },
  ]);
  assert.equal(all.playing?.all, true);
  assert.equal(stepCalled(all, 1)?.mark, undefined);
  assert.equal(stepCalled(guideAfterAll(someGuide(), [{ ...BEGAN, all: true }]), 1)?.mark, undefined);
});

test('findings of an earlier run are shown until the step is played here', () => {
  const states = [{ step: 1, state: 'done' as const, findings: [finding('runs'), finding('spread')] }];
  const before = guideAfterAll(someGuide(), [{ type: 'progress', states }]);
  assert.deepEqual(oks(before), [true, true]);
  assert.equal(stepCalled(before, 1)?.state, 'done');
  assert.equal(stepCalled(before, 2)?.state, 'open', 'steps that are not named stay as they are');
  const failed = guideAfterAll(before, [
    BEGAN,
    ...told({ type: 'check', finding: finding('runs', false) }),
    { type: 'play-ended' },
    { type: 'progress', states },
  ]);
  assert.deepEqual(oks(failed), [false, undefined]);
});

test('checks that were asked outside of a play are told to their step', () => {
  const guide = guideAfterAll(someGuide(), [{ type: 'checked', step: 2, findings: [finding('runs')] }]);
  assert.deepEqual(oks(guide, 2), [true, undefined]);
});

test('what is told while nothing is being played is no part of a step', () => {
  const guide = someGuide();
  assert.equal(guideAfterAll(guide, told(COMMAND)), guide);
  assert.equal(guideAfterAll(playing({ type: 'play-ended' }), told(COMMAND)).playing, undefined);
});

test('a scheduler that came and went is known no more', () => {
  const runs = guideAfterAll(someGuide(), [{ type: 'scheduler-is', scheduler: { pid: 7, mode: 'bind' } }]);
  assert.equal(runs.scheduler?.pid, 7);
  assert.equal(guideAfterAll(runs, [{ type: 'scheduler-is' }]).scheduler, undefined);
});

test('of a log with several runs each is told as its mode has it, at once or one by one', () => {
  const runs: SchedulerEvent[] = [
    running('decide'),
    { type: 'decided', time: timeAt(1), pod: ref('candidate'), node: 'worker', hadPods: 0, nodes: [] },
    running('bind'),
    { type: 'decided', time: timeAt(2), pod: ref('pod1'), node: 'worker', hadPods: 0, nodes: [] },
    boundEvent('pod1', 3),
  ];
  const atOnce = guideAfterAll(someGuide(), [{ type: 'scheduler-told', events: runs }]).story;
  assert.deepEqual(
    atOnce.stream.map(({ event }) => event.type),
    ['running', 'decided', 'running', 'bound'],
  );
  const single = runs.map((event): GuideEvent => ({ type: 'scheduler-told', events: [event] }));
  assert.deepEqual(guideAfterAll(someGuide(), single).story, atOnce);
});

test('a step never grows beyond its bound', () => {
  const guide = playing(...told(...output(MAX_TRANSCRIPT + 10)));
  assert.equal(stepCalled(guide, 1)?.transcript.length, MAX_TRANSCRIPT);
  assert.deepEqual(stepCalled(guide, 1)?.transcript.at(-1), output(MAX_TRANSCRIPT + 10).at(-1));
});
