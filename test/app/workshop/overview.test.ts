import assert from 'node:assert/strict';
import { test } from 'node:test';

import { overview } from '../../../src/app/workshop/overview.ts';
import { ownerOf, takeLock } from '../../../src/exec/lock.ts';
import { prepareStateFolder, stateFolder } from '../../../src/workshop/state.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { World } from '../../helpers/workshop-world.ts';

test('a step without an end is being played while somebody plays, and was interrupted when nobody does', async () => {
  using temp = tempFolder();
  const folder = stateFolder('kind-x', {}, temp.path);
  prepareStateFolder(folder);
  const world = new World();
  const steps = [2, 3].map((number) => ({
    number,
    slug: 's',
    folder: '',
    text: '',
    title: 't',
    minutes: 1,
    needs: [],
    removes: [],
    play: [],
    checks: [],
    moments: [],
    hints: [],
    quiz: [],
    part: 'core' as const,
  }));
  const workshop = world.workshop(steps);
  workshop.journal.append({ kind: 'step-started', step: 2, slug: 's' });
  await world.clock.advance(1000);
  workshop.journal.append({ kind: 'step-started', step: 3, slug: 's' });
  world.entries.unshift({
    seq: 0,
    at: world.entries[0]?.at ?? '',
    kind: 'run-started',
    program: 'p',
    context: 'c',
    cluster: 'kind',
    scheduler: 's',
    policy: 'least-pods',
  });
  const states = async () =>
    (await overview({ workshop, folder, close: () => Promise.resolve() })).steps.map(({ state }) => state);

  assert.deepEqual(await states(), ['interrupted', 'interrupted']);
  const release = takeLock(folder.workshopLock, ownerOf(process.pid, 'a play'));
  assert.deepEqual(await states(), ['interrupted', 'playing']);
  release();
});
