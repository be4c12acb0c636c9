import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import { createStore } from '../../../src/embedded/store/create-store.ts';
import { openSqliteDisk } from '../../../src/embedded/store/sqlite-disk.ts';
import type { Store } from '../../../src/embedded/store/store.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import type { Said } from './endless-writer.ts';

test('a store goes on where it stopped: objects, order, revision', (t) => {
  using folder = tempFolder();
  const path = folder.file('store.db');
  const first = createStore(openSqliteDisk(path));
  first.create('pods', 'b/p', { metadata: { name: 'p' } });
  first.create('pods', 'a/p', { metadata: { name: 'p' } });
  first.create('nodes', 'n', { metadata: { name: 'n' } });
  first.replace('pods', 'b/p', { metadata: { name: 'p', labels: { x: 'y' } } }, 1);
  first.remove('pods', 'a/p', 2);
  first.close();

  const second = createStore(openSqliteDisk(path));
  t.after(() => {
    second.close();
  });
  assert.equal(second.revision, 5);
  assert.deepEqual(second.get('pods', 'b/p')?.object, {
    metadata: { name: 'p', labels: { x: 'y' }, resourceVersion: '4' },
  });
  assert.equal(second.get('pods', 'a/p'), undefined);
  assert.equal(second.create('nodes', 'm', { metadata: { name: 'm' } })?.revision, 6);
});

test('after a restart a watch goes on where nothing was missed, and is refused where something was', (t) => {
  using folder = tempFolder();
  const path = folder.file('store.db');
  const first = createStore(openSqliteDisk(path));
  first.create('pods', 'a/p', { metadata: {} });
  first.remove('pods', 'a/p', 1);
  first.create('nodes', 'n', { metadata: {} });
  first.close();

  const second = createStore(openSqliteDisk(path));
  t.after(() => {
    second.close();
  });
  assert.deepEqual(second.changesSince('pods', 2), [], 'the pods did not change after their deletion');
  assert.equal(second.changesSince('pods', 1), undefined, 'the deletion can no longer be told');
  assert.deepEqual(second.changesSince('nodes', 3), []);
});

test('a write that cannot be made durable did not happen', () => {
  using folder = tempFolder();
  const disk = openSqliteDisk(folder.file('store.db'));
  const store = createStore(disk);
  store.create('pods', 'a/p', { metadata: {} });
  disk.close();
  assert.throws(() => store.create('pods', 'a/q', { metadata: {} }));
  assert.throws(() => store.remove('pods', 'a/p', 1));
  assert.equal(store.revision, 1);
  assert.deepEqual(
    store.list('pods').map(({ key }) => key),
    ['a/p'],
  );
});

test('kill -9 loses nothing that was acknowledged, again and again', async (t) => {
  using folder = tempFolder();
  const path = folder.file('store.db');
  const said: Said[] = [];
  for (let round = 1; round <= 4; round += 1) {
    // a different moment each time
    said.push(...(await killedAfter(100 + 37 * round, path, round)));
    const store = createStore(openSqliteDisk(path));
    try {
      checkAgainst(store, said);
      // the next writer's lines begin behind what this one may have written and not said
      said.push(...unsaid(store, said));
    } finally {
      store.close();
    }
  }
  t.diagnostic(`${String(said.length)} writes`);
});

/** Starts a writer, kills it once it has said so many writes, and gives what it said. */
async function killedAfter(count: number, path: string, seed: number): Promise<Said[]> {
  const program = join(import.meta.dirname, 'endless-writer.ts');
  const child = spawn(process.execPath, [program, path, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const said: Said[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    // the last line may be half a one
    if (line.endsWith('}')) said.push(JSON.parse(line));
    if (said.length >= count) child.kill('SIGKILL');
  }
  await exited;
  assert.equal(child.signalCode, 'SIGKILL');
  assert.ok(said.length >= count);
  return said;
}

/** Everything that was said is there; at most one write more was made and not said. */
function checkAgainst(store: Store, said: readonly Said[]): void {
  const last = said.at(-1)?.revision ?? 0;
  assert.ok(
    store.revision === last || store.revision === last + 1,
    `${String(store.revision)} after ${String(last)}`,
  );
  const fresh = store.revision > last;
  for (const [place, { storage, key, left }] of lastOf(said)) {
    const entry = store.get(storage, key);
    const isFresh = fresh && (entry === undefined || entry.revision === store.revision);
    if (!isFresh) assert.equal(entry?.text, left, place);
  }
  for (const storage of ['pods', 'nodes']) checkWatches(store, storage, said);
}

/** A watch from an old version hears that nothing happened since, or that it has to list again: never nothing where something did. */
function checkWatches(store: Store, storage: string, said: readonly Said[]): void {
  for (const { revision } of said) {
    const changes = store.changesSince(storage, revision);
    if (changes === undefined) continue;
    assert.deepEqual(changes, []);
    const missed = said.filter((write) => write.storage === storage && write.revision > revision);
    assert.deepEqual(missed, [], `${storage} since ${String(revision)}`);
  }
  assert.deepEqual(store.changesSince(storage, store.revision), []);
  assert.equal(store.changesSince(storage, 0), undefined);
}

function lastOf(said: readonly Said[]): Map<string, Said> {
  return new Map(said.map((write) => [`${write.storage} ${write.key}`, write]));
}

/** The one write that the dead writer could not tell any more. */
function unsaid(store: Store, said: readonly Said[]): Said[] {
  if (store.revision === said.at(-1)?.revision) return [];
  for (const storage of ['pods', 'nodes']) {
    const found = store.list(storage).find(({ revision }) => revision === store.revision);
    if (found) return [{ storage, key: found.key, revision: found.revision, left: found.text }];
  }
  const { revision } = store;
  const removed = [...lastOf(said).values()].find(
    ({ storage, key, left }) => left !== undefined && !store.get(storage, key),
  );
  return removed ? [{ storage: removed.storage, key: removed.key, revision }] : [];
}
