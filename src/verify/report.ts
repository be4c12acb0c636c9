import { shellLine } from '../exec/shell-line.ts';
import { describeKind } from './cluster-kind.ts';
import type { BundleReport } from './bundle/check.ts';
import type { Evidence } from './evidence.ts';
import { timeText } from './moment.ts';
import { ownPrograms } from './own-program.ts';
import { type TrialFact, trialsText } from './trials.ts';
import { wrap } from '../workshop/style.ts';
import { scoreText } from './quiz-facts.ts';
import { findingLines, mark, nextCommands, type ReportStyle, safe } from './terminal.ts';

/** What `verify` prints: the cluster, the findings, the verdict, what to do, where the evidence is. */
export function evidenceReport(evidence: Evidence, folder: string, style: ReportStyle): string {
  const next = nextCommands(evidence.findings);
  return text([
    ...clusterLines(evidence),
    '',
    ...findingLines(evidence.findings, style),
    '',
    verdictLine(evidence, style),
    ...(next.length > 0
      ? ['', 'To mend it, play again and verify again:', ...next.map((line) => `  ${line}`)]
      : []),
    ...quizLines(evidence),
    ...trialLines(evidence, style),
    ...toDoLines(evidence),
    '',
    `Evidence: ${folder}`,
    `To hand in: ${folder}.tar.gz (the same as one file; open report.html in it, or read SUBMISSION.md)`,
  ]);
}

/** What `verify --bundle` prints. */
export function bundleReport(
  { evidence, findings, ok }: BundleReport,
  folder: string,
  style: ReportStyle,
): string {
  const failed = findings.filter((finding) => !finding.ok).length;
  return text([
    `Bundle ${safe(folder)}`,
    ...(evidence ? clusterLines(evidence) : []),
    '',
    ...findingLines(findings, style),
    '',
    ok
      ? `${mark(true, style)} The bundle is as it was written and its story is consistent.`
      : `${mark(false, style)} ${failed} of ${findings.length} checks of the bundle failed.`,
  ]);
}

/** What there is to say while nothing was done. `cause` is a clause: why no cluster was found. */
export function nothingReport(context: string, cause?: string): string {
  return text([
    `There is nothing to verify yet on ${context}${cause ? `: ${cause}` : ''}.`,
    'Missing: the six pods of step 4 (pod1 to pod6), the orphan of step 5 and the blocked pod of step 6.',
    'Play the workshop:  kubectl minisched workshop run',
    'or a single step:   kubectl minisched workshop step 4',
  ]);
}

function clusterLines({ facts }: Evidence): readonly string[] {
  const { cluster } = facts;
  return [
    `Cluster:   ${safe(cluster.context)}, ${describeKind(cluster.kind)}, Kubernetes ${safe(cluster.version)}`,
    `Nodes:     ${cluster.nodes.map((node) => safe(node.name)).join(', ') || 'none'}`,
    ...ownPrograms(facts).map((line) => `Scheduler: a program of the person's own, ${safe(line)}`),
    `Looked at: ${timeText(cluster.gatheredAt)}`,
  ];
}

function verdictLine({ findings, ok }: Evidence, style: ReportStyle): string {
  const failed = findings.filter((finding) => !finding.ok).length;
  const words = ok
    ? `All ${findings.length} checks passed.`
    : `${failed} of ${findings.length} checks failed.`;
  return `${mark(ok, style)} ${words}`;
}

function quizLines({ facts }: Evidence): readonly string[] {
  return facts.quiz ? [`Questions: ${scoreText(facts.quiz)}.`] : [];
}

/** What the person's own scheduler can do, or how that is found out. */
function trialLines({ facts, trials }: Evidence, style: ReportStyle): readonly string[] {
  if (trials)
    return [
      '',
      `What your scheduler can do: ${trialsText(trials)} (no part of the verdict)`,
      ...trials.results.flatMap((result) => trialLine(result, style)),
    ];
  const program = ownPrograms(facts).at(-1);
  if (program === undefined) return [];
  return [
    '',
    'What else your scheduler can do is not known yet (no part of the verdict); to try it, in its folder:',
    `  kubectl minisched verify --scheduler-cmd ${shellLine([safe(program)])}`,
  ];
}

function trialLine({ title, ok, found, mistake }: TrialFact, style: ReportStyle): readonly string[] {
  if (ok) return [`${mark(true, style)} ${safe(title)}`];
  const usual = mistake === undefined ? '' : `; usual mistake: ${mistake}`;
  const outcome = ok === undefined ? `cannot be told: ${found}` : `not yet: ${found}${usual}`;
  const first = ok === undefined ? '? ' : `${mark(false, style)} `;
  return wrap(safe(`${title}: ${outcome}`), style.width, first, '    ');
}

function toDoLines({ note, repository }: Evidence): readonly string[] {
  const missing = [
    ...(note.why ? [] : ['why you score nodes like this:  kubectl minisched verify --note "…"']),
    ...(repository ? [] : ['where your code is:             kubectl minisched verify --repo https://…']),
  ];
  return missing.length === 0
    ? []
    : ['', 'Still to say (not a failed check):', ...missing.map((line) => `  ${line}`)];
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
