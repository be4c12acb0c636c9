import { tenths } from '../../lib/words.ts';
import type { NodeExplanation } from '../../scheduler/explain.ts';
import { wayOutText } from '../../simulate/nearest.ts';
import { paint, sign, type Style, wrap } from '../../workshop/style.ts';
import { tableWithin } from '../../workshop/table.ts';
import type { ExplainDocument } from './explain.ts';

/** More nodes than these tell nothing new; `-o wide` shows what there is. */
const MOST = 20;

/** The explanation as a person reads it; `wide` adds raw scores, every filter, and all nodes. */
export function explainLines(told: ExplainDocument, style: Style, wide: boolean): string[] {
  const fitting = told.nodes.filter(({ total }) => total !== undefined);
  const others = told.nodes.filter(({ total }) => total === undefined);
  return [
    ...wrap(paint(headline(told), 'title', style), style.width),
    ...wrap(judgement(told), style.width),
    ...serving(told, style),
    ...section(
      `Nodes that fit (${told.feasible} of ${told.known})`,
      scores(fitting, told, style, wide),
      style,
    ),
    ...section('Nodes that do not', objections(others, style, wide), style),
    ...more(told, style, wide),
    ...way(told, style),
  ];
}

function headline({ pod, state, node, schedulerName, isEmbedded }: ExplainDocument): string {
  const name = `${pod.namespace}/${pod.name}`;
  const where = isEmbedded ? ' (embedded cluster, simulated nodes)' : '';
  switch (state) {
    case 'placed':
      return `${name} is on ${node ?? ''}, a pod of ${schedulerName}${where}`;
    case 'gated':
      return `${name} is held back by its scheduling gates${where}`;
    case 'waiting':
      return `${name} waits for ${schedulerName} to place it${where}`;
  }
}

/** What the rules say now. */
function judgement({ policy, state, node, best, message, nodes }: ExplainDocument): string {
  const rules = policy === 'custom' ? 'the configuration' : `policy ${policy}`;
  if (best === undefined) return `By ${rules} it cannot be placed now: ${message ?? ''}`;
  if (state === 'gated') return `${message ?? ''}. Without them, by ${rules}, it would go to ${best}.`;
  if (state === 'waiting') return `By ${rules} it would go to ${best} now.`;
  const totalOf = (name: string | undefined) => nodes.find((each) => each.node === name)?.total;
  if (best === node) return `By ${rules} it would go there again, as the cluster is now.`;
  return totalOf(node) === totalOf(best)
    ? `By ${rules} it is on one of the best nodes, as the cluster is now.`
    : `By ${rules} it would go to ${best}, as the cluster is now.`;
}

/** A pod that nobody serves hangs without a word: the one thing that no node can tell. */
function serving({ state, isServed, schedulerName, alive }: ExplainDocument, style: Style): string[] {
  if (isServed || state === 'placed') return [];
  const known = alive.map(({ name, because }) => `${name} (${because})`).join(', ');
  const text = `Nobody is known to serve ${schedulerName}: no lease, no event within the hour, no scheduler on this machine. ${
    known === '' ? 'No other scheduler shows signs of life either.' : `Alive: ${known}.`
  }`;
  return wrap(text, style.width, `${paint(sign('bad', style), 'bad', style)} `, '  ');
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', paint(title, 'strong', style), ...lines];
}

function scores(
  nodes: readonly NodeExplanation[],
  { node: here, best }: ExplainDocument,
  style: Style,
  wide: boolean,
): string[] {
  if (nodes.length === 0) return [];
  const all = [...new Set(nodes.flatMap(({ scores = {} }) => Object.keys(scores)))];
  const shown = wide ? nodes : nodes.slice(0, MOST);
  const plugins = wide ? all : all.filter((plugin) => isTelling(nodes, plugin));
  const head = [
    '',
    'NODE',
    'PODS',
    'TOTAL',
    ...plugins.map((plugin) => `${plugin}${weightOf(nodes, plugin)}`),
  ];
  const rows = shown.map(({ node, pods, total = 0, scores = {} }) => [
    node === here ? 'here' : node === best ? 'best' : '',
    node,
    String(pods),
    tenths(total),
    ...plugins.map((plugin) => scoreCell(scores[plugin], wide)),
  ]);
  const others = all.filter((plugin) => !plugins.includes(plugin));
  return [...tableWithin([head, ...rows], style.width, '  '), ...alike(nodes, others, style)];
}

/** A score that is the same everywhere decides nothing. */
function isTelling(nodes: readonly NodeExplanation[], plugin: string): boolean {
  return new Set(nodes.map(({ scores }) => scores?.[plugin]?.score)).size > 1;
}

function alike(nodes: readonly NodeExplanation[], plugins: readonly string[], style: Style): string[] {
  if (plugins.length === 0) return [];
  const parts = plugins.map(
    (plugin) => `${plugin} ${tenths(nodes[0]?.scores?.[plugin]?.score ?? 0)}${weightOf(nodes, plugin)}`,
  );
  const lead = nodes.length === 1 ? '' : 'the same on all of them: ';
  return wrap(paint(lead + parts.join(', '), 'dim', style), style.width, '  ', '    ');
}

function weightOf(nodes: readonly NodeExplanation[], plugin: string): string {
  const weight = nodes.map(({ scores }) => scores?.[plugin]?.weight).find((each) => each !== undefined) ?? 1;
  return weight === 1 ? '' : ` ×${weight}`;
}

function scoreCell(
  score: { readonly raw: number; readonly score: number } | undefined,
  wide: boolean,
): string {
  if (!score) return '-';
  return wide && score.raw !== score.score
    ? `${tenths(score.score)} (raw ${tenths(score.raw)})`
    : tenths(score.score);
}

function objections(nodes: readonly NodeExplanation[], style: Style, wide: boolean): string[] {
  const shown = wide ? nodes : nodes.slice(0, MOST);
  const rows = shown.map(({ node, filters }) => [
    node,
    filters
      .flatMap(({ plugin, reasons, detail }) =>
        reasons ? [`${plugin}: ${reasons.join(', ')}${detail === undefined ? '' : ` (${detail})`}`] : [],
      )
      .concat(wide ? [`nothing against it: ${agreeing(filters)}`] : [])
      .join('; '),
  ]);
  return tableWithin(rows, style.width, '  ');
}

function agreeing(filters: NodeExplanation['filters']): string {
  const names = filters.flatMap(({ plugin, reasons }) => (reasons ? [] : [plugin]));
  return names.length === 0 ? 'none' : names.join(', ');
}

function more({ nodes, known }: ExplainDocument, style: Style, wide: boolean): string[] {
  const shown = wide ? nodes.length : Math.min(MOST, nodes.length);
  if (known <= shown) return [];
  return [paint(`  … ${known - shown} more nodes${wide ? '' : ' (-o wide shows up to 200)'}`, 'dim', style)];
}

function way({ wayOut, preemption, best }: ExplainDocument, style: Style): string[] {
  const hint = `${paint(sign('hint', style), 'warning', style)} `;
  const lines = [
    ...(best === undefined && wayOut ? [`It ${wayOutText(wayOut)}.`] : []),
    ...(preemption
      ? [`It would take the place of ${preemption.victims.join(', ')} on ${preemption.node} (preemption).`]
      : []),
  ];
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrap(line, style.width, hint, '  '))];
}
