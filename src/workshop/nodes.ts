import type { Node, Taint } from '../api/types.ts';
import { naturalOrder } from '../lib/natural-order.ts';

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** Nodes that pods go to: all but the control plane, in natural order of names. */
export function workersOf(nodes: readonly Node[]): Node[] {
  return nodes
    .filter((node) => !isControlPlane(node))
    .toSorted((a, b) => naturalOrder(a.metadata.name, b.metadata.name));
}

export function isControlPlane(node: Node): boolean {
  return CONTROL_PLANE in (node.metadata.labels ?? {});
}

export function isReady(node: Node): boolean {
  return node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** As `kubectl taint` writes it: `key=value:Effect`, or `key:Effect` without a value. */
export function taintText({ key, value, effect }: Taint): string {
  return `${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect}`;
}
