import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { NAMESPACES, NODES, PODS } from '../../src/api/resources.ts';
import { loadSteps } from '../../src/workshop/content.ts';
import { playSteps } from '../../src/workshop/engine.ts';
import { statusOf } from '../../src/workshop/status.ts';
import type { Settings, Workshop } from '../../src/workshop/workshop.ts';
import { World } from '../helpers/workshop-world.ts';

const STEPS = loadSteps(join(import.meta.dirname, '..', '..', 'workshop')).filter(
  ({ part }) => part === 'core',
);
const settings: Partial<Settings> = { manifests: mkdtempSync(join(tmpdir(), 'manifests-')), holdMs: 2000 };

/** Everything that happens in a whole play, one after the other: each is a moment at which it may be interrupted. */
async function moments(): Promise<{ events: number; entries: number }> {
  const world = new World();
  await world.play(playSteps(world.workshop(STEPS, { settings })));
  return { events: world.seen.length, entries: world.entries.length };
}

async function goesOn(world: World, when: string): Promise<void> {
  assert.equal(await world.play(playSteps(world.workshop(STEPS, { settings }))), true, when);
  const id = (await world.api.get(NAMESPACES, { name: 'kube-system' })).metadata.uid;
  const states = statusOf(
    world.entries,
    id,
    STEPS.map(({ number }) => number),
  );
  assert.deepEqual([...new Set(states.map(({ state }) => state))], ['done'], when);
  const taints = world.api.all(NODES).flatMap(({ spec }) => spec?.taints ?? []);
  assert.ok(!taints.some(({ key }) => key === 'workshop'), `a taint is left, ${when}`);
  const pods = world.api.all(PODS).map(({ metadata }) => metadata.name);
  assert.deepEqual(pods, ['blocked', 'orphan', 'pod1', 'pod2', 'pod3', 'pod4', 'pod5', 'pod6'], when);
}

test('interrupted by Ctrl-C after anything that happens, the next play goes on to the end', async () => {
  const { events } = await moments();
  assert.ok(events > 150);
  for (let at = 1; at <= events; at += 1) {
    const world = new World();
    const interruption = new AbortController();
    const workshop = world.workshop(STEPS, { settings, signal: interruption.signal });
    const observe: Workshop['observe'] = (event) => {
      workshop.observe(event);
      if (world.seen.length === at) interruption.abort(new Error('interrupted'));
    };
    await world.play(playSteps({ ...workshop, observe })).catch((error: unknown) => {
      assert.match(String(error), /interrupted/);
    });
    await goesOn(world, `interrupted after event ${at}: ${JSON.stringify(world.seen[at - 1])}`);
  }
});

test('killed before anything it would have written down, the next play goes on to the end', async () => {
  const { entries } = await moments();
  for (let at = 1; at <= entries; at += 1) {
    const world = new World();
    const workshop = world.workshop(STEPS, { settings });
    const append: Workshop['journal']['append'] = (fact) => {
      // a killed process writes nothing more, not even that it failed
      if (world.entries.length >= at) throw new Error('killed');
      return workshop.journal.append(fact);
    };
    await world
      .play(playSteps({ ...workshop, journal: { ...workshop.journal, append } }))
      .catch((error: unknown) => {
        assert.match(String(error), /killed/);
      });
    await goesOn(world, `killed after entry ${at}: ${JSON.stringify(world.entries.at(-1))}`);
  }
});
