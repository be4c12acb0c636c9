import assert from 'node:assert/strict';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { systemClock } from '../../../src/lib/clock.ts';
import { FolderWatcher } from '../../../src/watch/folder/folder-watcher.ts';
import { eventually } from '../../helpers/eventually.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

function watching(clock: FakeClock | typeof systemClock) {
  const folder = tempFolder();
  writeFileSync(folder.file('a.go'), 'a');
  const saves: (readonly string[])[] = [];
  const ignored: string[] = [];
  const watcher = new FolderWatcher({
    root: folder.path,
    clock,
    onSaved: (paths) => saves.push(paths),
    onIgnored: (path) => ignored.push(path),
  });
  return {
    file: (name: string) => folder.file(name),
    saves,
    ignored,
    watcher,
    [Symbol.dispose]() {
      watcher.close();
      folder[Symbol.dispose]();
    },
  };
}

test('a save as editors do it, through a file of its own, is told once', async () => {
  using world = watching(systemClock);
  writeFileSync(world.file('.a.go.swp'), 'swap');
  writeFileSync(world.file('a.go.tmp'), 'A');
  renameSync(world.file('a.go'), world.file('a.go~'));
  renameSync(world.file('a.go.tmp'), world.file('a.go'));
  await eventually(() => world.saves.length > 0, 'the save is told');
  // the next save ends the time in which the first could have been told again
  writeFileSync(world.file('b.go'), 'b');
  await eventually(() => world.saves.length > 1, 'the next save is told');
  assert.deepEqual(world.saves, [['a.go'], ['b.go']]);
});

test('the system says when to look, and a save is told when it has been quiet for a moment', async () => {
  const clock = new FakeClock();
  using world = watching(clock);
  assert.equal(clock.waiting, 1, 'only the look every now and then');
  writeFileSync(world.file('a.go'), 'half');
  await eventually(() => clock.waiting === 2, 'the sign has come');
  writeFileSync(world.file('a.go'), 'whole');
  await clock.advance(40);
  assert.deepEqual(world.saves, []);
  await clock.advance(500);
  assert.deepEqual(world.saves, [['a.go']]);
});

test('a folder that is made later is watched, too', async () => {
  using world = watching(systemClock);
  mkdirSync(world.file('pkg'));
  writeFileSync(world.file('pkg/b.go'), 'b');
  await eventually(() => world.saves.flat().includes('pkg/b.go'), 'the file in the new folder is told');
});

test('where the system tells nothing, it is looked at every two seconds', async () => {
  const clock = new FakeClock();
  using world = watching(clock);
  writeFileSync(world.file('a.go'), 'A');
  await clock.advance(2_000);
  assert.deepEqual(world.saves, [['a.go']]);
});

test('what a run leaves last is its own, and its binaries never are saves', async () => {
  const clock = new FakeClock();
  using world = watching(clock);
  world.watcher.runBegan();
  writeFileSync(world.file('scheduler'), '\0\0');
  world.watcher.runEnded();
  await clock.advance(2_000);
  assert.deepEqual(world.saves, []);
});

test('a save that nobody was told of when the run ends is told then', () => {
  const clock = new FakeClock();
  using world = watching(clock);
  world.watcher.runBegan();
  writeFileSync(world.file('a.go'), 'A');
  world.watcher.runEnded();
  assert.deepEqual(world.saves, [['a.go']]);
});

test('after it is closed nothing is told, and no timer is left', async () => {
  const clock = new FakeClock();
  using world = watching(clock);
  world.watcher.close();
  writeFileSync(world.file('a.go'), 'A');
  await clock.advance(5_000);
  assert.deepEqual(world.saves, []);
  assert.equal(clock.waiting, 0);
});
