import { paint, sign, type Style } from '../../workshop/style.ts';
import { tableLines } from '../../workshop/table.ts';
import type { Overview } from './overview.ts';

/** What `workshop list` knows of a step. */
export interface Listed {
  readonly number: number;
  readonly slug: string;
  readonly title: string;
  readonly minutes: number;
  readonly needs: readonly string[];
}

/** The steps as a table. */
export function listLines(steps: readonly Listed[], style: Style): string[] {
  const rows = steps.map(({ number, slug, title, minutes, needs }) => [
    String(number),
    slug,
    title,
    `${minutes} min`,
    needs.join(', ') || sign('dash', style),
  ]);
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
  return [
    ...tableLines([['STEP', 'NAME', 'TITLE', 'TIME', 'NEEDS'], ...rows]),
    '',
    paint(`Together about ${minutes} minutes. kubectl minisched workshop run plays them all.`, 'dim', style),
  ];
}

/** The state of things as a person reads it. */
export function statusLines(overview: Overview, style: Style): string[] {
  const rows = overview.steps.map(({ step, title, state, endedAt }) => [
    stateSign(state, style),
    `${step}`,
    title,
    state === 'open' ? 'not yet' : state,
    endedAt ? `${endedAt.slice(0, 19).replace('T', ' ')} UTC` : '',
  ]);
  const next = overview.steps.find(({ state }) => state !== 'done');
  return [
    ...tableLines([
      ['cluster', clusterWords(overview)],
      ['scheduler', schedulerWords(overview)],
      ['journal', overview.journal],
    ]),
    '',
    ...tableLines(rows).map((line) => line.trimEnd()),
    '',
    overview.playing
      ? 'Somebody is playing right now.'
      : `Next: ${next ? 'kubectl minisched workshop run' : 'kubectl minisched verify'}`,
  ];
}

function stateSign(state: string, style: Style): string {
  if (state === 'done') return paint(sign('good', style), 'good', style);
  return state === 'open' ? sign('dot', style) : paint(sign('bad', style), 'bad', style);
}

function clusterWords({ cluster, context }: Overview): string {
  const problem = cluster.problem === undefined ? '' : `: ${cluster.problem}`;
  return `${cluster.name} (${cluster.kind}, context ${context}): ${cluster.state}${problem}`;
}

function schedulerWords({ scheduler }: Overview): string {
  if (!scheduler.running) return `does not run; its log is ${scheduler.log}`;
  const where = scheduler.attached ? 'in a terminal of yours' : `in the background, log ${scheduler.log}`;
  return `runs as pid ${scheduler.pid}${scheduler.mode ? ` in mode ${scheduler.mode}` : ''}, ${where}`;
}
