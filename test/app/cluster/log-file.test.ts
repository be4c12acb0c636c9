import assert from 'node:assert/strict';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { logFile } from '../../../src/app/cluster/log-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const TIME = '1970-01-01T00:00:00.000Z';

test('appends lines with their times to what is there', () => {
  using temp = tempFolder();
  const path = join(temp.path, 'log');
  appendFileSync(path, 'before\n');
  const log = logFile(path, () => 0);
  log('one');
  log('two');
  assert.equal(readFileSync(path, 'utf8'), `before\n${TIME} one\n${TIME} two\n`);
});

test('begins anew when it is long, keeps the old one, and whoever holds it open goes on in the new one', () => {
  using temp = tempFolder();
  const path = join(temp.path, 'log');
  const held = openSync(path, 'a');
  const log = logFile(path, () => 0);
  const long = 'x'.repeat(1024 * 1024);
  for (let times = 0; times < 3; times += 1) log(long);
  log(`${long} the last of the old one`);
  log('the first of the new one');
  writeSync(held, 'from elsewhere\n');
  closeSync(held);
  assert.equal(readFileSync(path, 'utf8'), `${TIME} the first of the new one\nfrom elsewhere\n`);
  assert.match(readFileSync(`${path}.old`, 'utf8'), /the last of the old one\n$/);
  assert.ok(statSync(`${path}.old`).size > 4 * 1024 * 1024);
});

test('a line that cannot be written is lost, and nothing else', () => {
  using temp = tempFolder();
  const path = join(temp.path, 'log');
  mkdirSync(path);
  assert.doesNotThrow(() => {
    logFile(path, () => 0)('lost');
  });
});
