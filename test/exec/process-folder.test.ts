import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, test } from 'node:test';

import { processFolder } from '../../src/exec/process-folder.ts';

const NAME = `minisched-test-folder${String(process.pid)}`;
const HOUR = 3_600_000;
const gone = spawnSync(process.execPath, ['--version']).pid;

afterEach(() => {
  for (const entry of readdirSync(tmpdir()).filter((each) => each.startsWith(NAME)))
    rmSync(join(tmpdir(), entry), { recursive: true });
});

/** A folder of this name, with a file in it, last written to so long before `now`. */
function left(name: string, now: number, ageMs: number): string {
  const folder = join(tmpdir(), name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'admin.conf'), '');
  utimesSync(folder, new Date(now - ageMs), new Date(now - ageMs));
  return folder;
}

test('a folder is new, and says whose it is', () => {
  const [one, other] = [processFolder(NAME, Date.now()), processFolder(NAME, Date.now())];
  assert.notEqual(one, other);
  assert.ok(basename(one).startsWith(`${NAME}-${String(process.pid)}-`));
  assert.deepEqual(readdirSync(one), []);
});

test('what a killed process left goes after an hour; what lives, is young or is named otherwise stays', () => {
  const now = Date.now();
  const abandoned = left(`${NAME}-${String(gone)}-abcdef`, now, HOUR + 2000);
  const staying = [
    left(`${NAME}-${String(gone)}-Young1`, now, HOUR - 2000),
    left(`${NAME}-${String(process.pid)}-Lives1`, now, 9 * HOUR),
    left(`${NAME}-${String(gone)}`, now, 9 * HOUR),
    left(`${NAME}-x-${String(gone)}-abcdef`, now, 9 * HOUR),
    left(`${NAME}er-${String(gone)}-abcdef`, now, 9 * HOUR),
  ];
  processFolder(NAME, now);
  assert.ok(!existsSync(abandoned));
  assert.deepEqual(
    staying.filter((folder) => !existsSync(folder)),
    [],
  );
});
