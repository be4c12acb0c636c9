import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { NODES, PODS } from '../../src/api/resources.ts';
import { UserError } from '../../src/lib/errors.ts';
import { checkStep } from '../../src/workshop/check-step.ts';
import { reset } from '../../src/workshop/reset.ts';
import { setAside } from '../../src/workshop/set-aside.ts';
import { node, pod } from '../helpers/builders.ts';
import { World } from '../helpers/workshop-world.ts';

function played(): World {
  const world = new World().makeCluster();
  world.api.put(PODS, pod('pod1').label('minisched-workshop', 'true').build());
  world.api.put(PODS, pod('precious').build());
  world.api.put(
    NODES,
    node('sched-workshop-worker')
      .taint('workshop', 'NoSchedule', 'blocked')
      .taint('theirs', 'NoSchedule')
      .build(),
  );
  return world;
}

test('reset removes our pods and our taint, stops the scheduler, and leaves everything else', async () => {
  const world = played();
  await world.workshop([]).scheduler.start({ mode: 'bind', signal: new AbortController().signal });
  await world.play(reset(world.workshop([]), { cluster: false }));
  assert.deepEqual(
    world.api.all(PODS).map(({ metadata }) => metadata.name),
    ['precious'],
  );
  const taints = world.api.all(NODES).flatMap(({ spec }) => spec?.taints ?? []);
  assert.deepEqual(
    taints.map(({ key }) => key),
    ['node-role.kubernetes.io/control-plane', 'theirs'],
  );
  assert.equal(world.owner, undefined);
});

test('reset of a cluster of somebody else asks for --yes', async () => {
  const world = played();
  world.owned = false;
  await assert.rejects(reset(world.workshop([]), { cluster: false }), /was not made by this program/);
  assert.deepEqual(world.commands, []);
});

test('reset where nothing is up is no error', async () => {
  const world = new World();
  await world.play(reset(world.workshop([]), { cluster: false }));
  assert.match(world.told(), /is not up/);
});

test('reset of a cluster that is there and not up says that pods and taints stay on it', async () => {
  const world = new World();
  world.status = { state: 'unhealthy', problem: 'its API server does not answer', nodes: ['a'] };
  await world.play(reset(world.workshop([]), { cluster: false }));
  assert.match(world.told(), /does not answer\. Pods and taints on it stay: reset it again/);
});

test('reset --cluster deletes the cluster', async () => {
  const world = played();
  await world.play(reset(world.workshop([]), { cluster: true }));
  assert.equal(world.status.state, 'absent');
});

test('reset --cluster never deletes a cluster of somebody else, confirmed or not', async () => {
  const world = played();
  world.owned = false;
  const confirmed = world.workshop([], { settings: { confirmed: true } });
  await assert.rejects(
    reset(confirmed, { cluster: true }),
    /was not made by this program, so it is not deleted/,
  );
  assert.deepEqual(world.commands, []);
  assert.notEqual(world.status.state, 'absent');
});

test('the journal is set aside, not thrown away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const journal = join(folder, 'journal.jsonl');
  assert.equal(setAside(journal, 0), undefined);
  writeFileSync(journal, '{}\n');
  setAside(journal, Date.UTC(2026, 0, 2, 3, 4, 5));
  assert.ok(!existsSync(journal));
  assert.deepEqual(readdirSync(folder), ['journal-2026-01-02T03-04-05Z.jsonl']);
});

test('a context that does not exist is said so before anything is asked or looked up on it', async () => {
  const world = new World();
  world.owned = false;
  const workshop = world.workshop([]);
  workshop.cluster.connect = () => Promise.reject(new UserError('there is no context nope'));
  await assert.rejects(reset(workshop, { cluster: false }), /there is no context nope/);
  const step = { number: 4, slug: 's', folder: '', text: '', title: 't', minutes: 1, needs: [] };
  const nothing = {
    part: 'core' as const,
    removes: [],
    play: [],
    checks: [],
    moments: [],
    hints: [],
    quiz: [],
  };
  await assert.rejects(checkStep(workshop, { ...step, ...nothing }), /there is no context nope/);
});
