import type { NodeInfo } from '../../framework/node-info.ts';
import { amountIn } from '../../framework/resource-sums.ts';

/**
 * How much of a resource a node has, for scores: 0 leaves it out. Resources other than cpu, memory and storage count only when the pod asks for
 * them (plugins/noderesources/resource_allocation.go, `calculateNodeAllocatableRequest`).
 */
export function scoredCapacity({ allocatable }: NodeInfo, name: string, request: number): number {
  return request === 0 && !isBasic(name) ? 0 : amountIn(allocatable, name);
}

/** How much of it the pods on the node use, with a minimum for each container that asks for no cpu or memory. */
export function scoredUse({ requested, nonZeroRequested }: NodeInfo, name: string): number {
  if (name === 'cpu') return nonZeroRequested.milliCpu;
  return name === 'memory' ? nonZeroRequested.memory : amountIn(requested, name);
}

function isBasic(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage';
}
