import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkStep } from '../../src/workshop/check-step.ts';
import { parseStep, type Step } from '../../src/workshop/content.ts';
import { playOne } from '../../src/workshop/engine.ts';
import type { Workshop } from '../../src/workshop/workshop.ts';
import { World } from '../helpers/workshop-world.ts';

const yaml = `title: x
minutes: 1
play: [{ scheduler: start, mode: decide }]
checks: [{ id: said, title: said, told: { type: running } }]`;

const step: Step = {
  ...parseStep(yaml, 'step.yaml'),
  number: 1,
  slug: 'x',
  folder: '/nowhere',
  text: 'A text.',
};

/** A person who does in the other terminal what they are asked for. */
function obedient(world: World, workshop: Workshop): Workshop {
  return {
    ...workshop,
    observe: (event) => {
      workshop.observe(event);
      if (event.type !== 'notice' || event.level !== 'wants') return;
      if (event.text.includes('stop the scheduler')) world.owner = undefined;
      if (event.text.includes('start the scheduler')) world.attach('decide');
    },
  };
}

test('a scheduler that runs in another mode has to be stopped first, then started as it is wanted', async () => {
  const world = new World().makeCluster();
  world.attach('bind');
  const workshop = obedient(world, world.workshop([step], { settings: { attach: true } }));
  await world.play(playOne(workshop, 1));
  const acts = world.entries.flatMap((entry) =>
    entry.kind === 'scheduler-started'
      ? [`started ${entry.mode}`]
      : entry.kind === 'scheduler-stopped'
        ? ['stopped']
        : [],
  );
  assert.deepEqual(acts, ['stopped', 'started decide']);
});

test('one that runs as it is wanted is used as it is', async () => {
  const world = new World().makeCluster();
  world.attach('decide');
  const workshop = obedient(world, world.workshop([step], { settings: { attach: true } }));
  await world.play(playOne(workshop, 1));
  assert.doesNotMatch(world.told(), /In your other terminal, (stop|start) the scheduler/);
  assert.equal(world.owner?.mode, 'decide');
});

test('workshop check does not judge what only the other terminal has shown', async () => {
  const world = new World().makeCluster();
  const workshop = obedient(world, world.workshop([step], { settings: { attach: true } }));
  await world.play(playOne(workshop, 1));
  assert.deepEqual(await checkStep(world.workshop([step]), step), []);
});

test('a person is asked for the policy of the step, and then for their own again', async () => {
  const world = new World().makeCluster();
  world.attach('bind');
  const yaml = `title: x
minutes: 1
play: [{ scheduler: start, with: { policy: default, assume: false } }, { scheduler: start }]`;
  const special = { ...step, ...parseStep(yaml, 'step.yaml') };
  const asked: string[] = [];
  const workshop = world.workshop([special], { settings: { attach: true } });
  const observe: Workshop['observe'] = (event) => {
    workshop.observe(event);
    if (event.type !== 'notice' || event.level !== 'wants') return;
    const [, line] = event.text.split('\n');
    asked.push(line?.trim() ?? event.text);
    if (line === undefined) world.owner = undefined;
    else world.attach('bind', line.split(' '));
  };
  await world.play(playOne({ ...workshop, observe }, 1));
  const stop = /^In your other terminal, stop the scheduler/;
  assert.match(asked[0] ?? '', stop);
  assert.match(
    asked[1] ?? '',
    /serve --context kind-sched-workshop --policy default --no-assume --mode bind$/,
  );
  assert.match(asked[2] ?? '', stop);
  assert.match(asked[3] ?? '', /serve --context kind-sched-workshop --mode bind$/);
});
