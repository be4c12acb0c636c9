import { labelMatcher } from '../../api/label-selector.ts';
import type { LabelSelector } from '../../api/selectors.ts';
import type { Node, Pod } from '../../api/types.ts';
import type { Clock } from '../../lib/clock.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';

/** Args of Rules. */
export interface RulesArgs {
  /** The sum of all points is cut at this; it is what a score of 100 means. */
  readonly maxPoints: number;
  readonly rules: readonly Rule[];
}

/** A node gets the points when everything that is said here is true; what is not said does not matter. */
export interface Rule {
  /** May be less than 0: a malus. */
  readonly points: number;
  /** On the labels of the pod that is scheduled. */
  readonly podSelector?: LabelSelector;
  /** On the labels of the node. */
  readonly nodeSelector?: LabelSelector;
  /** The node was created less than so many days ago. */
  readonly nodeYoungerThanDays?: number;
  /** The node was created so many days ago, or more. */
  readonly nodeOlderThanDays?: number;
}

/** The rules that this pod meets, and the time for all nodes. */
interface Today {
  readonly rules: readonly Rule[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const DAY_MS = 86_400_000;

/**
 * Business rules as configuration: points for a node by its labels, its age, and the labels of the pod, each rule with points of its own.
 *
 * The points of all rules that hold are added and cut to 0…`maxPoints`, which is the raw score; the score is its share of `maxPoints`,
 * 0–100. So a weight of W makes `maxPoints` worth W × 100, whatever other nodes have.
 *
 * The preset `weighted` is the second reference scheduler of the workshop: resources 0–100, affinity 0–50 and rules 0–50 (zone us-west-2a
 * +20, a node younger than 30 days +15, gpu work on a gpu node +50). Weights are whole numbers, so it is said as NodeResourcesFit × 2,
 * NodeAffinity × 1 and Rules × 1 with `maxPoints` 50: every total is twice the reference's, and the order of nodes the same.
 */
export function rules({ rules, maxPoints }: RulesArgs, clock: Pick<Clock, 'now'>): Plugin<never, Today> {
  return {
    name: 'Rules',

    preScore(pod) {
      const met = rules.filter((rule) => isMetBy(rule, pod));
      return met.length === 0 ? { skip: true } : { state: { rules: met, now: clock.now() } };
    },

    score(_pod, info, today) {
      let points = 0;
      for (const rule of today.rules) if (holds(rule, info, today.now)) points += rule.points;
      return Math.min(Math.max(points, 0), maxPoints);
    },

    normalize(scores) {
      for (let at = 0; at < scores.length; at++)
        scores[at] = Math.trunc((MAX_NODE_SCORE * (scores[at] ?? 0)) / maxPoints);
    },
  };
}

function isMetBy({ podSelector }: Rule, pod: Pod): boolean {
  return !podSelector || labelMatcher(podSelector).matches(pod.metadata.labels);
}

function holds(rule: Rule, { node }: NodeInfo, now: number): boolean {
  const { nodeSelector, nodeYoungerThanDays, nodeOlderThanDays } = rule;
  if (nodeSelector && !labelMatcher(nodeSelector).matches(node.metadata.labels)) return false;
  if (nodeYoungerThanDays === undefined && nodeOlderThanDays === undefined) return true;
  const age = now - createdAt(node);
  return (
    (nodeYoungerThanDays === undefined || age < nodeYoungerThanDays * DAY_MS) &&
    (nodeOlderThanDays === undefined || age >= nodeOlderThanDays * DAY_MS)
  );
}

const created = new WeakMap<Node, number>();

/** Parsed once for each version of a node. A node without a time has always been there. */
function createdAt(node: Node): number {
  let time = created.get(node);
  if (time === undefined) {
    const { creationTimestamp } = node.metadata;
    time = creationTimestamp === undefined ? 0 : Date.parse(creationTimestamp);
    created.set(node, time);
  }
  return time;
}
