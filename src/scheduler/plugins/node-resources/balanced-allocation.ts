import type { NodeInfo } from '../../framework/node-info.ts';
import { MAX_NODE_SCORE, type Plugin } from '../../framework/plugin.ts';
import { askedRequests } from '../../framework/pod-requests.ts';
import { amountIn } from '../../framework/resource-sums.ts';
import { SKIP } from '../../framework/status.ts';
import { DEFAULT_RESOURCES, type NodeResourcesBalancedAllocationArgs } from './args.ts';
import { scoredCapacity } from './scored-resources.ts';

const HALF = MAX_NODE_SCORE / 2;

/**
 * Prefers nodes that the pod makes more evenly used: as much of their cpu as of their memory (upstream:
 * plugins/noderesources/balanced_allocation.go). Unlike NodeResourcesFit it counts what pods ask for as a whole, and no minimum. Pods that ask
 * for nothing skip it.
 */
export function nodeResourcesBalancedAllocation(
  args: NodeResourcesBalancedAllocationArgs = {},
): Plugin<unknown, readonly number[]> {
  const names = (args.resources ?? DEFAULT_RESOURCES).map(({ name }) => name);
  return {
    name: 'NodeResourcesBalancedAllocation',

    preScore(pod) {
      const asked = askedRequests(pod);
      const requests = names.map((name) => asked.get(name) ?? 0);
      return requests.every((amount) => amount === 0) ? SKIP : { state: requests };
    },

    /** 50–100: 75 when the pod changes nothing. */
    score(_pod, node, requests) {
      const gain = balanceOf(node, names, requests, true) - balanceOf(node, names, requests, false);
      return HALF + Math.trunc((HALF + gain) / 2);
    },
  };
}

/** How even the use is, 50–100 with two resources, with the pod on the node or without (upstream: `balancedResourceScore`). */
function balanceOf(
  node: NodeInfo,
  names: readonly string[],
  requests: readonly number[],
  withPod: boolean,
): number {
  return Math.trunc((1 - deviationOf(node, names, requests, withPod)) * MAX_NODE_SCORE);
}

/** The standard deviation of the shares in use; one that the node does not have, or that the pod need not care for, is left out. */
function deviationOf(
  node: NodeInfo,
  names: readonly string[],
  requests: readonly number[],
  withPod: boolean,
): number {
  let count = 0;
  let total = 0;
  let first = 0;
  let last = 0;
  for (let at = 0; at < names.length; at++) {
    const share = shareOf(node, names[at] ?? '', requests[at] ?? 0, withPod);
    if (share === undefined) continue;
    if (count === 0) first = share;
    last = share;
    total += share;
    count++;
  }
  // of two it is half their distance, of one or none 0
  if (count <= 2) return Math.abs((first - last) / 2);
  const mean = total / count;
  let squares = 0;
  for (let at = 0; at < names.length; at++) {
    const share = shareOf(node, names[at] ?? '', requests[at] ?? 0, withPod);
    if (share !== undefined) squares += (share - mean) * (share - mean);
  }
  return Math.sqrt(squares / count);
}

function shareOf(node: NodeInfo, name: string, request: number, withPod: boolean): number | undefined {
  const capacity = scoredCapacity(node, name, request);
  if (capacity === 0) return undefined;
  return Math.min(1, (amountIn(node.requested, name) + (withPod ? request : 0)) / capacity);
}
