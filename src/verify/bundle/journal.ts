import type { JournalEntry } from '../../workshop/journal-entry.ts';
import { firstIssue } from '../evidence-json.ts';
import { journalEntrySchema } from '../journal-schema.ts';
import { CLOCK_SLACK_MS } from '../moment.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** The journal of a bundle and what is to be said about it. */
export interface BundleJournal {
  readonly entries: readonly JournalEntry[];
  readonly finding: BundleFinding;
}

/** Reads `journal.jsonl`: every line valid, numbered from 1 without gaps, times never going back. */
export function bundleJournal(text: string): BundleJournal {
  const entries: JournalEntry[] = [];
  const wrong: string[] = text === '' || text.endsWith('\n') ? [] : ['the last line is cut off'];
  for (const [index, line] of text.replace(/\n$/, '').split('\n').entries()) {
    if (text === '') break;
    const problem = readLine(line, entries);
    if (problem) wrong.push(`line ${index + 1}: ${problem}`);
  }
  return {
    entries,
    finding: bundleFinding(
      'bundle-journal',
      'The journal is whole and in order',
      'numbered from 1 without gaps, times never going back',
      wrong,
    ),
  };
}

/** Adds the line's entry; returns what is wrong with it, if anything. */
function readLine(line: string, entries: JournalEntry[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // the reader is told; the parser's own words would not help
    return 'not JSON';
  }
  const parsed = journalEntrySchema.safeParse(value);
  if (!parsed.success) return firstIssue(parsed.error);
  const entry = parsed.data;
  const previous = entries.at(-1);
  entries.push(entry);
  const expected = (previous?.seq ?? 0) + 1;
  if (entry.seq !== expected) return `number ${entry.seq} where ${expected} belongs`;
  // a clock may be set back a little while the workshop runs
  const back = previous !== undefined && Date.parse(entry.at) + CLOCK_SLACK_MS < Date.parse(previous.at);
  return back ? `${entry.at} is before the entry above it` : undefined;
}
