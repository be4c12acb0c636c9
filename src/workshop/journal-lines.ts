import type { JournalEntry } from './journal-entry.ts';

/** What a journal file holds. */
export interface JournalLines {
  readonly entries: readonly JournalEntry[];
  /** Bytes up to the end of the last complete line; what follows was cut off by a kill. */
  readonly completeBytes: number;
}

/**
 * Reads the bytes of a journal. Never throws: a last line without its newline was never acknowledged and is left out,
 * and so is a line that is no entry (a disk that lost power may leave zeros).
 */
export function journalLines(bytes: Buffer): JournalLines {
  const completeBytes = bytes.lastIndexOf('\n') + 1;
  const entries: JournalEntry[] = [];
  for (const line of bytes.toString('utf8', 0, completeBytes).split('\n')) {
    const entry = parsed(line);
    if (entry && entry.seq > (entries.at(-1)?.seq ?? 0)) entries.push(entry);
  }
  return { entries, completeBytes };
}

function parsed(line: string): JournalEntry | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    // not JSON: damaged, see above
    return undefined;
  }
}

/** Only what every entry has: the rest was written by this program and is validated where evidence is judged. */
function isEntry(value: unknown): value is JournalEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'seq' in value &&
    Number.isSafeInteger(value.seq) &&
    'at' in value &&
    typeof value.at === 'string' &&
    'kind' in value &&
    typeof value.kind === 'string'
  );
}
