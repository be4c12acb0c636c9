import { timeText } from '../moment.ts';
import { mark, type ReportStyle, safe } from '../terminal.ts';
import { sign, widthOf, wrap } from '../../workshop/style.ts';
import { tableLines } from '../../workshop/table.ts';
import type { BundleVerdict, Doubt, HandedIn } from './handed-in.ts';

/**
 * The bundles as a table, a row each, and below it why those that are not good are not: one sentence a doubt, one line a failed check. `wide`
 * has more columns, and the notes; without it, columns that the verdict can do without make room where the width is too small. Control
 * characters of strangers are not let through.
 */
export function bundleTable(all: readonly HandedIn[], style: ReportStyle): string {
  const head = [...HEAD, ...(style.wide ? MORE : []), 'VERDICT'];
  const rows = all.map((one) => [
    ...cellsOf(one),
    ...(style.wide ? moreOf(one) : []),
    verdictCell(one, style),
  ]);
  return [
    ...fitting([head, ...rows], style).map((line) => line.trimEnd()),
    ...all.flatMap((one) => reasons(one, style)),
    '',
    summary(all, style),
    '',
  ].join('\n');
}

/** The first to go first. */
const SPARED = ['WRITTEN (UTC)', 'REPOSITORY'];

function fitting(rows: readonly (readonly string[])[], style: ReportStyle): readonly string[] {
  const lines = tableLines(rows);
  const leaves = SPARED.map((title) => rows[0]?.indexOf(title) ?? -1).find((at) => at >= 0);
  const isNarrow = lines.some((line) => widthOf(line) > style.width);
  return style.wide || !isNarrow || leaves === undefined
    ? lines
    : fitting(
        rows.map((row) => row.toSpliced(leaves, 1)),
        style,
      );
}

const HEAD = ['BUNDLE', 'REPOSITORY', 'CLUSTER', 'WRITTEN (UTC)', 'CHECKS'];
const MORE = ['QUESTIONS', 'CONTEXT', 'KUBERNETES', 'POLICY', 'WRITTEN BY'];
const NONE = '-';

function cellsOf({ bundle, said }: HandedIn): readonly string[] {
  if (!said) return [safe(bundle), NONE, NONE, NONE, NONE];
  return [
    safe(bundle),
    safe(said.repository?.replace(/^https?:\/\//, '') ?? NONE),
    said.cluster,
    timeText(said.writtenAt).slice(0, 16),
    `${said.passed}/${said.checks}`,
  ];
}

function moreOf({ said }: HandedIn): readonly string[] {
  if (!said) return MORE.map(() => NONE);
  const { questions } = said;
  const score = questions ? `${questions.right}/${questions.answered}` : NONE;
  return [score, said.context, said.kubernetes, policyOf(said), said.program].map(safe);
}

function policyOf({ policy, ownScheduler }: NonNullable<HandedIn['said']>): string {
  return policy ?? (ownScheduler === undefined ? NONE : 'their own');
}

function verdictCell({ verdict }: HandedIn, style: ReportStyle): string {
  return `${mark(verdict === 'good', style)} ${verdict}`;
}

function reasons({ bundle, doubts, failed, problem, said }: HandedIn, style: ReportStyle): readonly string[] {
  const bullet = `  ${sign('bullet', style)} `;
  const lines = [
    ...(problem === undefined ? [] : [problem]),
    ...sentencesOf(doubts, style),
    ...failed.map((check) => `Failed: ${check}`),
    ...(style.wide && said?.note !== undefined ? [`Note: ${said.note}`] : []),
  ];
  return lines.length === 0
    ? []
    : ['', safe(bundle), ...lines.flatMap((line) => wrap(safe(line), style.width, bullet, '    '))];
}

/** What does not fit together any more follows from the edit: it is counted, and named by `wide`. */
function sentencesOf(doubts: readonly Doubt[], { wide }: ReportStyle): readonly string[] {
  const follows = doubts.filter(({ kind }) => kind === 'contradicts-itself');
  const folds = !wide && follows.length > 1 && doubts.some(({ kind }) => kind === 'edited');
  if (!folds) return doubts.map(({ sentence }) => sentence);
  const counted = `So ${follows.length} of its parts do not agree with the rest; -o wide names them.`;
  return doubts.flatMap((doubt) =>
    doubt.kind === 'contradicts-itself' ? (doubt === follows[0] ? [counted] : []) : [doubt.sentence],
  );
}

function summary(all: readonly HandedIn[], style: ReportStyle): string {
  const counts = (['good', 'failed', 'doubtful', 'unreadable'] as const).flatMap((verdict) => {
    const count = countOf(all, verdict);
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const simulated = all.filter(({ said }) => said?.cluster === 'embedded').length;
  const marked = simulated === 0 ? '' : `; ${simulated} on embedded clusters (simulated nodes)`;
  const isGood = countOf(all, 'good') === all.length;
  return `${mark(isGood, style)} ${all.length} ${all.length === 1 ? 'bundle' : 'bundles'}: ${counts.join(', ')}${marked}.`;
}

function countOf(all: readonly HandedIn[], wanted: BundleVerdict): number {
  return all.filter(({ verdict }) => verdict === wanted).length;
}
