import type { Decided, NodeVerdict, Unschedulable } from '../scheduler/events.ts';
import type { Explanation, FilterVerdict, NodeExplanation } from '../scheduler/explain.ts';

/** What one score plugin gave one node. */
export interface ScoreCell {
  readonly plugin: string;
  readonly raw: number;
  readonly score: number;
  readonly weight: number;
}

/** One node in a decision. */
export interface VerdictRow {
  readonly node: string;
  /** The N of "had N pods". */
  readonly pods: number;
  readonly fits: boolean;
  readonly isWinner: boolean;
  /** In the order in which they are asked. Of a decision that was made: up to the first that objected, for then the others are not asked. */
  readonly filters: readonly FilterVerdict[];
  readonly scores: readonly ScoreCell[];
  readonly total?: number;
}

/** All nodes of a decision, the best first. */
export interface Verdicts {
  /** RFC 3339; undefined: worked out now, every filter asked. */
  readonly decidedAt?: string;
  readonly rows: readonly VerdictRow[];
  /** How many nodes there are; more than rows in a large cluster. */
  readonly known: number;
  readonly feasible: number;
  readonly winner?: string;
}

/** What was decided. `filters` are the plugins that were asked, in order. */
export function verdictsOf(event: Decided | Unschedulable, filters: readonly string[]): Verdicts {
  const winner = event.type === 'decided' ? event.node : undefined;
  const rows = event.nodes.map((verdict) => rowOf(verdict, winner, filters));
  return {
    decidedAt: event.time,
    rows: rows.toSorted(bestFirst),
    known: event.nodes.length,
    feasible: rows.filter(({ fits }) => fits).length,
    ...(winner !== undefined && { winner }),
  };
}

/** What would be decided now. Ties go to the first, as by default. */
export function verdictsNow({ nodes, known, feasible }: Explanation): Verdicts {
  const winner = feasible > 0 ? nodes[0]?.node : undefined;
  const rows = nodes.map((node) => ({
    ...base(node, winner),
    fits: node.total !== undefined,
    filters: node.filters,
  }));
  return { rows, known, feasible, ...(winner !== undefined && { winner }) };
}

function rowOf(verdict: NodeVerdict, winner: string | undefined, names: readonly string[]): VerdictRow {
  const { fits, plugin, reasons, detail } = verdict;
  if (plugin === undefined)
    return { ...base(verdict, winner), fits, filters: names.map((name) => ({ plugin: name })) };
  const objection = { plugin, reasons: reasons ?? [], ...(detail !== undefined && { detail }) };
  const passed = names.slice(0, Math.max(0, names.indexOf(plugin)));
  const filters = [...passed.map((name) => ({ plugin: name })), objection];
  return { ...base(verdict, winner), fits, filters };
}

function base({ node, pods, scores, total }: NodeVerdict | NodeExplanation, winner: string | undefined) {
  return {
    node,
    pods,
    isWinner: node === winner,
    scores: Object.entries(scores ?? {}).map(([plugin, score]) => ({ plugin, ...score })),
    ...(total !== undefined && { total }),
  };
}

/** The winner, then those that fit by total; a stable sort keeps equals in natural order of names. */
function bestFirst(a: VerdictRow, b: VerdictRow): number {
  if (a.isWinner !== b.isWinner) return a.isWinner ? -1 : 1;
  if (a.fits !== b.fits) return a.fits ? -1 : 1;
  return (b.total ?? 0) - (a.total ?? 0);
}
