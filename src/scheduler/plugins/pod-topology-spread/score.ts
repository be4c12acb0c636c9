import { labelOf } from '../../../api/requirement.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { MAX_NODE_SCORE } from '../../framework/plugin.ts';
import { admission, countMatching, hasAllKeys, type SpreadConstraint } from './constraints.ts';

const HOSTNAME = 'kubernetes.io/hostname';

/** One soft constraint of a pod. */
interface Scored {
  readonly constraint: SpreadConstraint;
  /** Matching pods by domain, of the domains that have a feasible node. Empty for the hostname, which is counted node by node. */
  readonly counts: ReadonlyMap<string, number>;
  /** So that few large domains weigh no less than many small ones. */
  readonly weight: number;
}

/** What is worked out once for a pod. */
export interface SpreadScores {
  readonly scored: readonly Scored[];
  /** Nodes that lack a key: they get 0. */
  readonly ignored: ReadonlySet<NodeInfo>;
}

/**
 * Counts once for a pod (upstream: scoring.go, `initPreScoreState` and `PreScore`). Domains and weights are of the feasible nodes, pods
 * of all. Without `allKeys` a missing label is the domain "".
 */
export function prepareScores(
  pod: Pod,
  constraints: readonly SpreadConstraint[],
  allKeys: boolean,
  feasible: readonly NodeInfo[],
  nodes: readonly NodeInfo[],
): SpreadScores {
  const counting = constraints.map((constraint) => ({
    constraint,
    counts: new Map<string, number>(),
    admits: admission(constraint, pod),
  }));
  // the hostname is counted node by node
  const shared = counting.filter(({ constraint }) => constraint.topologyKey !== HOSTNAME);
  const ignored = new Set<NodeInfo>();
  for (const info of feasible) {
    if (allKeys && !hasAllKeys(info.node, constraints)) ignored.add(info);
    else for (const { constraint, counts } of shared) counts.set(domainOf(info, constraint.topologyKey), 0);
  }
  for (const info of shared.length > 0 ? nodes : []) {
    if (allKeys && !hasAllKeys(info.node, constraints)) continue;
    for (const { constraint, counts, admits } of shared) {
      const domain = domainOf(info, constraint.topologyKey);
      const pods = counts.get(domain);
      if (pods === undefined || !admits(info.node)) continue;
      counts.set(domain, pods + countMatching(constraint, pod, info));
    }
  }
  const scored = counting.map(({ constraint, counts }) => {
    const size = constraint.topologyKey === HOSTNAME ? feasible.length - ignored.size : counts.size;
    return { constraint, counts, weight: Math.log(size + 2) };
  });
  return { scored, ignored };
}

/** How many matching pods are in the node's domains, weighted: the fewer the better (upstream: scoring.go, `Score`). */
export function spreadScore(pod: Pod, info: NodeInfo, { scored, ignored }: SpreadScores): number {
  if (ignored.has(info)) return 0;
  let score = 0;
  for (const { constraint, counts, weight } of scored) {
    const domain = labelOf(info.node.metadata.labels, constraint.topologyKey);
    if (domain === undefined) continue;
    const pods =
      constraint.topologyKey === HOSTNAME ? countMatching(constraint, pod, info) : (counts.get(domain) ?? 0);
    // with a larger maxSkew differences matter less
    score += pods * weight + (constraint.maxSkew - 1);
  }
  return Math.round(score);
}

/** The lowest gets the most; nodes that lack a key get 0 (upstream: scoring.go, `NormalizeScore`, with its integer division). */
export function normalizeSpread(
  scores: number[],
  nodes: readonly NodeInfo[],
  { ignored }: SpreadScores,
): void {
  const isIgnored = (at: number) => {
    const info = nodes[at];
    return ignored.size > 0 && info !== undefined && ignored.has(info);
  };
  let [least, most] = [Infinity, 0];
  // by index: over every node, where iterators cost more than the work
  for (let at = 0; at < scores.length; at++) {
    if (isIgnored(at)) continue;
    least = Math.min(least, scores[at] ?? 0);
    most = Math.max(most, scores[at] ?? 0);
  }
  for (let at = 0; at < scores.length; at++) {
    if (isIgnored(at)) scores[at] = 0;
    else if (most === 0) scores[at] = MAX_NODE_SCORE;
    else scores[at] = Math.trunc((MAX_NODE_SCORE * (most + least - (scores[at] ?? 0))) / most);
  }
}

function domainOf({ node }: NodeInfo, key: string): string {
  return labelOf(node.metadata.labels, key) ?? '';
}
