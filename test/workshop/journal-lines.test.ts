import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { readJournal } from '../../src/workshop/journal.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const JOURNAL = new URL('../../src/workshop/journal.ts', import.meta.url).href;

test('a line with a number that was given out before is passed over', () => {
  using folder = tempFolder();
  const path = folder.file('journal.jsonl');
  const line = (seq: number): string =>
    `${JSON.stringify({ seq, at: '2026-01-31T10:00:00.000Z', kind: 'step-started', step: seq, slug: 'x' })}\n`;
  writeFileSync(path, [1, 2, 2, 1, 3].map(line).join(''));
  assert.deepEqual(
    readJournal(path).map(({ seq }) => seq),
    [1, 2, 3],
  );
});

test(
  'where no more can be written half a line is taken back, and it says which file',
  { skip: process.platform === 'win32' && 'SKIPPED: no ulimit here' },
  () => {
    using folder = tempFolder();
    const path = folder.file('journal.jsonl');
    const script = `
      import { openJournal } from ${JSON.stringify(JOURNAL)};
      const journal = openJournal(${JSON.stringify(path)}, () => 0);
      try {
        for (;;) journal.append({ kind: 'step-started', step: 1, slug: 'x'.repeat(100) });
      } catch (error) {
        process.stdout.write(error.name + ': ' + error.message);
      }`;
    // the limit is in blocks of 512 bytes, or of 1024 in some shells
    const limited = ['-c', 'ulimit -f 8; exec "$0" --input-type=module -e "$1"', process.execPath, script];
    const { stdout } = spawnSync('sh', limited, { encoding: 'utf8' });
    assert.match(stdout, /^UserError: the journal \S+ cannot be written \(EFBIG\)$/);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.endsWith('}\n'), 'the last line is whole');
    assert.ok(text.length > 3500, 'and what was written before is there');
  },
);
