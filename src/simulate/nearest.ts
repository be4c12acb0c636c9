import { type FilterVerdict, type NodeExplanation, objectionsOf } from '../scheduler/explain.ts';

/** The least that would have to change for a pod to fit somewhere. */
export interface WayOut {
  readonly node: string;
  /** All of them: `taint a=b:NoSchedule is removed`. */
  readonly changes: readonly string[];
}

/** The control plane keeps its taint for a reason. */
const ROLE = 'node-role.kubernetes.io/';

/**
 * The node with the fewest objections that can all be mended, nodes with a role last, in the order given among equals. Undefined when a
 * filter that objects knows no way out on any node, or when a node fits.
 */
export function nearestWayOut(nodes: readonly NodeExplanation[]): WayOut | undefined {
  const ways = nodes.map(({ node, filters }) => ({ node, changes: changesOf(filters) }));
  if (ways.some(({ changes }) => changes?.length === 0)) return undefined;
  let best: WayOut | undefined;
  for (const { node, changes } of ways)
    if (changes && (!best || rank(changes) < rank(best.changes))) best = { node, changes };
  return best;
}

/** `fits on worker2 if taint a=b:NoSchedule is removed and it asks for 300m less cpu` */
export function wayOutText({ node, changes }: WayOut): string {
  return `fits on ${node} if ${changes.join(' and ')}`;
}

/** Undefined when one of the objections cannot be mended. */
function changesOf(filters: readonly FilterVerdict[]): readonly string[] | undefined {
  const objections = objectionsOf(filters);
  const changes = objections.flatMap(({ wayOut }) => wayOut ?? []);
  return changes.length === objections.length ? changes : undefined;
}

function rank(changes: readonly string[]): number {
  return changes.length + (changes.some((change) => change.includes(ROLE)) ? 100 : 0);
}
