import { allowsNode, requiredNodeAffinity } from '../../api/node-affinity.ts';
import { amountOf, requestsOf } from '../../api/pod-requests.ts';
import { isTerminal } from '../controllers/workloads/pods.ts';
import { untolerated } from '../controllers/workloads/tolerations.ts';
import type { Node, Pod } from '../data/types.ts';

/** Why a kubelet does not take a pod that was bound to its node. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * What a kubelet checks before it runs a pod (pkg/kubelet/lifecycle/predicate.go): room, the node's labels, taints that would evict it at
 * once. Undefined: it is taken. `others` are the pods that the node has already.
 */
export function rejectionOf(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const lack = lackOf(
    pod,
    node,
    others.filter((other) => !isTerminal(other)),
  );
  if (lack) return lack;
  if (pod.spec && !allowsNode(requiredNodeAffinity({ spec: pod.spec }), node))
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  if (untolerated(node.spec?.taints, pod.spec?.tolerations, ['NoExecute']))
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  return undefined;
}

function predicate(name: string, why: string): Rejection {
  return { reason: name, message: `Predicate ${name} failed: ${why}` };
}

function lackOf(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const { allocatable = {} } = node.status ?? {};
  const capacity = (name: string): number => amountOf(name, allocatable[name] ?? '0');
  if (others.length + 1 > capacity('pods')) return lack('pods', 1, others.length, capacity('pods'));
  const taken = others.map((other) => requestsOf(other, { withStatus: true }));
  for (const [name, requested] of requestsOf(pod)) {
    // what no node ever had is for others to look after
    if (requested === 0 || allocatable[name] === undefined) continue;
    const used = taken.reduce((total, requests) => total + (requests.get(name) ?? 0), 0);
    if (requested > capacity(name) - used) return lack(name, requested, used, capacity(name));
  }
  return undefined;
}

function lack(name: string, requested: number, used: number, capacity: number): Rejection {
  const amounts = `requested: ${String(requested)}, used: ${String(used)}, capacity: ${String(capacity)}`;
  return { reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, ${amounts}` };
}
