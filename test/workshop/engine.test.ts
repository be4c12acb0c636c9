import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { NAMESPACES, NODES, PODS, PRIORITY_CLASSES } from '../../src/api/resources.ts';
import { UserError } from '../../src/lib/errors.ts';
import { loadSteps, parseStep, type Step } from '../../src/workshop/content.ts';
import { playOne, playSteps, type Range } from '../../src/workshop/engine.ts';
import { ensureNamespace } from '../../src/workshop/namespace.ts';
import { stopScheduler } from '../../src/workshop/scheduler-control.ts';
import { Stage } from '../../src/workshop/stage.ts';
import { statusOf } from '../../src/workshop/status.ts';
import type { Settings } from '../../src/workshop/workshop.ts';
import { node, pod } from '../helpers/builders.ts';
import { World } from '../helpers/workshop-world.ts';

const STEPS = loadSteps(join(import.meta.dirname, '..', '..', 'workshop')).filter(
  ({ part }) => part === 'core',
);
const settings: Partial<Settings> = { manifests: mkdtempSync(join(tmpdir(), 'manifests-')), holdMs: 2000 };

async function clusterIdOf(world: World): Promise<string | undefined> {
  const { NAMESPACES } = await import('../../src/api/resources.ts');
  return (await world.api.get(NAMESPACES, { name: 'kube-system' })).metadata.uid;
}

async function states(world: World): Promise<string[]> {
  const id = world.status.state === 'absent' ? undefined : await clusterIdOf(world);
  return statusOf(
    world.entries,
    id,
    STEPS.map(({ number }) => number),
  ).map(({ state }) => state);
}

test('all steps come true on a machine without a cluster, two pods on each worker', async () => {
  const world = new World();
  assert.equal(await world.play(playSteps(world.workshop(STEPS, { settings }))), true);
  assert.deepEqual(await states(world), Array(7).fill('done'));
  const places = world.api
    .all(PODS)
    .filter(({ metadata }) => /^pod\d$/.test(metadata.name))
    .map(({ spec }) => spec.nodeName);
  assert.deepEqual(
    [1, 2, 3].map(
      (at) => places.filter((place) => place === `sched-workshop-worker${at === 1 ? '' : at}`).length,
    ),
    [2, 2, 2],
  );
});

test('the questions of each step come when it came true, and never after one that did not', async () => {
  const world = new World();
  const asked: number[] = [];
  const workshop = {
    ...world.workshop(STEPS, { settings }),
    quiz: async ({ number }: Step) => {
      assert.equal(world.entries.at(-1)?.kind, 'step-finished', 'the step is over before somebody thinks');
      asked.push(number);
    },
  };
  await world.play(playSteps(workshop, { to: 2 }));
  assert.deepEqual(asked, [0, 1, 2]);
  assert.equal(await world.play(playOne({ ...workshop, steps: [small(3, 'core', false)] }, 3)), false);
  assert.deepEqual(asked, [0, 1, 2]);
});

test('in another language it is told differently, and the journal says the same', async () => {
  const told: Record<string, unknown> = {};
  const written: Record<string, unknown> = {};
  for (const translation of [{ title: 'ist es so' }, {}]) {
    const world = new World().makeCluster();
    const original = {
      ...small(3, 'core'),
      checks: [{ id: 'so', title: 'it is so in ${namespace}', nodes: { workers: 3, 'control-planes': 1 } }],
    };
    const checks = original.checks.map((check) => ({ ...check, ...translation }));
    const isOriginal = translation.title === undefined;
    const step = isOriginal ? original : { ...original, checks, original };
    await world.play(playOne(world.workshop([step], { settings }), 3));
    const key = isOriginal ? 'en' : 'xx';
    told[key] = world.seen.flatMap((one) => (one.type === 'check' ? [one.finding.title] : []));
    // the first entry names the cluster, which is another one
    written[key] = world.entries.slice(1);
  }
  assert.deepEqual(told, { en: ['it is so in default'], xx: ['ist es so'] });
  assert.deepEqual(written['xx'], written['en']);
});

test('the journal tells the story that the evidence needs, in order', async () => {
  const world = new World();
  await world.play(playSteps(world.workshop(STEPS, { settings })));
  const five = world.entries.slice(
    world.entries.findLastIndex((one) => one.kind === 'step-started' && one.step === 5),
  );
  const story = five.flatMap((one) =>
    one.kind === 'observed'
      ? [one.label]
      : one.kind === 'scheduler-stopped' || one.kind === 'scheduler-started'
        ? [one.kind]
        : [],
  );
  assert.deepEqual(story.slice(0, 5), [
    'scheduler-stopped',
    'created',
    'pending',
    'scheduler-started',
    'placed',
  ]);
  const pending = five.find((one) => one.kind === 'observed' && one.label === 'pending');
  assert.ok(pending?.kind === 'observed');
  assert.deepEqual(pending.held, { seconds: 2, looks: 3 });
  assert.deepEqual(pending.pod.events, []);
  const blocked = world.entries.find(
    (one) => one.kind === 'observed' && one.step === 6 && one.label === 'pending',
  );
  assert.ok(blocked?.kind === 'observed');
  assert.equal(blocked.pod.events[0]?.reason, 'FailedScheduling');
  assert.deepEqual(Object.values(blocked.workerTaints).flat(), Array(3).fill('workshop=blocked:NoSchedule'));
});

test('every step comes true when it is played twice in a row', async () => {
  const world = new World();
  for (const { number } of STEPS) {
    assert.equal(
      await world.play(playOne(world.workshop(STEPS, { settings }), number)),
      true,
      `step ${number}`,
    );
    assert.equal(
      await world.play(playOne(world.workshop(STEPS, { settings }), number)),
      true,
      `step ${number} again`,
    );
  }
});

for (const number of [2, 3, 4, 5, 6]) {
  test(`step ${number} alone makes the cluster it needs first and says so`, async () => {
    const world = new World();
    assert.equal(await world.play(playOne(world.workshop(STEPS, { settings }), number)), true);
    assert.match(world.told(), /needs a cluster/);
    assert.equal(world.status.state, 'healthy');
  });
}

test('step 0 is text only where no cluster is up', async () => {
  const world = new World();
  assert.equal(await world.play(playOne(world.workshop(STEPS, { settings }), 0)), true);
  assert.deepEqual(world.commands, []);
  assert.equal(world.status.state, 'absent');
});

test('a play goes on with the first step that is not done, and says so', async () => {
  const world = new World();
  await world.play(playSteps(world.workshop(STEPS, { settings }), { to: 2 }));
  world.seen.length = 0;
  await world.play(playSteps(world.workshop(STEPS, { settings }), { to: 3 }));
  assert.deepEqual(
    world.seen.flatMap((one) => (one.type === 'step-began' ? [one.step] : [])),
    [3],
  );
  assert.match(world.told(), /going on with step 3/);
});

test('when all is done, a play says so and does nothing', async () => {
  const world = new World();
  await world.play(playSteps(world.workshop(STEPS, { settings })));
  const before = world.commands.length;
  assert.equal(await world.play(playSteps(world.workshop(STEPS, { settings }))), true);
  assert.equal(world.commands.length, before);
  assert.match(world.told(), /The workshop is finished: all 7 steps are done/);
});

test('what was done on a cluster that is gone does not count on the next one of the same name', async () => {
  const world = new World();
  await world.play(playSteps(world.workshop(STEPS, { settings })));
  world.makeCluster();
  assert.deepEqual(await states(world), Array(7).fill('open'));
});

test('a stopped cluster is started again; one that does not come back is made anew; it says which', async () => {
  const world = new World().makeCluster();
  world.status = { state: 'unhealthy', problem: '2 of 4 nodes are stopped', nodes: ['a', 'b', 'c', 'd'] };
  assert.equal(await world.play(playOne(world.workshop(STEPS, { settings }), 1)), true);
  assert.match(world.told(), /2 of 4 nodes are stopped: starting it again/);
  world.status = { state: 'unhealthy', problem: 'the API server is silent', nodes: ['a', 'b', 'c', 'd'] };
  world.restartHelps = false;
  assert.equal(await world.play(playOne(world.workshop(STEPS, { settings }), 1)), true);
  assert.match(world.told(), /did not help: it is deleted and made anew/);
});

test('after a restart of the machine a play starts the cluster again and goes on where it was', async () => {
  const world = new World();
  await world.play(playSteps(world.workshop(STEPS, { settings }), { to: 3 }));
  world.status = { state: 'unhealthy', problem: '4 of 4 nodes are stopped', nodes: ['a', 'b', 'c', 'd'] };
  world.owner = undefined;
  world.seen.length = 0;
  assert.equal(await world.play(playSteps(world.workshop(STEPS, { settings }))), true);
  assert.match(world.told(), /4 of 4 nodes are stopped: starting it again/);
  assert.deepEqual(
    world.seen.flatMap((one) => (one.type === 'step-began' ? [one.step] : [])),
    [4, 5, 6],
  );
});

test('the scheduler of an earlier cluster is stopped when a new one is made', async () => {
  const world = new World();
  await world.play(playOne(world.workshop(STEPS, { settings }), 5));
  const pid = world.owner?.pid;
  world.status = { state: 'absent' };
  await world.play(playOne(world.workshop(STEPS, { settings }), 1));
  assert.ok(world.entries.some((one) => one.kind === 'scheduler-stopped' && one.pid === pid));
  assert.equal(world.owner, undefined);
});

test('a leftover taint is noticed and removed before the step begins', async () => {
  const world = new World().makeCluster();
  world.api.put(NODES, node('sched-workshop-worker').taint('workshop', 'NoSchedule', 'blocked').build());
  assert.equal(await world.play(playOne(world.workshop(STEPS, { settings }), 2)), true);
  assert.match(
    world.told(),
    /left the taint workshop=blocked:NoSchedule on sched-workshop-worker: removing it/,
  );
});

test('a pod of the same name that the workshop did not make is left alone', async () => {
  const world = new World().makeCluster();
  world.api.put(PODS, pod('orphan').build());
  await assert.rejects(world.play(playOne(world.workshop(STEPS, { settings }), 5)), (error) => {
    assert.ok(error instanceof UserError);
    return /default\/orphan is there already/.test(error.message);
  });
  assert.equal(world.api.all(PODS).length, 1);
});

test('on a cluster of somebody else a step that taints or deletes asks for --yes and does nothing', async () => {
  const world = new World().makeCluster();
  world.owned = false;
  await assert.rejects(
    world.play(playOne(world.workshop(STEPS, { settings }), 6)),
    /was not made by this program/,
  );
  assert.deepEqual(world.commands, []);
  const confirmed = { ...settings, confirmed: true };
  assert.equal(await world.play(playOne(world.workshop(STEPS, { settings: confirmed }), 6)), true);
});

test('an expectation that does not come true ends the step with what was seen, hints and false', async () => {
  const world = new World().makeCluster();
  const workshop = world.workshop(STEPS, { settings });
  const kubectl: typeof workshop.kubectl = async (args, options) => {
    const result = await workshop.kubectl(args, options);
    // somebody stops the scheduler behind our back
    world.owner = undefined;
    return result;
  };
  assert.equal(await world.play(playOne({ ...workshop, kubectl }, 4)), false);
  const failed = world.seen.findLast((one) => one.type === 'check');
  assert.match(failed?.finding.seen ?? '', /not yet: the scheduler has said nothing about pod2/);
  assert.ok(world.seen.some((one) => one.type === 'hint'));
  assert.equal((await states(world))[4], 'failed');
});

test('with --attach it asks for the scheduler in the other terminal and waits for it', async () => {
  const world = new World().makeCluster();
  const workshop = world.workshop(STEPS, { settings: { ...settings, attach: true } });
  const observe: typeof workshop.observe = (one) => {
    workshop.observe(one);
    if (one.type !== 'notice' || one.level !== 'wants') return;
    if (one.text.includes('start the scheduler')) world.attach('bind');
    if (one.text.includes('stop the scheduler')) world.owner = undefined;
  };
  assert.equal(await world.play(playOne({ ...workshop, observe }, 5)), true);
  const acts = world.entries.flatMap((one) =>
    one.kind === 'scheduler-started' || one.kind === 'scheduler-stopped' ? [one] : [],
  );
  assert.deepEqual(
    acts.map(({ kind, attached }) => [kind, attached]),
    [
      ['scheduler-started', true],
      ['scheduler-stopped', true],
      ['scheduler-started', true],
    ],
  );
  assert.match(world.told(), /kubectl minisched serve --context kind-sched-workshop --mode bind/);
});

test('a scheduler that the person started is not stopped without --attach', async () => {
  const world = new World().makeCluster();
  world.attach('watch');
  await assert.rejects(world.play(playOne(world.workshop(STEPS, { settings }), 5)), /you started yourself/);
  assert.ok(world.owner);
});

test('a step that does not exist is refused with the names of those that do', async () => {
  const world = new World().makeCluster();
  await assert.rejects(world.play(playOne(world.workshop(STEPS, { settings }), 9)), /there is no step 9/);
});

test('at the end a play says that it is finished and what comes next; before, where it goes on', async () => {
  const world = new World();
  await world.play(playSteps(world.workshop(STEPS, { settings }), { to: 2 }));
  assert.match(world.told(), /`kubectl minisched workshop run` goes on with step 3\.$/);
  await world.play(playSteps(world.workshop(STEPS, { settings })));
  assert.match(world.told(), /The workshop is finished: .*`kubectl minisched verify` collects the evidence/);
});

test('--from after --to is a wrong command line', async () => {
  const world = new World().makeCluster();
  const play = playSteps(world.workshop(STEPS, { settings }), { from: 5, to: 3 });
  await assert.rejects(world.play(play), { name: 'UsageError', message: '--from 5 comes after --to 3' });
});

test('step 0 is told as a story even where no cluster can be looked for', async () => {
  const world = new World();
  const workshop = world.workshop(STEPS, { settings });
  workshop.cluster.provider.status = () => Promise.reject(new UserError('docker was not found on PATH'));
  assert.equal(await world.play(playOne(workshop, 0)), true);
  await assert.rejects(world.play(playOne(workshop, 2)), /docker was not found/);
});

test('of a cluster whose engine does not run nobody says that it is there', async () => {
  const world = new World();
  world.status = { state: 'unhealthy', problem: 'the Docker engine is not running', nodes: [] };
  const workshop = world.workshop(STEPS, { settings });
  workshop.cluster.provider.restart = () => Promise.reject(new UserError('the Docker engine is not running'));
  await assert.rejects(world.play(playOne(workshop, 1)), /^UserError: the Docker engine is not running$/);
  assert.doesNotMatch(world.told(), /is there/);
});

test('what the scheduler said in earlier runs is not told again', async () => {
  const world = new World().makeCluster();
  await world.play(playOne(world.workshop(STEPS, { settings }), 4));
  world.seen.length = 0;
  const stage = new Stage(world.workshop(STEPS, { settings }));
  await stopScheduler(stage);
  const told = world.seen.flatMap((one) => (one.type === 'told' ? [one.event.type] : []));
  assert.ok(!told.includes('bound'), told.join(' '));
});

test('a namespace that is not there yet is made, and that is said', async () => {
  const world = new World().makeCluster();
  const stage = new Stage(world.workshop([], { settings: { namespace: 'team-a' } }));
  await stage.connect();
  assert.ok(stage.look);
  await ensureNamespace(stage, stage.look);
  assert.deepEqual(world.commands, ['kubectl create namespace team-a']);
  assert.match(world.told(), /There is no namespace team-a yet: making it/);
  world.api.put(NAMESPACES, { metadata: { name: 'team-a' } });
  await ensureNamespace(stage, stage.look);
  assert.equal(world.commands.length, 1);
});

/** A step of this number and part that does nothing, unless it is told to fail. */
function small(number: number, part: Step['part'], ok = true): Step {
  const yaml = ok ? 'play: [{ say: x }]' : 'play: [{ expect: no, within: 1s }]';
  const check = 'moments: [{ id: no, title: no, pod: { name: nobody } }]';
  return {
    ...parseStep(`title: x\nminutes: 1\npart: ${part}\nneeds: [cluster]\n${yaml}\n${check}`, 'step.yaml'),
    number,
    slug: `s${number}`,
    folder: '/nowhere',
    text: 'A text.',
  };
}

const PARTS = [small(0, 'core'), small(1, 'core'), small(2, 'more'), small(3, 'more')];

/** The steps that a play of this range plays, and what was said. */
async function played(world: World, range: Range, steps: readonly Step[] = PARTS) {
  world.seen.length = 0;
  await world.play(playSteps(world.workshop(steps, { settings }), range));
  return world.seen.flatMap((one) => (one.type === 'step-began' ? [`${one.step} of ${one.of}`] : []));
}

test('the second part is played when it is asked for, and it is said how', async () => {
  const world = new World().makeCluster();
  assert.deepEqual(await played(world, {}), ['0 of 1', '1 of 1']);
  assert.match(
    world.told(),
    /finished: all 2 steps are done.*`kubectl minisched workshop run --all` goes on with step 2/,
  );
  assert.deepEqual(await played(world, {}), []);
  assert.deepEqual(await played(world, { all: true }), ['2 of 3', '3 of 3']);
  assert.match(world.told(), /finished: all 4 steps are done/);
  assert.deepEqual(await played(world, { from: 0 }), ['0 of 1', '1 of 1']);
  assert.deepEqual(await played(world, { from: 1, all: true }), ['1 of 1', '2 of 3', '3 of 3']);
  assert.deepEqual(await played(world, { from: 3 }), ['3 of 3']);
  assert.deepEqual(await played(new World().makeCluster(), { to: 2 }), ['0 of 1', '1 of 1', '2 of 3']);
});

test('whoever was stopped in the second part goes on there', async () => {
  const world = new World().makeCluster();
  await played(world, { from: 2 }, [...PARTS.slice(0, 2), small(2, 'more', false), small(3, 'more')]);
  assert.deepEqual(await played(world, {}), ['0 of 1', '1 of 1', '2 of 3', '3 of 3']);
});

test('what steps leave on nodes, and their priority classes, go before the next step', async () => {
  const world = new World().makeCluster();
  const [, worker] = world.api.all(NODES);
  assert.ok(worker);
  const { name } = worker.metadata;
  world.api.put(NODES, {
    ...worker,
    metadata: { ...worker.metadata, labels: { 'workshop.example.com/disk': 'ssd', theirs: 'x' } },
    status: { ...worker.status, capacity: { cpu: '4', 'workshop.example.com/slot': '10' } },
  });
  for (const [classOf, labels] of [
    ['workshop-important', { 'minisched-workshop': 'true' }],
    ['theirs', {}],
  ] as const)
    world.api.put(PRIORITY_CLASSES, { metadata: { name: classOf, labels }, value: 1 });
  await played(world, { from: 3 });
  const gone = '{"workshop.example.com/slot":null}';
  assert.deepEqual(world.commands, [
    `kubectl label nodes ${name} workshop.example.com/disk-`,
    `kubectl patch nodes ${name} --subresource=status --type=merge -p {"status":{"capacity":${gone},"allocatable":${gone}}}`,
    'kubectl delete priorityclass workshop-important',
  ]);
});

test('a label in removes takes the pods that carry it, if they are ours', async () => {
  const world = new World().makeCluster();
  const step = { ...small(0, 'core'), removes: ['part=more'] };
  world.api.put(PODS, pod('ours').label('minisched-workshop', 'true').label('part', 'more').build());
  world.api.put(PODS, pod('kept').label('minisched-workshop', 'true').build());
  world.api.put(PODS, pod('theirs').label('part', 'more').build());
  await played(world, {}, [step]);
  assert.deepEqual(
    world.api.all(PODS).map(({ metadata }) => metadata.name),
    ['kept', 'theirs'],
  );
});
