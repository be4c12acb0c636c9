import type { HandedIn } from './handed-in.ts';

const COLUMNS = [
  'bundle',
  'verdict',
  'repository',
  'cluster',
  'written_at',
  'checks_passed',
  'checks',
  'doubts',
  'failed_checks',
  'questions_right',
  'questions_answered',
  'policy',
  'own_scheduler',
  'scheduler',
  'context',
  'kubernetes',
  'program',
  'note',
] as const;

/**
 * The same rows for a spreadsheet: RFC 4180, one line each after a line of names. A cell that a spreadsheet would take for a formula (strangers
 * wrote it) begins with an apostrophe.
 */
export function bundleCsv(all: readonly HandedIn[]): string {
  const lines = [COLUMNS, ...all.map((one) => COLUMNS.map((column) => cells(one)[column]))];
  return lines.map((line) => `${line.map((cell) => quoted(String(cell ?? ''))).join(',')}\r\n`).join('');
}

function cells({
  bundle,
  verdict,
  doubts,
  failed,
  problem,
  said,
}: HandedIn): Readonly<Record<(typeof COLUMNS)[number], string | number | undefined>> {
  return {
    bundle,
    verdict,
    repository: said?.repository,
    cluster: said?.cluster,
    written_at: said?.writtenAt,
    checks_passed: said?.passed,
    checks: said?.checks,
    doubts: [...(problem === undefined ? [] : [problem]), ...doubts.map(({ sentence }) => sentence)].join(
      ' ',
    ),
    failed_checks: failed.join('; '),
    questions_right: said?.questions?.right,
    questions_answered: said?.questions?.answered,
    policy: said?.policy,
    own_scheduler: said?.ownScheduler,
    scheduler: said?.scheduler,
    context: said?.context,
    kubernetes: said?.kubernetes,
    program: said?.program,
    note: said?.note,
  };
}

function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
