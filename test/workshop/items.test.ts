import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { UnreachableError } from '../../src/api/errors.ts';
import { NODES, PODS } from '../../src/api/resources.ts';
import { checkStep } from '../../src/workshop/check-step.ts';
import { parseStep, type Step } from '../../src/workshop/content.ts';
import { playOne, playSteps } from '../../src/workshop/engine.ts';
import type { Workshop } from '../../src/workshop/workshop.ts';
import { pod } from '../helpers/builders.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { SCHEDULER, World } from '../helpers/workshop-world.ts';

/** A step of one's own, number 1. */
function step(yaml: string): Step {
  const parsed = parseStep(`title: x\nminutes: 1\n${yaml}`, 'step.yaml');
  return { ...parsed, number: 1, slug: 'x', folder: '/nowhere', text: 'A text.' };
}

const WAITS = `
moments:
  - id: waits
    title: it waits
    pod: { name: a, node: none }
`;

/** A cluster on which the pod `a` waits for nobody. */
function waiting(): World {
  const world = new World().makeCluster();
  world.api.put(PODS, pod('a').scheduler('nobody').build());
  return world;
}

test('a hold fails at the first look at which it is not so any more', async () => {
  const world = waiting();
  const workshop = world.workshop([step(`play: [{ hold: 30s, while: waits }]${WAITS}`)]);
  const observe: Workshop['observe'] = (event) => {
    workshop.observe(event);
    if (event.type === 'waiting' && event.elapsedMs >= 3000) world.api.put(PODS, pod('a').on('w1').build());
  };
  assert.equal(await world.play(playOne({ ...workshop, observe }, 1)), false);
  const end = world.seen.find((event) => event.type === 'waited');
  assert.deepEqual([end?.ok, end?.elapsedMs], [false, 4000]);
});

test('a hold lasts as long as it says, and is looked at every second', async () => {
  const world = waiting();
  assert.equal(
    await world.play(playOne(world.workshop([step(`play: [{ hold: 30s, while: waits }]${WAITS}`)]), 1)),
    true,
  );
  const end = world.seen.find((event) => event.type === 'waited');
  assert.equal(end?.seen, 'for 30 s, looked at 31 times');
});

test('an expectation is given up after its time, not before', async () => {
  const world = new World().makeCluster();
  const yaml = `play: [{ expect: waits, within: 7s }]${WAITS}`;
  assert.equal(await world.play(playOne(world.workshop([step(yaml)]), 1)), false);
  const end = world.seen.find((event) => event.type === 'waited');
  assert.deepEqual([end?.ok, end?.seen, end?.elapsedMs], [false, 'not yet: a not found', 7000]);
});

test('an item for another kind of cluster is left out', async () => {
  const world = waiting();
  world.kind = 'embedded';
  const yaml = `play:
  - { say: containers, provider: kind }
  - { say: simulated, provider: embedded }
  - { say: of somebody else, provider: other }
  - { say: all }`;
  await world.play(playOne(world.workshop([step(yaml)]), 1));
  const said = world.seen.flatMap((event) => (event.type === 'text' ? [event.markdown] : []));
  assert.deepEqual(said, ['A text.', 'simulated', 'all']);
});

test('an item for another policy, or for where no cluster is, is left out', async () => {
  const world = waiting();
  const yaml = `play:
  - { say: one, policy: least-pods }
  - { say: two, policy: most-pods }
  - { say: three, when: no-cluster }
  - { say: four, when: cluster }`;
  await world.play(playOne(world.workshop([step(yaml)]), 1));
  const said = world.seen.flatMap((event) => (event.type === 'text' ? [event.markdown] : []));
  assert.deepEqual(said, ['A text.', 'one', 'four']);
});

const failing: Workshop['kubectl'] = (args) =>
  Promise.resolve({
    line: `kubectl ${args.join(' ')}`,
    exitCode: 1,
    stdout: '',
    stderr: 'no',
    startedAt: '',
    milliseconds: 1,
  });

test('a command that ends badly ends the step, unless that is part of the lesson', async () => {
  const world = waiting();
  const play = (yaml: string): Promise<boolean> =>
    world.play(playOne({ ...world.workshop([step(yaml)]), kubectl: failing }, 1));
  assert.equal(await play('play: [{ run: kubectl get x }]'), false);
  assert.equal(await play('play: [{ run: kubectl get x, may-fail: true }]'), true);
  assert.ok(
    world.entries.some((entry) => entry.kind === 'command' && entry.exitCode === 1 && entry.stderr === 'no'),
  );
});

test('workshop check asks what is true now and writes nothing down', async () => {
  const world = waiting();
  const asked = step(`play: [{ say: x }]
checks:
  - { id: a, title: a, pod: { name: a, node: none } }
  - { id: b, title: b, pod: { name: b } }
  - { id: c, title: c, policy: most-pods, pod: { name: c } }`);
  const findings = await checkStep(world.workshop([asked]), asked);
  assert.deepEqual(
    findings.map(({ id, ok }) => [id, ok]),
    [
      ['a', true],
      ['b', false],
    ],
  );
  assert.deepEqual(world.entries, []);
});

test('workshop check knows from the journal what the scheduler said in the latest play', async () => {
  const world = new World().makeCluster();
  const asked = step(`play: [{ scheduler: start }]
checks:
  - { id: said, title: said, told: { type: running } }`);
  const workshop = world.workshop([asked]);
  assert.deepEqual(await checkStep(workshop, asked), [], 'who typed the step was told so alone');
  await world.play(playOne(workshop, 1));
  assert.equal((await checkStep(workshop, asked))[0]?.ok, true);
});

test('workshop check without a cluster says so and how to get one', async () => {
  const world = new World();
  await assert.rejects(checkStep(world.workshop([]), step('play: [{ say: x }]')), /is not up/);
});

test('the pods get the image that their nodes have already', async () => {
  const world = new World().makeCluster();
  await world.play(
    playOne(world.workshop([step('play: [{ run: "kubectl run a --image=${pause} --labels=${label}" }]')]), 1),
  );
  assert.deepEqual(world.commands, [
    'kubectl run a --image=registry.k8s.io/pause:3.10.1 --labels=minisched-workshop=true',
  ]);
  assert.equal(world.api.all(PODS)[0]?.spec.schedulerName === SCHEDULER, false);
});

test('after a step that did not come true the next one is not played', async () => {
  const world = waiting();
  const first = step(`play: [{ expect: waits, within: 1s }]${WAITS.replace('name: a', 'name: nobody')}`);
  const second = { ...step('play: [{ say: two }]'), number: 2 };
  assert.equal(await world.play(playSteps(world.workshop([first, second]))), false);
  assert.deepEqual(
    world.seen.flatMap((event) => (event.type === 'run-ended' ? event.played : [])),
    [1],
  );
});

test('a look that gets no answer neither ends a hold nor counts as a look', async () => {
  const world = waiting();
  const yaml = `play: [{ hold: 10s, while: waits }]${WAITS}`;
  const workshop = world.workshop([step(yaml)]);
  const observe: Workshop['observe'] = (event) => {
    workshop.observe(event);
    if (event.type === 'waiting' && event.elapsedMs === 2000)
      world.api.failNext('get', new UnreachableError('https://test', new Error('refused')), { times: 3 });
  };
  assert.equal(await world.play(playOne({ ...workshop, observe }, 1)), true);
  const end = world.seen.find((event) => event.type === 'waited');
  assert.equal(end?.seen, 'for 10 s, looked at 8 times');
});

test('a hold whose last look gets no answer waits for one, but not for ever, and does not take silence for an answer', async () => {
  for (const [silentLooks, ok, elapsedMs] of [
    [3, true, 4000],
    [100, false, 13_000],
  ] as const) {
    const world = waiting();
    const workshop = world.workshop([step(`play: [{ hold: 3s, while: waits }]${WAITS}`)]);
    const observe: Workshop['observe'] = (event) => {
      workshop.observe(event);
      const silence = new UnreachableError('https://test', new Error('refused'));
      if (event.type === 'waiting' && event.elapsedMs === 0)
        world.api.failNext('get', silence, { times: silentLooks });
    };
    assert.equal(await world.play(playOne({ ...workshop, observe }, 1)), ok);
    const end = world.seen.find((event) => event.type === 'waited');
    assert.deepEqual([end?.ok, end?.elapsedMs], [ok, elapsedMs]);
  }
});

test('a step starts the scheduler as it wants, and ends with the one that the person asked for', async () => {
  const world = new World().makeCluster();
  const workshop = world.workshop([
    step(`play:
  - { scheduler: start, with: { policy: default, assume: false } }
  - { scheduler: start, with: { policy: default, assume: false } }
  - { scheduler: start }`),
  ]);
  await world.play(playOne(workshop, 1));
  const lines = world.seen.flatMap((event) => (event.type === 'command' ? [event.line] : []));
  const serve = 'kubectl minisched serve --context kind-sched-workshop';
  assert.deepEqual(lines, [`${serve} --policy default --no-assume --mode bind &`, `${serve} --mode bind &`]);
  assert.match(world.told(), /is running already.*\n.*was stopped: its policy was default/s);
  assert.deepEqual(
    world.entries.flatMap((entry) => (entry.kind === 'scheduler-started' ? [entry.flags ?? ''] : [])),
    ['--policy default --no-assume', ''],
  );
});

test('a scheduler in the cluster is started by a line that ends by itself', async () => {
  const world = new World().makeCluster();
  const workshop = world.workshop([step('play: [{ scheduler: start }]')], { settings: { inCluster: true } });
  await world.play(playOne(workshop, 1));
  const lines = world.seen.flatMap((event) => (event.type === 'command' ? [event.line] : []));
  assert.deepEqual(lines, ['kubectl minisched serve --context kind-sched-workshop --mode bind']);
  assert.match(world.told(), /It runs as a Deployment/);
});

test('one that does not count on its own decisions is not the one of the next step', async () => {
  const world = new World().makeCluster();
  const workshop = world.workshop([
    step('play: [{ scheduler: start, with: { assume: false } }, { scheduler: start }]'),
  ]);
  await world.play(playOne(workshop, 1));
  assert.match(world.told(), /was stopped: it did not count on its own decisions/);
  assert.equal(world.owner?.assume, true);
});

test('a configuration is filled in and written before the scheduler starts, and again when it changes', async () => {
  using temp = tempFolder();
  mkdirSync(temp.file('manifests'));
  writeFileSync(temp.file('manifests/a.yaml'), 'name: ${scheduler}');
  writeFileSync(temp.file('manifests/b.yaml'), 'other: 1');
  const world = new World().makeCluster();
  const asked = step(`play:
  - { scheduler: start, with: { config: a.yaml } }
  - { scheduler: configure, with: { config: b.yaml } }
  - { scheduler: start }`);
  await world.play(playOne(world.workshop([{ ...asked, folder: temp.path }]), 1));
  assert.deepEqual(world.configs, [`name: ${SCHEDULER}`, 'other: 1']);
  const lines = world.seen.flatMap((event) => (event.type === 'command' ? [event.line] : []));
  assert.deepEqual(lines.slice(0, 3), [
    'cp a.yaml /nowhere/scheduler.yaml',
    'kubectl minisched serve --context kind-sched-workshop --config /nowhere/scheduler.yaml --mode bind &',
    'cp b.yaml /nowhere/scheduler.yaml',
  ]);
  assert.match(world.told(), /was stopped: it had a configuration of its own/);
});

test('a scheduler that runs with a configuration is started anew for the same one: nobody knows what it has read', async () => {
  using temp = tempFolder();
  mkdirSync(temp.file('manifests'));
  writeFileSync(temp.file('manifests/a.yaml'), 'x: 1');
  const world = new World().makeCluster();
  const asked = step(`play:
  - { scheduler: start, with: { config: a.yaml } }
  - { scheduler: start, with: { config: a.yaml } }
  - { scheduler: start }`);
  await world.play(playOne(world.workshop([{ ...asked, folder: temp.path }]), 1));
  assert.match(world.told(), /was stopped: another configuration comes now/);
  assert.equal(world.entries.filter(({ kind }) => kind === 'scheduler-started').length, 3);
});

test('a picture tells what is asked of each node, and whose pods are there, the oldest first', async () => {
  const world = new World().makeCluster();
  const [, worker] = world.api.all(NODES);
  const on = worker?.metadata.name ?? '';
  const ours = (name: string) =>
    pod(name).label('minisched-workshop', 'true').label('part', 'x').on(on).requests({ cpu: '500m' });
  const made = [
    ours('z').createdAt('2026-01-01T00:00:00Z'),
    ours('a').label('app', 'web').createdAt('2026-01-01T00:00:05Z'),
    ours('over').phase('Failed'),
    pod('z').namespace('theirs').on(on),
    pod('system').namespace('kube-system').on(on).requests({ cpu: '1' }),
  ];
  const workshop = world.workshop([step('removes: [part=x, z]\nplay: [{ say: now }, { picture: cpu }]')]);
  const observe: Workshop['observe'] = (event) => {
    workshop.observe(event);
    if (event.type === 'text' && event.markdown === 'now')
      for (const one of made) world.api.put(PODS, one.build());
  };
  await world.play(playOne({ ...workshop, observe }, 1));
  const drawn = world.seen.find((event) => event.type === 'picture');
  const row = drawn?.nodes.find(({ name }) => name === on);
  assert.deepEqual([row?.asked, row?.allocatable], [2000, 4000]);
  assert.deepEqual(
    row?.pods.filter(({ isNew }) => isNew).map(({ source }) => source),
    ['z', 'web'],
  );
  assert.equal(row?.pods.length, 4);
});

test('steps may name the workers, and an amount of cpu that fits on each of them once', async () => {
  const world = new World().makeCluster();
  const workshop = world.workshop([step('play: [{ run: "kubectl get ${worker1} ${worker3} ${cpu}" }]')]);
  await world.play(playOne(workshop, 1));
  assert.deepEqual(world.commands, ['kubectl get sched-workshop-worker sched-workshop-worker3 2400m']);
});
