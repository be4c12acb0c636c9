import { paint, sign, type Style, wrap } from '../../workshop/style.ts';
import type { TrialResult } from '../../trials/trial.ts';
import { seconds } from '../../trials/verdicts.ts';

/** One trial as people read it: `passed`, or `not yet`, what was seen, and the usual mistake. */
export function resultLines(result: TrialResult, style: Style, wide: boolean): string[] {
  const { trial, ok, milliseconds } = result;
  const mark = ok
    ? paint(sign('good', style), 'good', style)
    : ok === false
      ? paint(sign('bad', style), 'bad', style)
      : paint('?', 'dim', style);
  const rest = '    ';
  const time = wide ? paint(` (${trial.id}, ${seconds(milliseconds)})`, 'dim', style) : '';
  return [
    ...wrap(`${trial.title}${time}`, style.width, `  ${mark} `, rest),
    ...detailLines(result, style, wide).flatMap((line) => wrap(line, style.width, rest, `${rest}  `)),
    ...(ok === false && result.said.length > 0 && (wide || isTelling(result))
      ? saidLines(result, style)
      : []),
  ];
}

function detailLines({ ok, found, mistake }: TrialResult, style: Style, wide: boolean): string[] {
  if (ok) return [paint(wide ? `passed: ${found}` : 'passed', 'dim', style)];
  if (ok === undefined) return [`cannot be told: ${found}`];
  const advice = mistake ? ` - ${paint(mistake.name, 'warning', style)}: ${mistake.advice}` : '';
  return [`not yet: ${found}${advice}`];
}

/** What a program that ended said last is the first thing to look at. */
function isTelling({ mistake }: TrialResult): boolean {
  return ['crashes', 'does-not-start', 'dies-with-watch', 'dies-in-outage', 'asks-nothing'].includes(
    mistake?.id ?? '',
  );
}

function saidLines({ said }: TrialResult, style: Style): string[] {
  return [
    `      its last lines:`,
    ...said.map((line) => `      ${paint(`${sign('voice', style)} ${line}`, 'voice', style)}`),
  ];
}

/** Trials of which nothing can be told, all for one reason, in one line. */
export function untoldLines(results: readonly TrialResult[], style: Style): string[] {
  const [first] = results;
  if (!first) return [];
  const names = results.map(({ trial }) => trial.id).join(', ');
  const text = paint(`${first.found}: ${names}`, 'dim', style);
  return ['', ...wrap(text, style.width, `  ${paint('?', 'dim', style)} `, '    ')];
}

/** The heading of a step, before its first trial. */
export function stepLines(step: number, style: Style): string[] {
  return ['', `  ${paint(`Step ${String(step)}`, 'title', style)}`];
}

/** How many came out how, and the first thing to do. */
export function summaryLines(results: readonly TrialResult[], ms: number, style: Style): string[] {
  const good = results.filter(({ ok }) => ok).length;
  const unknown = results.filter(({ ok }) => ok === undefined).length;
  const told = results.length - unknown;
  const also = unknown === 0 ? '' : `, ${String(unknown)} cannot be told`;
  const text = `${String(good)} of ${String(told)} passed${also} (${seconds(ms)})`;
  const first = results.find(({ ok }) => ok === false);
  return [
    '',
    `  ${paint(text, good === told ? 'good' : 'bad', style)}`,
    ...(first ? nextLines(first, style) : []),
  ];
}

function nextLines(result: TrialResult, style: Style): string[] {
  const { trial, mistake } = result;
  const [hint = ''] = trial.hints;
  // a hint about pods is no help to who has a program that does not run
  const what = mistake && isTelling(result) ? mistake.advice : `${trial.title}. ${hint}`;
  return wrap(`Next: ${what}`, style.width, `  ${paint(sign('hint', style), 'warning', style)} `, '    ');
}
