import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { readEvidence } from '../evidence-json.ts';
import { type DrawRecord, PICTURE } from '../picture.ts';
import { submission } from '../submission.ts';
import type { BundleContent } from './files.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';
import { integrity } from './integrity.ts';
import { bundleJournal } from './journal.ts';
import { kindNamed } from './kind.ts';
import { outputsAgree } from './outputs.ts';
import { pictureAgrees } from './picture.ts';
import { honestPlays } from './plays.ts';
import { reportAgrees } from './report-files.ts';
import { sameAnswers } from './same-answers.ts';
import { samePods } from './same-pods.ts';
import { storyFindings } from './story.ts';
import { timesInOrder } from './times.ts';

/** What is to be said about a bundle, and its evidence if that could be read. */
export interface BundleReport {
  readonly ok: boolean;
  readonly findings: readonly BundleFinding[];
  readonly evidence?: Evidence;
  /** The lines of its journal that could be read. */
  readonly journal: readonly JournalEntry[];
}

/**
 * Checks a bundle that someone handed in: nothing was changed, the story is consistent in itself, and every check it
 * states was passed. Pure; `program` is ours, because only the program that wrote a page or a picture can make it again.
 */
export function checkBundle(content: BundleContent, program: string, draw: DrawRecord): BundleReport {
  const journal = bundleJournal(textOf(content, 'journal.jsonl'));
  const read = readEvidence(textOf(content, 'evidence.json'));
  const valid = bundleFinding(
    'bundle-evidence',
    'evidence.json is valid',
    'the shape that EVIDENCE.md documents',
    read.ok ? [] : [read.problem],
  );
  const base = [...integrity(content), valid, journal.finding];
  if (!read.ok) return { ok: false, findings: base, journal: journal.entries };
  const texts = outputTexts(content);
  const findings = [
    ...base,
    ...storyFindings(read.evidence, journal.entries, program),
    kindNamed(read.evidence, texts),
    honestPlays(read.evidence, journal.entries),
    sameAnswers(read.evidence, journal.entries),
    samePods(read.evidence, journal.entries, textOf(content, 'scheduler.log')),
    timesInOrder(read.evidence, journal.entries),
    outputsAgree(read.evidence, texts),
    pageAgrees(read.evidence, texts, textOf(content, 'SUBMISSION.md'), program),
    pictureAgrees(read.evidence, journal.entries, content.files.get(PICTURE)?.toString(), program, draw),
    reportAgrees(content, read.evidence, texts, journal.entries, program),
    allPassed(read.evidence),
  ];
  return {
    ok: findings.every((finding) => finding.ok),
    findings,
    evidence: read.evidence,
    journal: journal.entries,
  };
}

function textOf({ files }: BundleContent, path: string): string {
  return files.get(path)?.toString() ?? '';
}

function outputTexts({ files }: BundleContent): OutputTexts {
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith('outputs/'))
      .map(([path, bytes]) => [path, bytes.toString()]),
  );
}

function pageAgrees(evidence: Evidence, texts: OutputTexts, page: string, program: string): BundleFinding {
  const title = 'SUBMISSION.md says what the evidence says';
  if (evidence.program !== program) {
    const seen = `not compared: written by ${evidence.program}, this is ${program}`;
    return { id: 'bundle-page', title, ok: true, expected: 'the page that evidence.json gives', seen };
  }
  const wrong =
    submission(evidence, texts) === page ? [] : ['the page differs from what evidence.json gives'];
  return bundleFinding('bundle-page', title, 'the page that evidence.json gives', wrong);
}

function allPassed({ findings }: Evidence): BundleFinding {
  return bundleFinding(
    'bundle-verdict',
    'The workshop was completed',
    `all ${findings.length} stated checks passed`,
    findings.filter((finding) => !finding.ok).map((finding) => `${finding.id}: ${finding.seen}`),
  );
}
