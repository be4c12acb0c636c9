import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { MISTAKES } from '../../../src/trials/mistakes.ts';
import { loadSteps } from '../../../src/workshop/content.ts';
import { playOne, playSteps, type Range } from '../../../src/workshop/engine.ts';
import type { Finding } from '../../../src/workshop/finding.ts';
import type { OwnProgram } from '../../../src/workshop/own/program.ts';
import type { Settings, Workshop } from '../../../src/workshop/workshop.ts';
import { World } from '../../helpers/workshop-world.ts';

const STEPS = loadSteps(join(import.meta.dirname, '..', '..', '..', 'workshop'));
const own: OwnProgram = {
  line: 'go run .',
  run: 'go run .',
  folder: '/home/me/scheduler',
  shown: 'go run .',
  mistake: (id) => MISTAKES.find((one) => one.id === id),
};
const settings: Partial<Settings> = {
  manifests: mkdtempSync(join(tmpdir(), 'manifests-')),
  holdMs: 2000,
  own,
};

const workshopOf = (world: World, more: Partial<Settings> = {}): Workshop =>
  world.workshop(STEPS, { settings: { ...settings, ...more } });

function findings(world: World): Finding[] {
  return world.seen.flatMap((one) => (one.type === 'check' ? [one.finding] : []));
}

describe("a play with the person's own program", () => {
  test('is played to the end of the first part, and the journal says whose scheduler it was', async () => {
    const world = new World();
    assert.equal(await world.play(playSteps(workshopOf(world))), true);
    const starts = world.entries.filter((entry) => entry.kind === 'scheduler-started');
    assert.ok(starts.length >= 4);
    assert.deepEqual([...new Set(starts.map(({ program }) => program))], ['go run .']);
    const commands = world.seen.flatMap((one) => (one.type === 'command' ? [one.line] : []));
    assert.ok(commands.includes('SCHEDULER_NAME=workshop-scheduler SCHEDULER_MODE=watch go run . &'));
    assert.ok(!commands.some((line) => line.includes('minisched serve')));
  });

  test('is asked what can be seen from outside, in words that claim no more', async () => {
    const world = new World();
    await world.play(playSteps(workshopOf(world)));
    const ids = findings(world).map(({ id }) => id);
    for (const id of ['noticed-well', 'candidate-well', 'pods-apart', 'orphan-soon', 'blocked-said'])
      assert.ok(ids.includes(id), id);
    for (const id of [
      'noticed-pending',
      'candidate-unbound',
      'pods-spread',
      'orphan-at-once',
      'blocked-told',
    ])
      assert.ok(!ids.includes(id), id);
    const waited = world.seen.flatMap((one) => (one.type === 'waited' ? [one.what] : []));
    assert.ok(waited.includes('the cluster shows pod1 on a node'));
    assert.ok(!waited.some((what) => what.includes('says that it bound')));
  });

  test('may place a pod where only noticing it is asked for', async () => {
    const world = new World().makeCluster();
    const workshop = workshopOf(world);
    const start: typeof workshop.scheduler.start = (options) =>
      workshop.scheduler.start({ ...options, mode: 'bind' });
    const played = playOne({ ...workshop, scheduler: { ...workshop.scheduler, start } }, 2);
    assert.equal(await world.play(played), true);
  });

  for (const [step, pod, sentence] of [
    [6, 'blocked', /^not yet: blocked was refused, and is on no node; usual mistake: it watches only Added/],
    [5, 'orphan', /; usual mistake: it forgets pods that were there before it started$/],
    [4, 'pod3', /; usual mistake: it does not bind$/],
  ] as const) {
    test(`that does not come true names the usual mistake, and what to change: step ${step}`, async () => {
      const world = new World().makeCluster();
      const tried = new Set<string>();
      world.neglects = ({ metadata: { name } }) => {
        if (name !== pod) return false;
        // once it is refused, and never again
        const again = tried.has(name) || step !== 6;
        tried.add(name);
        return again;
      };
      assert.equal(await world.play(playOne(workshopOf(world), step)), false);
      assert.match(findings(world).find(({ ok }) => !ok)?.seen ?? '', sentence);
      const hints = world.seen.flatMap((one) => (one.type === 'hint' ? [one.text] : []));
      assert.ok(
        MISTAKES.some(({ advice }) => advice === hints[0]),
        hints[0],
      );
    });
  }

  test('in which nothing is seen of the program says what would be seen, and names no mistake', async () => {
    const world = new World().makeCluster();
    world.neglects = () => true;
    assert.equal(await world.play(playOne(workshopOf(world), 2)), false);
    const failed = findings(world).find(({ ok }) => !ok);
    assert.match(failed?.expected ?? '', /^the output of your program names noticed, or the cluster shows/);
    assert.match(failed?.seen ?? '', /its output does not name it, and it is on no node$/);
    assert.match(world.told(), /Let your program print a line with the pod's name/);
  });

  test('of a project that fails a step says what helps to write it', async () => {
    for (const [shown, helps] of [
      ['go run . (scheduler)', true],
      ['go run .', false],
    ] as const) {
      const world = new World().makeCluster();
      world.neglects = () => true;
      await world.play(playSteps(workshopOf(world, { own: { ...own, shown } })));
      const watch = '`kubectl minisched workshop watch /home/me/scheduler` tries it at each save';
      assert.equal(world.told().includes(watch), helps, shown);
    }
  });

  test('whose program has ended says that and no usual mistake, and waits no longer', async () => {
    const world = new World().makeCluster();
    world.neglects = ({ metadata }) => {
      if (metadata.name !== 'pod2') return false;
      if (world.owner) world.end();
      return true;
    };
    const begun = world.clock.monotonic();
    assert.equal(await world.play(playOne(workshopOf(world), 4)), false);
    const failed = findings(world).find(({ ok }) => !ok);
    assert.match(failed?.seen ?? '', /; your program has ended by itself \(exit code 2\)$/);
    assert.ok(world.clock.monotonic() - begun < 8000, 'it gives up before the ten seconds are over');
  });

  test('starts anew what was started by an earlier run: it may have been changed', async () => {
    const world = new World().makeCluster();
    assert.equal(await world.play(playOne(workshopOf(world), 4)), true);
    const first = world.owner?.pid;
    assert.equal(await world.play(playOne(workshopOf(world), 6)), true);
    assert.notEqual(world.owner?.pid, first);
    assert.match(world.told(), /was stopped: you may have changed it since it was started/);
  });

  test('goes on with what the same run started', async () => {
    const world = new World().makeCluster();
    const range: Range = { from: 5, to: 6 };
    assert.equal(await world.play(playSteps(workshopOf(world), range)), true);
    assert.match(world.told(), /workshop-scheduler is running already/);
  });

  test('ends our scheduler first, and ours ends it', async () => {
    const world = new World().makeCluster();
    const { own: _own, ...ours } = settings;
    await world.play(playOne(world.workshop(STEPS, { settings: ours }), 4));
    await world.play(playOne(workshopOf(world), 6));
    assert.match(world.told(), /was stopped: it was kubectl-minisched's own/);
    await world.play(playOne(world.workshop(STEPS, { settings: ours }), 6));
    assert.match(world.told(), /was stopped: it was `go run \.`/);
  });

  test('of a step that is about our scheduler is refused in one sentence', async () => {
    const world = new World().makeCluster();
    await assert.rejects(playOne(workshopOf(world), 9), {
      message: "step 9 (Spread or pack) is about kubectl-minisched's own scheduler",
      next: 'play it without --scheduler-cmd',
    });
  });

  test('leaves such steps out where all are asked for', async () => {
    const world = new World().makeCluster();
    world.neglects = ({ metadata }) => metadata.name === 'pod1';
    await world.play(playSteps(workshopOf(world), { from: 4, all: true }));
    const [began] = world.seen.filter((one) => one.type === 'run-began');
    assert.deepEqual([began?.from, began?.to], [4, 10]);
  });
});

test('every mistake that a step names is one of those that the trials know', () => {
  const named = STEPS.flatMap(({ moments, checks }) =>
    [...moments, ...checks].flatMap(({ mistake }) => mistake ?? []),
  );
  assert.ok(named.length > 10);
  const known = new Set<string>(MISTAKES.map(({ id }) => id));
  assert.deepEqual(
    named.filter((id) => !known.has(id)),
    [],
  );
});

test('a step that starts the scheduler in a way of its own is about our scheduler, or does so with ours only', () => {
  for (const { slug, program, play } of STEPS) {
    const acts = play.filter((item) => 'scheduler' in item && item.with !== undefined);
    assert.ok(
      program === 'ours' || acts.every((act) => act.program === 'ours'),
      `${slug} would give a person's program a policy of ours`,
    );
  }
});
