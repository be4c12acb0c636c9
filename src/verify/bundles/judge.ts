import type { ClusterKind } from '../../clusters/provider.ts';
import { type BundleReport, checkBundle } from '../bundle/check.ts';
import type { BundleContent } from '../bundle/files.ts';
import { type BundleFinding, bundleFinding } from '../bundle/finding.ts';
import type { Evidence } from '../evidence.ts';
import { ownPrograms } from '../own-program.ts';
import type { DrawRecord } from '../picture.ts';
import type { Doubt, HandedIn } from './handed-in.ts';

/** By what bundles are judged. */
export interface Judging {
  /** Ours: name and version. */
  readonly program: string;
  readonly draw: DrawRecord;
  /** Wall time in milliseconds. */
  readonly now: number;
  /** The kind of cluster that was asked for; undefined: any. */
  readonly expect?: ClusterKind;
}

/** So far may the clock of a learner's machine be ahead of ours. */
const AHEAD_MS = 10 * 60_000;

/** {@link checkBundle}, and what only whoever receives it can say: that it is not from the future, and of the kind of cluster that was asked for. */
export function judgeBundle(content: BundleContent, { program, draw, now, expect }: Judging): BundleReport {
  const report = checkBundle(content, program, draw);
  if (!report.evidence) return report;
  const findings = [
    ...report.findings,
    notFromTheFuture(report.evidence, now),
    ...(expect === undefined ? [] : [ofKind(report.evidence, expect)]),
  ];
  return { ...report, findings, ok: findings.every(({ ok }) => ok) };
}

function notFromTheFuture({ writtenAt, facts }: Evidence, now: number): BundleFinding {
  const late = [['written', writtenAt] as const, ['looked at', facts.cluster.gatheredAt] as const].filter(
    ([, at]) => Date.parse(at) > now + AHEAD_MS,
  );
  return bundleFinding(
    'bundle-present',
    'It is not from the future',
    'written before it was handed in',
    late.map(([what, at]) => `${what} at ${at}`),
  );
}

function ofKind({ facts }: Evidence, expect: ClusterKind): BundleFinding {
  const { kind } = facts.cluster;
  return bundleFinding(
    'bundle-expected-kind',
    'It was played on the kind of cluster that was asked for',
    `a cluster of the kind "${expect}"`,
    kind === expect ? [] : [`the cluster was of the kind "${kind}"`],
  );
}

/** The row of one bundle, from its report, and with what it has in common with others. */
export function rowOf(bundle: string, report: BundleReport, shared: readonly Doubt[]): HandedIn {
  const doubts = [...doubtsOf(report.findings), ...shared];
  const failed = (report.evidence?.findings ?? [])
    .filter(({ ok }) => !ok)
    .map(({ id, seen }) => `${id}: ${seen}`);
  const base = {
    bundle,
    doubts,
    failed,
    verdict: doubts.length > 0 ? 'doubtful' : failed.length > 0 ? 'failed' : 'good',
  } as const;
  return report.evidence ? { ...base, said: saidIn(report.evidence, failed.length) } : base;
}

function saidIn(evidence: Evidence, failed: number): HandedIn['said'] {
  const { cluster, scheduler, quiz } = evidence.facts;
  const checks = evidence.findings.length;
  const own = ownPrograms(evidence.facts).at(-1);
  return {
    ...(evidence.repository === undefined ? {} : { repository: evidence.repository }),
    cluster: cluster.kind,
    context: cluster.context,
    kubernetes: cluster.version,
    scheduler,
    ...(evidence.note.policy === undefined ? {} : { policy: evidence.note.policy }),
    ...(own === undefined ? {} : { ownScheduler: own }),
    program: evidence.program,
    writtenAt: evidence.writtenAt,
    passed: checks - failed,
    checks,
    ...(quiz === undefined
      ? {}
      : { questions: { answered: quiz.length, right: quiz.filter(({ right }) => right).length } }),
    ...(evidence.note.why === undefined ? {} : { note: evidence.note.why }),
  };
}

/** Findings about the bundle's honesty are doubts; that a stated check failed is none. */
function doubtsOf(findings: readonly BundleFinding[]): readonly Doubt[] {
  return findings.filter(({ ok, id }) => !ok && id !== 'bundle-verdict').map(doubtOf);
}

function doubtOf({ id, title, seen }: BundleFinding): Doubt {
  switch (id) {
    case 'bundle-manifest':
    case 'bundle-complete':
    case 'bundle-hashes':
      return { kind: 'edited', sentence: `It is not as it was written: ${seen}.` };
    case 'bundle-journal':
      return { kind: 'edited', sentence: `Its journal is not whole: ${seen}.` };
    case 'bundle-evidence':
      return {
        kind: 'edited',
        sentence: `Its evidence.json is not in the form that verify writes: ${seen}.`,
      };
    case 'bundle-findings':
      return {
        kind: 'contradicts-itself',
        sentence: `Its findings come out otherwise when they are worked out again: ${seen}.`,
      };
    case 'bundle-times':
      return { kind: 'impossible-times', sentence: `Its times cannot be true: ${seen}.` };
    case 'bundle-present':
      return { kind: 'from-the-future', sentence: `It is from the future: ${seen}.` };
    case 'bundle-expected-kind':
      return { kind: 'not-expected-cluster', sentence: `It is not what was asked for: ${seen}.` };
    default:
      return {
        kind: 'contradicts-itself',
        sentence: `It contradicts itself; “${title}” is not so: ${seen}.`,
      };
  }
}
