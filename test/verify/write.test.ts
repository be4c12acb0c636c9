import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { drawRecord } from '../../src/app/screen/recorded-screen.ts';
import { checkBundle } from '../../src/verify/bundle/check.ts';
import { readBundle } from '../../src/verify/bundle/files.ts';
import { evidenceSchema } from '../../src/verify/evidence-schema.ts';
import { writeBundle } from '../../src/verify/write.ts';
import { UserError } from '../../src/lib/errors.ts';
import { bundleParts, PROGRAM } from '../helpers/bundle.ts';

describe('writing a bundle', () => {
  const out = mkdtempSync(join(tmpdir(), 'minisched-verify-'));
  after(() => {
    rmSync(out, { recursive: true });
  });
  const folder = writeBundle(out, bundleParts());

  test('makes a folder named after its time, with everything in it', () => {
    assert.match(folder, /2026-01-31T10-03-23Z$/);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
    assert.deepEqual(files, [
      'MANIFEST.sha256',
      'SUBMISSION.md',
      'evidence.json',
      'journal.jsonl',
      'outputs',
      join('outputs', '01-get-nodes.txt'),
      join('outputs', '02-get-pods.txt'),
      'recording.cast',
      'report.html',
      'scheduler.log',
    ]);
  });

  test('writes hashes that sha256sum itself accepts', (t) => {
    try {
      execFileSync('sha256sum', ['--version']);
    } catch {
      t.skip('SKIPPED: sha256sum is not on this machine');
      return;
    }
    const said = execFileSync('sha256sum', ['-c', '--strict', 'MANIFEST.sha256'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(said.trim().split('\n').length, 8);
  });

  test('writes an evidence.json that its schema accepts', () => {
    evidenceSchema.parse(JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8')));
  });

  test('gives a second bundle of the same second a number', () => {
    assert.match(writeBundle(out, bundleParts()), /2026-01-31T10-03-23Z-2$/);
    assert.ok(
      readdirSync(out).every((name) => !name.startsWith('.')),
      'nothing half-made is left',
    );
  });

  test('is read back as a bundle that passes', () => {
    assert.equal(checkBundle(readBundle(folder), PROGRAM, drawRecord).ok, true);
  });

  test('read back with a link in it names the link and does not follow it', () => {
    const other = writeBundle(out, bundleParts());
    symlinkSync('/etc/hostname', join(other, 'outputs', 'link'));
    assert.deepEqual(readBundle(other).odd, ['outputs/link']);
  });

  test('read back with a file far too big for it names the file and does not read it', () => {
    const other = writeBundle(out, bundleParts());
    writeFileSync(join(other, 'outputs', 'giant'), '');
    // takes no room on the disk
    truncateSync(join(other, 'outputs', 'giant'), 64 * 1024 * 1024 + 1);
    assert.deepEqual(readBundle(other).odd, ['outputs/giant']);
  });

  test('into a place that cannot be written rejects with the folder’s name', () => {
    const file = join(out, 'file');
    writeFileSync(file, '');
    assert.throws(
      () => writeBundle(file, bundleParts()),
      (error) => error instanceof UserError && error.message.includes(file) && error.next !== undefined,
    );
  });
});

describe('writing into /proc', () => {
  test('ends, with a sentence', (t) => {
    if (!existsSync('/proc/self')) {
      t.skip('SKIPPED: this machine has no /proc');
      return;
    }
    assert.throws(() => writeBundle('/proc/minisched', bundleParts()), /cannot be written/);
  });
});

describe('reading a bundle', () => {
  test('from a folder that is none says so', () => {
    const empty = mkdtempSync(join(tmpdir(), 'minisched-verify-'));
    assert.throws(() => readBundle(empty), /is no bundle of evidence/);
    rmSync(empty, { recursive: true });
    assert.throws(() => readBundle(empty), /cannot be read/);
  });
});
