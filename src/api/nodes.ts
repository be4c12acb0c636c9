import { naturalOrder } from '../lib/natural-order.ts';
import type { Condition, Node, Taint } from './types.ts';

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** Nodes that pods go to: all but the control plane, in natural order of names. */
export function workersOf(nodes: readonly Node[]): Node[] {
  return nodes
    .filter((node) => !isControlPlane(node))
    .toSorted((a, b) => naturalOrder(a.metadata.name, b.metadata.name));
}

/** Whether kubeadm made it a control plane: it carries the label. */
export function isControlPlane(node: Node): boolean {
  return CONTROL_PLANE in (node.metadata.labels ?? {});
}

/** Whether no machine stands behind it: its kubelet is one of the embedded cluster, and says so. */
export function isSimulated({ spec, status }: Node): boolean {
  const says = [spec?.providerID, status?.nodeInfo?.containerRuntimeVersion];
  return says.some((word) => word?.startsWith('embedded://') ?? false);
}

/** Whether its kubelet says Ready=True. */
export function isReady(node: Node): boolean {
  return readyCondition(node)?.status === 'True';
}

/** The Ready condition, which the kubelet and the node controller write; absent on a node that just joined. */
export function readyCondition(node: Node): Condition | undefined {
  return node.status?.conditions?.find(({ type }) => type === 'Ready');
}

/** As `kubectl taint` writes it: `key=value:Effect`, or `key:Effect` without a value. */
export function taintText({ key, value, effect }: Taint): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}
