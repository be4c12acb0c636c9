import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import { createStore } from '../../../src/embedded/store/create-store.ts';
import { openSqliteDisk } from '../../../src/embedded/store/sqlite-disk.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

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

test('kill -9 loses nothing that was acknowledged', async (t) => {
  using folder = tempFolder();
  const path = folder.file('store.db');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'endless-writer.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= 500) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const store = createStore(openSqliteDisk(path));
  t.after(() => {
    store.close();
  });
  assert.ok(
    acknowledged >= 500 && store.revision >= acknowledged,
    `${String(store.revision)} of ${String(acknowledged)}`,
  );
  assert.equal(store.count('pods'), store.revision);
});
