import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';

import { MISTAKES } from '../../src/trials/mistakes.ts';
import { TRIALS } from '../../src/trials/plays/index.ts';

const PAGE = readFileSync(new URL('../../workshop/YOUR-OWN.md', import.meta.url), 'utf8');

/** The cells of the page's rows, by the first one. */
const rows = new Map<string, string[]>();
for (const line of PAGE.split('\n')) {
  const [, first = '', ...cells] = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
  // the report has the trials once more
  if (line.startsWith('| `') && !rows.has(first)) rows.set(first, cells.slice(0, -1));
}

it('workshop/YOUR-OWN.md lists every trial and every mistake, in the words that are told', () => {
  for (const { id, step, title } of TRIALS) assert.deepEqual(rows.get(id), [String(step), title], id);
  for (const { id, name, advice } of MISTAKES) assert.deepEqual(rows.get(id), [name, advice], id);
});

it('every trial has hints, from a nudge to nearly the answer, and each mistake an advice that is one sentence or two', () => {
  for (const { id, hints } of TRIALS) assert.ok(hints.length >= 3, id);
  for (const { id, advice } of MISTAKES) assert.match(advice, /^[A-Z].*\.$/, id);
});
