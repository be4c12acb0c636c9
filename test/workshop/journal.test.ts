import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { UserError } from '../../src/lib/errors.ts';
import type { JournalFact } from '../../src/workshop/journal-entry.ts';
import { openJournal, readJournal } from '../../src/workshop/journal.ts';
import { eventually } from '../helpers/eventually.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const now = (): number => Date.UTC(2026, 0, 1);

function fact(text: string): JournalFact {
  return {
    kind: 'command',
    step: 1,
    line: text,
    exitCode: 0,
    startedAt: '',
    stdout: `${text}\n`,
    stderr: '',
  };
}

function seqs(path: string): number[] {
  return readJournal(path).map(({ seq }) => seq);
}

describe('the journal', () => {
  it('gives back what was appended, numbered and dated', () => {
    using folder = tempFolder();
    const path = folder.file('journal.jsonl');
    const journal = openJournal(path, now);
    const first = journal.append(fact('kubectl get nodes'));
    const second = journal.append({ kind: 'step-started', step: 4, slug: 'run' });
    journal.sync();
    assert.deepEqual(first, { seq: 1, at: '2026-01-01T00:00:00.000Z', ...fact('kubectl get nodes') });
    assert.deepEqual(journal.entries(), [first, second]);
    assert.deepEqual(readJournal(path), [first, second]);
    journal.close();
  });

  it('goes on where an earlier run ended', () => {
    using folder = tempFolder();
    const path = folder.file('journal.jsonl');
    const earlier = openJournal(path, now);
    earlier.append(fact('one'));
    earlier.close();
    const later = openJournal(path, now);
    assert.equal(later.entries().length, 1);
    assert.equal(later.append(fact('two')).seq, 2);
    assert.deepEqual(seqs(path), [1, 2]);
    later.close();
  });

  it('is empty where there is no file, and reading makes none', () => {
    using folder = tempFolder();
    assert.deepEqual(readJournal(folder.file('none')), []);
    assert.equal(existsSync(folder.file('none')), false);
  });

  it('is read by others while it is written', () => {
    using folder = tempFolder();
    const path = folder.file('journal.jsonl');
    const journal = openJournal(path, now);
    for (let count = 1; count <= 5; count += 1) {
      journal.append(fact('x'));
      assert.equal(readJournal(path).length, count);
    }
    journal.close();
  });

  it('is readable by its owner only: it holds output of commands', () => {
    using folder = tempFolder();
    openJournal(folder.file('j'), now).close();
    assert.equal(statSync(folder.file('j')).mode & 0o777, 0o600);
  });

  it('says which file cannot be written or read, and what to do', () => {
    using folder = tempFolder();
    mkdirSync(folder.file('a-folder'));
    for (const act of [
      () => openJournal(folder.file('a-folder'), now),
      () => readJournal(folder.file('a-folder')),
    ]) {
      assert.throws(
        act,
        (error: unknown) => error instanceof UserError && /a-folder/.test(error.message) && !!error.next,
      );
    }
  });

  it('passes over a line in the middle that a power cut left as zeros', () => {
    using folder = tempFolder();
    const path = folder.file('j');
    const journal = openJournal(path, now);
    journal.append(fact('one'));
    appendFileSync(path, `${'\0'.repeat(20)}\n{"seq":"2"}\nnull\n`);
    journal.append(fact('two'));
    assert.deepEqual(seqs(path), [1, 2]);
    journal.close();
  });
});

describe('a journal that was cut off', () => {
  it('at any byte loses no entry that was written whole, counts on without a gap, and never fails a reader', () => {
    using folder = tempFolder();
    const path = folder.file('j');
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), fc.nat(), (texts, at) => {
        writeFileSync(path, '');
        const journal = openJournal(path, now);
        const ends = texts.map((line) => {
          journal.append(fact(line));
          return statSync(path).size;
        });
        const all = journal.entries();
        journal.close();
        const cut = at % ((ends.at(-1) ?? 0) + 1);
        truncateSync(path, cut);

        const whole = ends.filter((end) => end <= cut).length;
        assert.deepEqual(readJournal(path), all.slice(0, whole), 'before the repair');
        const again = openJournal(path, now);
        assert.deepEqual(again.entries(), all.slice(0, whole), 'after the repair');
        assert.equal(again.append(fact('next')).seq, whole + 1);
        again.close();
        assert.deepEqual(
          seqs(path),
          Array.from({ length: whole + 1 }, (_, index) => index + 1),
        );
        assert.ok(readFileSync(path, 'utf8').endsWith('\n'));
      }),
      { numRuns: 300 },
    );
  });

  it('may hold any bytes at all: readers and openers do not fail, and what is appended is read', () => {
    using folder = tempFolder();
    const path = folder.file('j');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        writeFileSync(path, bytes);
        const before = readJournal(path).length;
        const journal = openJournal(path, now);
        const added = journal.append(fact('next'));
        journal.close();
        assert.equal(readJournal(path).length, before + 1);
        assert.deepEqual(readJournal(path).at(-1), added);
      }),
      { numRuns: 200 },
    );
  });

  it('by kill -9 of its writer keeps every entry that the writer had acknowledged', async () => {
    using folder = tempFolder();
    const path = folder.file('j');
    const module = new URL('../../src/workshop/journal.ts', import.meta.url).href;
    const script = `
      import { writeSync } from 'node:fs';
      import { openJournal } from ${JSON.stringify(module)};
      const journal = openJournal(${JSON.stringify(path)}, Date.now);
      for (;;) writeSync(1, journal.append({ kind: 'step-started', step: 1, slug: 'x'.repeat(3000) }).seq + '\\n');`;
    const writer = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    writer.stdout.on('data', (chunk) => (told += String(chunk)));
    const ended = new Promise((resolve) => writer.once('close', resolve));
    await eventually(() => told.split('\n').length > 50, 'the writer is at work');
    writer.kill('SIGKILL');
    await ended;
    const acknowledged = Number(told.split('\n').at(-2));
    assert.ok(readJournal(path).length >= acknowledged, `${String(acknowledged)} were acknowledged`);
    assert.deepEqual(
      seqs(path),
      Array.from({ length: readJournal(path).length }, (_, index) => index + 1),
    );
  });
});
