import type { NodeVerdict } from '../scheduler/events.ts';
import { amountText } from '../api/amounts.ts';
import type { Picture, Trace, Verdicts } from './events.ts';
import { bar, nodePicture } from './node-picture.ts';
import { paint, sign, type Style } from './style.ts';
import { tableWithin } from './table.ts';

const INDENT = '    ';

/** Each node with the scheduler's verdict: how many pods it has, whether it fits, its score or why not. */
export function verdictLines({ pod, chosen, nodes }: Verdicts, style: Style): string[] {
  const rows = nodes.map((node) => verdictRow(node, chosen, style));
  const table = tableWithin([['NODE', 'PODS', 'FILTER', 'SCORE', 'WHY'], ...rows], style.width, INDENT);
  const title = `What the scheduler thought of each node for ${pod}:`;
  return ['', `  ${paint(title, 'strong', style)}`, ...table];
}

function verdictRow(node: NodeVerdict, chosen: string | undefined, style: Style): string[] {
  const fits = node.fits ? paint('fits', 'good', style) : paint('out', 'bad', style);
  return [
    node.node,
    `${node.pods}`,
    fits,
    node.total === undefined ? sign('dash', style) : `${node.total}`,
    why(node, chosen),
  ];
}

function why(
  { node, fits, plugin, reasons, detail, scores }: NodeVerdict,
  chosen: string | undefined,
): string {
  if (!fits) return `${plugin ?? ''}: ${detail ?? reasons?.join(', ') ?? ''}`;
  const parts = Object.entries(scores ?? {}).map(
    ([name, { score, weight }]) => `${name} ${score}${weight === 1 ? '' : ` x ${weight}`}`,
  );
  return `${parts.join(' + ')}${node === chosen ? '  <- chosen' : ''}`;
}

/** What happened to a pod, one line each. */
export function traceLines({ pod, rows }: Trace, style: Style): string[] {
  const cells = rows.map(({ at, part, what, who }) => [at.slice(11, 19), part, who, what]);
  const table = tableWithin([['TIME', 'PART', 'WHO', 'WHAT'], ...cells], style.width, INDENT);
  return ['', `  ${paint(`The life of ${pod} so far (UTC):`, 'strong', style)}`, ...table];
}

/** Each node with how much of one resource is asked of it, and a sign for each of its pods. */
export function pictureLines({ resource, nodes }: Picture, style: Style): string[] {
  const text = (amount: number) => amountText(resource, amount, 'down');
  const rows = nodes.map(({ name, asked, allocatable, pods }) => ({
    name,
    cells: [`${bar(asked / allocatable, style)} ${text(asked)} of ${text(allocatable)}`],
    pods,
  }));
  const head = resource.split('/').at(-1)?.toUpperCase() ?? '';
  const title = `What is asked of the nodes, and who is there:`;
  const lines = nodePicture([head], rows, 'other pods', { ...style, width: style.width - 2 });
  return ['', `  ${paint(title, 'strong', style)}`, ...lines.map((line) => `  ${line}`)];
}
