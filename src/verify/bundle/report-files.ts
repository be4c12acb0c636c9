import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { RECORDING, REPORT, reportFiles } from '../report-page/report-files.ts';
import type { BundleContent } from './files.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** The page and the recording are made again from the bundle's own files, and must come out the same. */
export function reportAgrees(
  { files }: BundleContent,
  evidence: Evidence,
  outputs: OutputTexts,
  journal: readonly JournalEntry[],
  program: string,
): BundleFinding {
  const title = `${REPORT} and ${RECORDING} tell what the other files tell`;
  const expected = 'the page and the recording that they give';
  if (evidence.program !== program) {
    const seen = `not compared: written by ${evidence.program}, this is ${program}`;
    return { id: 'bundle-report', title, ok: true, expected, seen };
  }
  const log = files.get('scheduler.log')?.toString() ?? '';
  const again = reportFiles({ evidence, outputs, journal, log });
  const wrong = [REPORT, RECORDING].flatMap((file) => {
    const [stated, made] = [files.get(file)?.toString(), again.get(file)];
    if (stated === made) return [];
    if (stated === undefined) return [`${file} is missing`];
    return [
      made === undefined ? `${file} tells of nothing that was recorded` : `${file} says something else`,
    ];
  });
  return bundleFinding('bundle-report', title, expected, wrong);
}
