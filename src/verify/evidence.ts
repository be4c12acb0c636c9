import type { Finding } from '../workshop/finding.ts';
import { describeKind } from './cluster-kind.ts';
import { findingsOf } from './checks/index.ts';
import type { Facts } from './facts.ts';
import type { Note } from './note.ts';
import type { Trials } from './trials.ts';
import { type TimelineRow, blockedTimeline, orphanTimeline } from './timeline.ts';

/** Names the shape of evidence.json; another shape gets another name. */
export const EVIDENCE_FORMAT = 'kubectl-minisched/evidence/v1';

/** The content of `evidence.json`: facts, what follows from them, and what the person says. See workshop/EVIDENCE.md. */
export interface Evidence {
  readonly format: typeof EVIDENCE_FORMAT;
  /** `facts.cluster.kind` in words: a simulated cluster says so before anything else. */
  readonly cluster: string;
  /** Name and version of the program that wrote it. */
  readonly program: string;
  readonly writtenAt: string;
  /** Whether every finding is ok. */
  readonly ok: boolean;
  /** Where the code is; missing = still to do. */
  readonly repository?: string;
  readonly note: Note;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly timelines: { readonly orphan: readonly TimelineRow[]; readonly blocked: readonly TimelineRow[] };
  /** What the person's own scheduler can do, where that was tried. */
  readonly trials?: Trials;
  /** The commands whose output lies beside it, in the order in which they ran. */
  readonly outputs: readonly OutputFile[];
}

/** A kubectl command that was run for the evidence. */
export interface OutputFile {
  /** Path inside the bundle, e.g. `outputs/01-get-nodes.txt`. */
  readonly file: string;
  /** As a person would type it. */
  readonly line: string;
  readonly exitCode: number;
  readonly startedAt: string;
}

/** File of the bundle → its text, for the outputs that are quoted. */
export type OutputTexts = ReadonlyMap<string, string>;

/** What evidence is made from. */
export interface EvidenceParts {
  readonly program: string;
  readonly writtenAt: string;
  readonly repository?: string;
  readonly note: Note;
  readonly facts: Facts;
  readonly trials?: Trials;
  readonly outputs: readonly OutputFile[];
}

/** Draws the conclusions: findings, verdict and timelines follow from the facts and nothing else. */
export function conclude(parts: EvidenceParts): Evidence {
  const findings = findingsOf(parts.facts);
  return {
    format: EVIDENCE_FORMAT,
    cluster: describeKind(parts.facts.cluster.kind),
    program: parts.program,
    writtenAt: parts.writtenAt,
    ok: findings.every((finding) => finding.ok),
    ...(parts.repository ? { repository: parts.repository } : {}),
    note: parts.note,
    facts: parts.facts,
    findings,
    timelines: { orphan: orphanTimeline(parts.facts), blocked: blockedTimeline(parts.facts) },
    ...(parts.trials ? { trials: parts.trials } : {}),
    outputs: parts.outputs,
  };
}
