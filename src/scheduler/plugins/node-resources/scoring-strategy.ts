import type { NodeInfo } from '../../framework/node-info.ts';
import { MAX_NODE_SCORE } from '../../framework/plugin.ts';
import { alongShape } from '../shape.ts';
import type { ScoringStrategy } from './args.ts';
import { scoredCapacity, scoredUse } from './scored-resources.ts';

/** How good a node is for a pod, 0–100: `requests` are the pod's, in the order of the strategy's resources. */
export type AllocationScorer = (node: NodeInfo, requests: readonly number[]) => number;

/** Points of one resource, 0–100, when so much of so much is used. */
type Points = (used: number, capacity: number) => number;

/** The weighted mean of the points of each resource (upstream: plugins/noderesources, `nodeResourceStrategyTypeMap`). */
export function allocationScorer({
  type,
  resources,
  requestedToCapacityRatio,
}: ScoringStrategy): AllocationScorer {
  switch (type) {
    case 'LeastAllocated':
      return weightedMean(resources, leastAllocated);
    case 'MostAllocated':
      return weightedMean(resources, mostAllocated);
    case 'RequestedToCapacityRatio':
      return weightedMean(resources, alongShape(requestedToCapacityRatio?.shape ?? []), true);
  }
}

/** With `isRatio` a resource without points does not count, and the mean is rounded (requested_to_capacity_ratio.go): elsewhere it is cut. */
function weightedMean(
  resources: ScoringStrategy['resources'],
  points: Points,
  isRatio = false,
): AllocationScorer {
  return (node, requests) => {
    let total = 0;
    let weights = 0;
    for (let at = 0; at < resources.length; at++) {
      const { name = '', weight = 0 } = resources[at] ?? {};
      const request = requests[at] ?? 0;
      const capacity = scoredCapacity(node, name, request);
      if (capacity === 0) continue;
      const score = points(scoredUse(node, name) + request, capacity);
      if (isRatio && score <= 0) continue;
      total += score * weight;
      weights += weight;
    }
    if (weights === 0) return 0;
    return isRatio ? Math.round(total / weights) : Math.trunc(total / weights);
  };
}

/** least_allocated.go: the more is free, the better. */
function leastAllocated(used: number, capacity: number): number {
  return used > capacity ? 0 : Math.trunc(((capacity - used) * MAX_NODE_SCORE) / capacity);
}

/** most_allocated.go: the fuller, the better. */
function mostAllocated(used: number, capacity: number): number {
  return Math.trunc((Math.min(used, capacity) * MAX_NODE_SCORE) / capacity);
}
