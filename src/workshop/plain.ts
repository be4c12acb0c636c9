import type { SchedulerEvent } from '../scheduler/events.ts';
import { spoken } from './duration.ts';
import type {
  Notice,
  RunEnded,
  Shown,
  StepBegan,
  StepEnded,
  Waited,
  Waiting,
  WorkshopEvent,
} from './events.ts';
import type { Finding } from './finding.ts';
import { markdownLines } from './markdown.ts';
import { pictureLines, traceLines, verdictLines } from './plain-tables.ts';
import { paint, sign, type Style, wrap } from './style.ts';

/** A scheduler's event as its log line (design §5); undefined: it has none. */
export type EventText = (event: SchedulerEvent) => string | undefined;

/** One event as the lines a person reads. Pure; what a wait looks like while it lasts is {@link waitLine}. */
export function plainLines(event: WorkshopEvent, style: Style, eventText: EventText): string[] {
  switch (event.type) {
    case 'run-began':
      return [];
    case 'step-began':
      return heading(event, style);
    case 'text':
      return ['', ...markdownLines(event.markdown, style)];
    case 'shown':
      return shownLines(event, style);
    case 'notice':
      return noticeLines(event, style);
    case 'command':
      return ['', `  ${paint(`$ ${event.line}`, 'command', style)}`];
    case 'output':
      return [`    ${event.stream === 'stderr' ? paint(event.text, 'dim', style) : event.text}`.trimEnd()];
    case 'told':
      return toldLines(eventText(event.event), style);
    case 'waiting':
      return [waitLine(event, style)];
    case 'waited':
      return waitedLines(event, style);
    case 'verdicts':
      return verdictLines(event, style);
    case 'trace':
      return traceLines(event, style);
    case 'picture':
      return pictureLines(event, style);
    case 'check':
      return checkLines(event.finding, style);
    case 'hint':
      return wrap(event.text, style.width, `  ${paint(sign('hint', style), 'warning', style)} `, '    ');
    case 'step-ended':
      return [ending(event, style)];
    case 'run-ended':
      return runEnding(event, style);
  }
}

function shownLines({ name, text }: Shown, style: Style): string[] {
  const lines = text.trimEnd().split('\n');
  return [
    '',
    `  ${paint(name, 'strong', style)}`,
    ...lines.map((line) => `    ${paint(line, 'code', style)}`),
  ];
}

/** A wait while it lasts, in one line: first what changes, for a narrow terminal cuts the rest. */
export function waitLine({ what, seen, elapsedMs, limitMs, hold }: Waiting, style: Style): string {
  const time =
    limitMs === undefined
      ? spoken(elapsedMs)
      : `${spoken(elapsedMs)} of ${hold ? '' : 'at most '}${spoken(limitMs)}`;
  const verb = hold ? 'staying so' : 'waiting for';
  const detail = hold ? seen : seen.replace(/^not yet: /, '');
  return paint(`  ${sign('wait', style)} ${verb} (${time}): ${what} (${detail})`, 'dim', style);
}

/** A finding: one sentence where it is true, else also what was expected and seen. */
export function checkLines({ ok, title, seen, expected }: Finding, style: Style): string[] {
  const mark = ok ? paint(sign('good', style), 'good', style) : paint(sign('bad', style), 'bad', style);
  const first = `  ${mark} `;
  const rest = ' '.repeat(2 + sign(ok ? 'good' : 'bad', style).length + 1);
  if (ok)
    return wrap(
      `${title} ${paint(`(${seen})`, 'dim', { ...style, colours: false })}`,
      style.width,
      first,
      rest,
    );
  return [
    ...wrap(title, style.width, first, rest),
    ...wrap(`expected: ${expected}`, style.width, rest, `${rest}  `),
    ...wrap(`seen: ${seen}`, style.width, rest, `${rest}  `),
  ];
}

/** The same with all there is to know about it, true or not. */
export function wideCheckLines(finding: Finding, style: Style): string[] {
  const { ok, id, title, expected, seen, source } = finding;
  const mark = paint(sign(ok ? 'good' : 'bad', style), ok ? 'good' : 'bad', style);
  const rest = ' '.repeat(2 + sign(ok ? 'good' : 'bad', style).length + 1);
  const facts = { id, expected, seen, source };
  return [
    ...wrap(title, style.width, `  ${mark} `, rest),
    ...Object.entries(facts).flatMap(([name, value]) =>
      wrap(value, style.width, `${rest}${`${name}:`.padEnd(10)}`, `${rest}${' '.repeat(10)}`),
    ),
  ];
}

function heading({ step, of, title, minutes }: StepBegan, style: Style): string[] {
  const text = `Step ${step} of ${of}  ${title}`;
  const time = `${minutes} min`;
  const rule = sign('rule', style).repeat(Math.max(3, style.width - text.length - time.length - 6));
  return ['', '', `${paint(`${text} `, 'title', style)} ${paint(`${rule} ${time}`, 'dim', style)}`];
}

function noticeLines({ level, text }: Notice, style: Style): string[] {
  const mark = level === 'info' ? sign('dot', style) : level === 'warning' ? '!' : '>';
  const tone = level === 'info' ? 'dim' : 'warning';
  const [sentence = '', ...verbatim] = text.split('\n');
  const lines = wrap(sentence, style.width, `  ${paint(mark, tone, style)} `, '    ');
  return ['', ...lines, ...verbatim];
}

function toldLines(text: string | undefined, style: Style): string[] {
  if (text === undefined) return [];
  return text.split('\n').map((line) => `  ${paint(sign('voice', style), 'voice', style)} ${line}`);
}

function waitedLines({ what, seen, ok, elapsedMs, hold }: Waited, style: Style): string[] {
  const mark = ok ? paint(sign('good', style), 'good', style) : paint(sign('bad', style), 'bad', style);
  const detail = ok && hold ? seen : `after ${spoken(elapsedMs)}${ok ? '' : `; ${seen}`}`;
  const rest = ' '.repeat(3 + sign(ok ? 'good' : 'bad', style).length);
  return wrap(`${what} (${detail})`, style.width, `  ${mark} `, rest);
}

function ending({ step, ok, seconds }: StepEnded, style: Style): string {
  const text = ok ? `Step ${step} is done` : `Step ${step} did not come true`;
  return `\n  ${paint(sign(ok ? 'good' : 'bad', style), ok ? 'good' : 'bad', style)} ${paint(text, 'strong', style)} ${paint(`(${spoken(seconds * 1000)})`, 'dim', style)}`;
}

function runEnding({ ok, played, seconds }: RunEnded, style: Style): string[] {
  if (played.length < 2) return [];
  const [first, last] = [played[0], played.at(-1)];
  const text = ok ? `Steps ${first} to ${last} are done` : `Stopped in step ${last}`;
  return ['', `  ${paint(`${text}, after ${spoken(seconds * 1000)}.`, ok ? 'good' : 'bad', style)}`];
}
