import { bytesText, cpuText } from '../../view/amounts.ts';
import type { NodeFacts, Share } from '../../view/node-facts.ts';
import { bar, percent, shareTone } from '../bar.ts';
import type { Line } from '../line.ts';
import type { Marks } from '../marks.ts';
import { layoutOf, type Model } from '../model.ts';
import { type Cell, type Column, headRow, row, widest, widthsOf } from '../table.ts';
import { counted, type PanelText } from './panel-text.ts';

/** The nodes with what is asked of them, of what they have. */
export function nodesPanel(model: Model): PanelText {
  const { facts, ui } = model;
  const { nodes } = facts;
  const { filter, list } = ui.panels.nodes;
  const width = layoutOf(model).panels.nodes.width - 2;
  const { head, rows } = nodeTable(nodes.rows, { width, wide: ui.wide, marks: model.about.marks });
  return {
    title: counted('nodes', nodes.matching, nodes.total, filter),
    head,
    rows,
    cursor: list.cursor - nodes.from,
    empty: filter === '' ? 'no nodes' : 'no node has these words',
  };
}

interface TableOptions {
  readonly width: number;
  readonly wide: boolean;
  readonly marks: Marks;
}

/** Cells of the columns whose texts are known, and what taints need at least to be recognised. */
const STATE = 10;
const PODS = 7;
const TAINTS = 14;

interface NodeColumn extends Column {
  readonly cell: (node: NodeFacts) => Cell;
}

function nodeTable(nodes: readonly NodeFacts[], options: TableOptions): { head: Line; rows: Line[] } {
  const columns = columnsFor(nodes, options);
  const widths = widthsOf(columns, options.width);
  const { more } = options.marks;
  return {
    head: headRow(columns, widths, more),
    rows: nodes.map((node) =>
      row(
        columns,
        widths,
        columns.map(({ cell }) => cell(node)),
        more,
      ),
    ),
  };
}

/** The name is seen whole where there is room; taints get the rest. */
function columnsFor(
  nodes: readonly NodeFacts[],
  { width, wide, marks }: TableOptions,
): readonly NodeColumn[] {
  const names = widest(
    'NODE',
    nodes.map(({ name }) => name),
    Math.max(14, Math.floor(width * (wide ? 0.3 : 0.35))),
  );
  const zones = widest(
    'ZONE',
    nodes.map(({ zone }) => zone),
    16,
  );
  const hasZones = nodes.some(({ zone }) => zone !== '') && width >= 76;
  const amounts = wide ? 12 : 4;
  const fixed = names + STATE + PODS + 2 * amounts + (hasZones ? zones + 1 : 0) + 6 + TAINTS;
  const room = Math.floor((width - fixed) / 3) - 1;
  const bars = room < 3 ? 0 : Math.min(10, room);
  return [
    { head: 'NODE', width: names, cell: ({ name }) => ({ text: name }) },
    { head: 'STATE', width: STATE, cell: (node) => stateOf(node, marks) },
    share('PODS', ({ pods }) => pods, {
      bars,
      width: PODS,
      marks,
      text: ({ used, of }) => (of > 0 ? `${used}/${of}` : String(used)),
    }),
    share('CPU', ({ cpu }) => cpu, { bars, marks, ...amount(wide, cpuText) }),
    share('MEMORY', ({ memory }) => memory, { bars, marks, ...amount(wide, bytesText) }),
    ...(hasZones ? [{ head: 'ZONE', width: zones, cell: ({ zone }: NodeFacts) => ({ text: zone }) }] : []),
    {
      head: 'TAINTS',
      cell: ({ taints }) => ({
        text: taints.map((taint) => shortTaint(taint, wide)).join(' '),
        tone: 'warn',
      }),
    },
  ];
}

function stateOf({ ready, cordoned }: NodeFacts, { good, bad }: Marks): Cell {
  if (ready !== 'True') return { text: `${bad} ${ready === 'False' ? 'NotReady' : ready}`, tone: 'bad' };
  return cordoned ? { text: `${bad} cordoned`, tone: 'warn' } : { text: `${good} Ready`, tone: 'good' };
}

interface ShareOptions {
  readonly bars: number;
  readonly width: number;
  readonly marks: Marks;
  readonly text: (share: Share) => string;
}

function share(head: string, of: (node: NodeFacts) => Share, options: ShareOptions): NodeColumn {
  const { bars, width, marks, text } = options;
  const total = bars > 0 ? bars + 1 + width : width;
  return {
    head,
    width: Math.max(total, head.length),
    cell: (node) => {
      const one = of(node);
      const drawn = bars > 0 ? `${bar(one, bars, marks)} ` : '';
      return { text: drawn + text(one), tone: shareTone(one) };
    },
  };
}

/** `38%`, and where there is room for it `1.5/4`. */
function amount(wide: boolean, text: (amount: number) => string): Pick<ShareOptions, 'width' | 'text'> {
  if (!wide) return { width: 4, text: percent };
  return { width: 12, text: ({ used, of }) => `${text(used)}/${text(of)}` };
}

/** The words of a taint before its value: what is before the slash is the same for all of one kind. */
function shortTaint(taint: string, wide: boolean): string {
  return wide ? taint : taint.replace(/^[^/=:]+\//, '');
}
