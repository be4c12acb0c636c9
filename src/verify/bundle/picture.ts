import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence } from '../evidence.ts';
import { type DrawRecord, PICTURE, recordedPicture } from '../picture.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** The picture is drawn again from the bundle's own journal and facts, and must come out the same. `picture` is undefined when there is none. */
export function pictureAgrees(
  evidence: Evidence,
  journal: readonly JournalEntry[],
  picture: string | undefined,
  program: string,
  draw: DrawRecord,
): BundleFinding {
  const title = `${PICTURE} shows the recorded decisions`;
  const expected = 'the picture that journal.jsonl gives';
  if (evidence.program !== program) {
    const seen = `not compared: drawn by ${evidence.program}, this is ${program}`;
    return { id: 'bundle-picture', title, ok: true, expected, seen };
  }
  const again = recordedPicture(evidence, journal, draw);
  const wrong =
    again === picture ? [] : [picture === undefined ? 'it is missing' : 'it shows something else'];
  return bundleFinding('bundle-picture', title, expected, wrong);
}
