import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { recordedRuns } from '../runs.ts';
import { type Cast, castOf } from './cast.ts';
import { type Chapter, chaptersOf } from './chapters.ts';
import { type Told, toldDuring } from './told.ts';
import { type Scene, transcriptOf } from './transcript.ts';

/** What a page is made of: all of it lies in the bundle. */
export interface ReportParts {
  readonly evidence: Evidence;
  readonly outputs: OutputTexts;
  readonly journal: readonly JournalEntry[];
  /** The text of scheduler.log; empty without one. */
  readonly log: string;
}

/** The same, read. */
export interface BundleRecord extends Omit<ReportParts, 'journal' | 'log'> {
  /** All plays on this cluster. */
  readonly chapters: readonly Chapter[];
  /** What the scheduler told meanwhile. */
  readonly told: readonly Told[];
  readonly scenes: readonly Scene[];
  /** Plays at the beginning that the recording has no room for. */
  readonly leftOut: number;
  /** Undefined when nothing was played. */
  readonly cast?: Cast;
}

/** Reads a bundle's parts for its page. Pure: the same parts give the same record. */
export function recordOf({ evidence, outputs, journal, log }: ReportParts): BundleRecord {
  const runs = recordedRuns(evidence.facts.cluster, journal);
  const chapters = chaptersOf(runs);
  const told = toldDuring(runs, log);
  const { scenes, leftOut } = transcriptOf(chapters, told);
  const { context } = evidence.facts.cluster;
  const cast = castOf(scenes, `${evidence.facts.scheduler} on ${context}`);
  return { evidence, outputs, chapters, told, scenes, leftOut, ...(cast && { cast }) };
}
