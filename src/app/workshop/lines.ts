import { spoken } from '../../workshop/duration.ts';
import { tallyText } from '../../workshop/quiz.ts';
import { paint, sign, type Style } from '../../workshop/style.ts';
import { tableLines } from '../../workshop/table.ts';
import type { Overview } from './overview.ts';

/** What `workshop list` knows of a step. */
export interface Listed {
  readonly number: number;
  readonly part: string;
  readonly slug: string;
  readonly title: string;
  readonly minutes: number;
  readonly needs: readonly string[];
  /** The ids of what is checked when it is over. */
  readonly checks: readonly string[];
  /** Where its content is. */
  readonly folder: string;
}

/** The steps as a table; `wide` with what is checked, and where the content is. */
export function listLines(steps: readonly Listed[], style: Style, wide: boolean): string[] {
  const none = sign('dash', style);
  const rows = steps.map(({ number, slug, title, minutes, needs, checks, folder }) => [
    String(number),
    slug,
    title,
    `${minutes} min`,
    needs.join(', ') || none,
    ...(wide ? [checks.join(', ') || none, folder] : []),
  ]);
  const head = ['STEP', 'NAME', 'TITLE', 'TIME', 'NEEDS', ...(wide ? ['CHECKS', 'FOLDER'] : [])];
  return [...tableLines([head, ...rows]), '', ...partLines(steps, style)];
}

/** How long each part takes, and how it is played. */
function partLines(steps: readonly Listed[], style: Style): string[] {
  const parts = Map.groupBy(steps, ({ part }) => part);
  return [...parts].map(([part, own]) => {
    const minutes = own.reduce((sum, step) => sum + step.minutes, 0);
    const [from, to] = [own[0]?.number ?? 0, own.at(-1)?.number ?? 0];
    const how = part === 'core' ? 'plays them' : '--all plays these, too';
    return paint(
      `Steps ${from} to ${to} take about ${minutes} minutes: kubectl minisched workshop run ${how}.`,
      'dim',
      style,
    );
  });
}

/** The state of things as a person reads it; `wide` also says when each step began and how long it took. */
export function statusLines(overview: Overview, style: Style, wide: boolean): string[] {
  const rows = overview.steps.map(({ step, title, state, beganAt, endedAt }) => [
    stateSign(state, style),
    `${step}`,
    title,
    state === 'open' ? 'not yet' : state,
    ...(wide && beganAt ? [`began ${moment(beganAt)}`] : []),
    endedAt ? `${wide ? 'ended ' : ''}${moment(endedAt)}` : '',
    ...(wide && beganAt && endedAt ? [spoken(Date.parse(endedAt) - Date.parse(beganAt))] : []),
  ]);
  const next = overview.steps.find(({ state }) => state !== 'done');
  return [
    ...tableLines([
      ['cluster', clusterWords(overview)],
      ['scheduler', schedulerWords(overview)],
      ['questions', quizWords(overview)],
      ['journal', overview.journal],
    ]),
    '',
    ...tableLines(rows).map((line) => line.trimEnd()),
    '',
    overview.playing ? 'The workshop is being played right now.' : `Next: ${nextLine(next)}`,
  ];
}

function nextLine(next: Overview['steps'][number] | undefined): string {
  if (next?.part === 'core') return 'kubectl minisched workshop run';
  return `kubectl minisched verify${next ? '; for who wants to know more: kubectl minisched workshop run --all' : ''}`;
}

/** `2026-01-31 10:00:00 UTC`. */
function moment(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`;
}

function stateSign(state: string, style: Style): string {
  if (state === 'done') return paint(sign('good', style), 'good', style);
  if (state === 'playing') return sign('hint', style);
  return state === 'open' ? sign('dot', style) : paint(sign('bad', style), 'bad', style);
}

function clusterWords({ cluster, context }: Overview): string {
  const problem = cluster.problem === undefined ? '' : `: ${cluster.problem}`;
  const kind = cluster.kind === 'embedded' ? 'embedded, simulated nodes' : cluster.kind;
  return `${cluster.name} (${kind}, context ${context}): ${cluster.state}${problem}`;
}

/** `7 of 9 right at first try, 21 not answered yet`. */
function quizWords({ quiz }: Overview): string {
  const left = quiz.questions - quiz.answered;
  if (quiz.answered === 0) return `none of ${left} answered: kubectl minisched workshop quiz`;
  return `${tallyText(quiz)}${left > 0 ? `, ${left} not answered yet` : ''}`;
}

function schedulerWords({ scheduler }: Overview): string {
  if (!scheduler.running) return `does not run; its log is ${scheduler.log}`;
  const where = scheduler.attached ? 'in a terminal of yours' : `in the background, log ${scheduler.log}`;
  const whose = scheduler.program === undefined ? '' : `your program \`${scheduler.program}\` `;
  return `${whose}runs as pid ${scheduler.pid}${scheduler.mode ? ` in mode ${scheduler.mode}` : ''}, ${where}`;
}
