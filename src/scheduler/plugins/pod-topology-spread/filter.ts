import { labelOf } from '../../../api/requirement.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { Rejection } from '../../framework/status.ts';
import { admission, countMatching, hasAllKeys, type SpreadConstraint } from './constraints.ts';
import { type Domain, DomainCounts } from './domain-counts.ts';

/** One hard constraint of a pod, with how many matching pods each domain has. */
export interface CountedConstraint {
  readonly constraint: SpreadConstraint;
  readonly counts: DomainCounts;
  /** 1 where the pod itself will count. */
  readonly self: 0 | 1;
}

/** What keeps a pod off a node: it has no such label, or its domain has so many pods already. */
export interface Violation {
  readonly counted: CountedConstraint;
  /** Undefined where the node lacks the label. */
  readonly domain?: Domain;
  /** What the pods of the domain are compared with: the fewest anywhere, or 0 with fewer than `minDomains` domains. */
  readonly fewest: number;
}

const MISSING_LABEL: Rejection = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  unresolvable: true,
};
const TOO_SKEWED: Rejection = { reasons: ["node(s) didn't match pod topology spread constraints"] };

/** Counts once for a pod (upstream: filtering.go, `calPreFilterState`). Nodes without all of the keys, and those that the policies leave out, hold no domain. */
export function countByDomain(
  pod: Pod,
  constraints: readonly SpreadConstraint[],
  nodes: readonly NodeInfo[],
): readonly CountedConstraint[] {
  const counting = constraints.map((constraint) => ({
    constraint,
    counts: new Map<string, number>(),
    admits: admission(constraint, pod),
  }));
  for (const info of nodes) {
    if (!hasAllKeys(info.node, constraints)) continue;
    for (const { constraint, counts, admits } of counting) {
      if (!admits(info.node)) continue;
      const domain = labelOf(info.node.metadata.labels, constraint.topologyKey) ?? '';
      counts.set(domain, (counts.get(domain) ?? 0) + countMatching(constraint, pod, info));
    }
  }
  return counting.map(({ constraint, counts }) => ({
    constraint,
    counts: DomainCounts.of(counts),
    self: constraint.selector.matches(pod.metadata.labels) ? 1 : 0,
  }));
}

/** The first constraint that the node breaks (upstream: filtering.go, `Filter`). */
export function rejectionOf(node: NodeInfo, state: readonly CountedConstraint[]): Rejection | undefined {
  const labels = node.node.metadata.labels;
  for (const { constraint, counts, self } of state) {
    const domain = labelOf(labels, constraint.topologyKey);
    if (domain === undefined) return MISSING_LABEL;
    if (counts.get(domain) + self - fewestOf(constraint, counts) > constraint.maxSkew) return TOO_SKEWED;
  }
  return undefined;
}

/** All constraints that the node breaks, with the facts: for people. */
export function violationsOf(node: NodeInfo, state: readonly CountedConstraint[]): readonly Violation[] {
  return state.flatMap((counted): readonly Violation[] => {
    const { constraint, counts, self } = counted;
    const fewest = fewestOf(constraint, counts);
    const name = labelOf(node.node.metadata.labels, constraint.topologyKey);
    if (name === undefined) return [{ counted, fewest }];
    const domain = { name, pods: counts.get(name) };
    return domain.pods + self - fewest > constraint.maxSkew ? [{ counted, fewest, domain }] : [];
  });
}

/**
 * `changed` has come to the node, or left it (upstream: filtering.go, `updateWithPod`, with its two quirks: here a terminating pod and
 * the selector `{}` do count).
 */
export function update(
  state: readonly CountedConstraint[],
  pod: Pod,
  changed: Pod,
  { node }: NodeInfo,
  by: 1 | -1,
): void {
  if (changed.metadata.namespace !== pod.metadata.namespace) return;
  if (!state.every(({ constraint }) => labelOf(node.metadata.labels, constraint.topologyKey) !== undefined))
    return;
  for (const { constraint, counts } of state) {
    if (!constraint.selector.matches(changed.metadata.labels) || !admission(constraint, pod)(node)) continue;
    counts.add(labelOf(node.metadata.labels, constraint.topologyKey) ?? '', by);
  }
}

function fewestOf({ minDomains }: SpreadConstraint, counts: DomainCounts): number {
  return counts.size < minDomains ? 0 : (counts.fewest?.pods ?? 0);
}
