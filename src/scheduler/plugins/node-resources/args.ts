/** A resource and how much it counts in a score. */
export interface ResourceSpec {
  readonly name: string;
  readonly weight: number;
}

/** A point of a broken line: a score of 0–10 at a utilization of 0–100 percent. */
export interface UtilizationShapePoint {
  readonly utilization: number;
  readonly score: number;
}

/** What makes a node good, by its resources. */
export interface ScoringStrategy {
  readonly type: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
  readonly resources: readonly ResourceSpec[];
  /** Given with the type of this name only; its points in increasing order of utilization, at least one. */
  readonly requestedToCapacityRatio?: { readonly shape: readonly UtilizationShapePoint[] };
}

/** Args of NodeResourcesFit, by upstream's names. */
export interface NodeResourcesFitArgs {
  /** Extended resources that do not keep a pod off a node. */
  readonly ignoredResources?: readonly string[];
  /** The same by their domain: what is before the slash. */
  readonly ignoredResourceGroups?: readonly string[];
  readonly scoringStrategy?: ScoringStrategy;
}

/** Args of NodeResourcesBalancedAllocation, by upstream's names. */
export interface NodeResourcesBalancedAllocationArgs {
  readonly resources?: readonly ResourceSpec[];
}

/** What is scored when nobody says (upstream: `defaultResourceSpec`). */
export const DEFAULT_RESOURCES: readonly ResourceSpec[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];
