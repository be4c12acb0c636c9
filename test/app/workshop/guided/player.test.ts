import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { eavesdrop } from '../../../../src/app/workshop/guided/eavesdrop.ts';
import { firstGuide } from '../../../../src/app/workshop/guided/first-guide.ts';
import { Player } from '../../../../src/app/workshop/guided/player.ts';
import { NAMESPACES } from '../../../../src/api/resources.ts';
import { type Guide, firstOpen, stepCalled } from '../../../../src/view/guide.ts';
import { guideAfter } from '../../../../src/view/guide-reduce.ts';
import { loadSteps } from '../../../../src/workshop/content.ts';
import type { Settings } from '../../../../src/workshop/workshop.ts';
import { advanceUntil, settle } from '../../../helpers/fake-clock.ts';
import { World } from '../../../helpers/workshop-world.ts';

const STEPS = loadSteps(join(import.meta.dirname, '..', '..', '..', '..', 'workshop')).filter(
  ({ part }) => part === 'core',
);
const MANIFESTS = mkdtempSync(join(tmpdir(), 'manifests-'));

/** A person before the guided mode: they see the guide, and let things be played. */
async function sitDown(world: World, settings: Partial<Settings> = {}) {
  const workshop = world.workshop(STEPS, { settings: { manifests: MANIFESTS, holdMs: 2000, ...settings } });
  const aim = (text: string) => text;
  let guide = await firstGuide(workshop, { aim, quiz: true });
  const broken: unknown[] = [];
  const player = new Player({
    workshop,
    clock: world.clock,
    aim,
    tell: (event) => void (guide = guideAfter(guide, event)),
    onBroken: (error) => broken.push(error),
  });
  const seen = (): Guide => guide;
  const until = (what: (guide: Guide) => boolean, why: string) =>
    advanceUntil(world.clock, () => what(guide), why);
  return {
    player,
    workshop,
    broken,
    seen,
    until,
    listen: () =>
      eavesdrop(workshop.scheduler, world.clock, (event) => void (guide = guideAfter(guide, event))),
    /** Plays a step, a command when the person says so; resolves to how often they were asked. */
    async playAlong(step: number): Promise<number> {
      player.play(step, { all: false, mayChange: false });
      for (let asked = 0; ; asked++) {
        await until(({ playing }) => !playing || playing.paused !== undefined, 'it ends or waits');
        if (!seen().playing) return asked;
        player.goOn(false);
      }
    },
  };
}

const states = (guide: Guide) => guide.steps.map(({ state }) => state);
const transcript = (guide: Guide, step: number) => stepCalled(guide, step)?.transcript ?? [];

test('all steps are played, one after the other, each command when the person says so; every check comes true', async () => {
  const person = await sitDown(new World());
  for (const { number } of STEPS) {
    const asked = await person.playAlong(number);
    assert.equal(stepCalled(person.seen(), number)?.state, 'done', `step ${number}`);
    const commands = transcript(person.seen(), number).filter(({ type }) => type === 'command');
    // what makes the cluster is no command of kubectl's
    const free = number === 1 ? 2 : Math.min(1, commands.length);
    assert.equal(asked, commands.length - free, `step ${number} asks before each command but the first`);
  }
  const checks = person.seen().steps.flatMap((step) => step.checks);
  assert.ok(checks.length > 10);
  assert.ok(checks.every(({ ok }) => ok === true));
  assert.deepEqual(person.broken, []);
});

test('nothing is played before it is asked for, and a command that waits has not run', async () => {
  const world = new World().makeCluster();
  const person = await sitDown(world);
  await world.clock.advance(60_000);
  assert.deepEqual(world.commands, []);
  person.player.play(4, { all: false, mayChange: false });
  await person.until(({ playing }) => playing?.paused !== undefined, 'it waits');
  const [first] = world.commands;
  await world.clock.advance(60_000);
  assert.deepEqual(world.commands, first === undefined ? [] : [first]);
  assert.match(person.seen().playing?.paused?.line ?? '', /^kubectl run pod1 --image=/);
});

test('without stops nobody is asked; from the middle of a step, too', async () => {
  const world = new World().makeCluster();
  const person = await sitDown(world);
  person.player.play(4, { all: true, mayChange: false });
  await person.until(({ playing }) => !playing, 'it ends');
  assert.equal(stepCalled(person.seen(), 4)?.state, 'done');
  person.player.play(5, { all: false, mayChange: false });
  await person.until(({ playing }) => playing?.paused !== undefined, 'it waits');
  person.player.goOn(true);
  await person.until(({ playing }) => !playing, 'it ends');
  assert.equal(stepCalled(person.seen(), 5)?.state, 'done');
});

test('while a step is being played no other begins', async () => {
  const world = new World().makeCluster();
  const person = await sitDown(world);
  person.player.play(5, { all: false, mayChange: false });
  person.player.play(2, { all: true, mayChange: false });
  await person.until(({ playing }) => playing?.paused !== undefined, 'it waits');
  assert.equal(person.seen().playing?.step, 5);
  await world.play(person.player.stop());
  const begun = world.entries.flatMap((entry) => (entry.kind === 'step-started' ? [entry.step] : []));
  assert.deepEqual(new Set(begun), new Set([5]));
});

test('a step that is stopped while it waits or works was interrupted, and is played again from its beginning', async () => {
  for (const isPaused of [true, false]) {
    const world = new World().makeCluster();
    const person = await sitDown(world);
    person.player.play(5, { all: !isPaused, mayChange: false });
    await person.until(
      ({ playing }) => (isPaused ? playing?.paused !== undefined : playing?.wait?.hold === true),
      'it waits',
    );
    await world.play(person.player.stop());
    assert.equal(person.seen().playing, undefined);
    assert.equal(stepCalled(person.seen(), 5)?.state, 'interrupted');
    await person.playAlong(5);
    assert.equal(stepCalled(person.seen(), 5)?.state, 'done');
    assert.deepEqual(person.broken, []);
  }
});

test('a person who comes back finds what is done, the checks of then, and the step that is next', async () => {
  const world = new World();
  const first = await sitDown(world);
  for (const step of [0, 1, 2, 3, 4]) await first.playAlong(step);
  const again = (await sitDown(world)).seen();
  assert.deepEqual(states(again), ['done', 'done', 'done', 'done', 'done', 'open', 'open']);
  assert.equal(firstOpen(again)?.number, 5);
  assert.deepEqual(
    stepCalled(again, 4)?.checks.map(({ ok }) => ok),
    stepCalled(first.seen(), 4)?.checks.map(({ ok }) => ok),
  );
});

test('on a cluster that is merely stopped the progress is that of the latest run; on another cluster nothing is done', async () => {
  const world = new World();
  const person = await sitDown(world);
  for (const step of [0, 1, 2]) await person.playAlong(step);
  world.status = { state: 'unhealthy', nodes: [], problem: 'its process ended' };
  assert.deepEqual(states((await sitDown(world)).seen()).slice(0, 4), ['done', 'done', 'done', 'open']);
  world.makeCluster();
  world.api.put(NAMESPACES, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'kube-system', uid: 'other' },
  });
  assert.deepEqual(new Set(states((await sitDown(world)).seen())), new Set(['open']));
});

test('a cluster of somebody else is changed only when the person allowed it', async () => {
  const world = new World().makeCluster();
  world.owned = false;
  const person = await sitDown(world);
  assert.equal(stepCalled(person.seen(), 4)?.asks, true);
  assert.equal(stepCalled(person.seen(), 1)?.asks, false);
  person.player.play(4, { all: true, mayChange: false });
  await person.until(({ playing }) => !playing, 'it ends');
  assert.deepEqual(world.commands, []);
  assert.match(JSON.stringify(transcript(person.seen(), 4)), /was not made by this program/);
  person.player.play(4, { all: true, mayChange: true });
  await person.until(({ playing }) => !playing, 'it ends');
  assert.equal(stepCalled(person.seen(), 4)?.state, 'done');
  assert.deepEqual(person.broken, [], 'what a person can mend is no bug');
});

test('what the scheduler says is heard between steps, too, and what it said before the person came', async () => {
  const world = new World().makeCluster();
  const person = await sitDown(world);
  const end = person.listen();
  await person.playAlong(2);
  await person.until(({ scheduler }) => scheduler?.mode === 'watch', 'it is known which one runs');
  const { told } = person.seen().story;
  assert.ok(told > 0);
  world.owner = undefined;
  await person.until(({ scheduler }) => scheduler === undefined, 'it is known that none runs');
  end();
  assert.equal(world.clock.waiting, 0);
  const late = await sitDown(world);
  late.listen()();
  await settle();
  assert.equal(late.seen().story.told, told);
});
