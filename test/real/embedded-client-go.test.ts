import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type EmbeddedWorld, placesOf, startEmbeddedWorld, textAt } from '../helpers/embedded-world.ts';
import type { Program } from '../helpers/program.ts';
import { missing, missingForGo } from '../helpers/require-tools.ts';
import { items } from '../parity/sequence.ts';

const SOURCES = fileURLToPath(new URL('../programs/go-scheduler', import.meta.url));
const PODS = '/api/v1/namespaces/default/pods';
const skip = missing('kubectl') || missingForGo(SOURCES);

void suite('a scheduler made of client-go informers on the embedded cluster', { skip }, () => {
  let world: EmbeddedWorld;
  let program: Program;

  before(async () => {
    world = await startEmbeddedWorld({ workers: 3 });
    const file = join(world.cluster.folder, 'go-scheduler');
    const { status, stderr } = spawnSync('go', ['build', '-o', file, '.'], {
      cwd: SOURCES,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    program = world.start(file, [world.cluster.kubeconfigPath, 'go-scheduler']);
    await program.says('synced');
  });
  after(() => world.stop());

  const create = (name: string): Promise<string> =>
    world.kubectl(`run ${name} --image=x --overrides='{"spec":{"schedulerName":"go-scheduler"}}'`);

  test('binds pods one after the other, each to the emptiest worker', async () => {
    for (let number = 1; number <= 6; number++) {
      await create(`pod${number}`);
      await program.says(`bound default/pod${number} -> `);
    }
    const pods = await world.until(PODS, 'six pods run', (list) =>
      items(list).every((pod) => textAt(pod, 'status.phase') === 'Running'),
    );
    const nodes = [...placesOf(pods).values()];
    assert.deepEqual(
      nodes.toSorted(),
      ['', '2', '3'].flatMap((name) => [`test-worker${name}`, `test-worker${name}`]),
    );
  });

  test('its events are seen by kubectl describe', async () => {
    await world.until(
      '/api/v1/namespaces/default/events',
      'it told of six',
      (list) =>
        items(list).filter((event) => textAt(event, 'source.component') === 'go-scheduler').length === 6,
    );
    assert.match(
      await world.kubectl('describe pod pod1'),
      /Scheduled.*go-scheduler.*Successfully assigned default\/pod1 to test-worker/,
    );
  });

  test('its informer sees that the workers are gone and come back', async () => {
    await world.kubectl('cordon test-worker test-worker2 test-worker3');
    await create('late');
    await world.until('/api/v1/namespaces/default/events', 'it says that it failed', (list) =>
      items(list).some((event) => textAt(event, 'reason') === 'FailedScheduling'),
    );
    await world.kubectl('uncordon test-worker2');
    await program.says('bound default/late -> test-worker2', 60_000);
  });
});
