import type { PanelName } from './ui-state.ts';
import { PANELS } from './ui-state.ts';

/** A panel's place. `height` counts its title and heads, `rows` only what is listed. Height 1 is a title alone. */
export interface PanelShape {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
}

/** Where everything is on a screen of this size. Heights sum up to the screen's, never more. */
export interface Layout {
  readonly width: number;
  readonly header: number;
  /** Between header and footer. */
  readonly body: number;
  readonly footer: number;
  /** Nodes on the left, the stream above the queue on the right; else one above the other. */
  readonly sideBySide: boolean;
  readonly panels: Readonly<Record<PanelName, PanelShape>>;
}

/** From here on two panels beside each other are wide enough to be read. */
const SIDE_BY_SIDE = 130;
/** Title, heads and three rows of each panel: with less, only the one in focus is open. */
const ALL_OPEN = 14;
/** Lines of each panel above its rows: the title, and the heads of columns. */
const HEADS: Readonly<Record<PanelName, number>> = { nodes: 2, decisions: 1, queue: 2 };

export function layout(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  focus: PanelName,
  nodes: number,
): Layout {
  const footer = rows > 3 ? 1 : 0;
  const header = Math.min(rows - footer, rows >= 20 ? 3 : rows >= 8 ? 2 : 1);
  const body = rows - header - footer;
  const sideBySide = columns >= SIDE_BY_SIDE && body >= 10;
  const heights = sideBySide ? beside(body) : body >= ALL_OPEN ? stacked(body, nodes) : folded(body, focus);
  const left = Math.floor((columns - 1) / 2);
  const width = (name: PanelName) => (!sideBySide ? columns : name === 'nodes' ? left : columns - 1 - left);
  const shape = (name: PanelName): PanelShape => ({
    width: width(name),
    height: heights[name],
    rows: Math.max(0, heights[name] - HEADS[name]),
  });
  return {
    width: columns,
    header,
    body,
    footer,
    sideBySide,
    panels: { nodes: shape('nodes'), decisions: shape('decisions'), queue: shape('queue') },
  };
}

type Heights = Readonly<Record<PanelName, number>>;

function beside(body: number): Heights {
  const queue = Math.max(5, Math.floor(body * 0.4));
  return { nodes: body, decisions: body - queue, queue };
}

/** The nodes get what they need, up to two fifths; the stream more of the rest than the queue. */
function stacked(body: number, count: number): Heights {
  const nodes = Math.max(3, Math.min(count + HEADS.nodes, Math.floor(body * 0.4)));
  const queue = Math.max(4, Math.floor((body - nodes) * 0.4));
  return { nodes, decisions: body - nodes - queue, queue };
}

/** Only the panel in focus is open; of the others the titles, as far as there is room. */
function folded(body: number, focus: PanelName): Heights {
  const others = body >= 5 ? PANELS.length - 1 : 0;
  const height = (name: PanelName) => (name === focus ? body - others : others === 0 ? 0 : 1);
  return { nodes: height('nodes'), decisions: height('decisions'), queue: height('queue') };
}
