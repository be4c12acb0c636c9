import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Renames the journal to `journal-<time>.jsonl` beside it, so that the next run begins with an empty one. Undefined: there was none. */
export function setAside(journal: string, now: number): string | undefined {
  if (!existsSync(journal)) return undefined;
  const time = new Date(now).toISOString().replaceAll(':', '-').replace(/\.\d+/, '');
  const kept = join(dirname(journal), `journal-${time}.jsonl`);
  renameSync(journal, kept);
  return kept;
}
