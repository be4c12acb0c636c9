import { isDaemon, isFinished } from '../../api/pods.ts';
import type { Pod } from '../../api/types.ts';
import type { MistakeId } from '../mistakes.ts';

/** A way to count the pods of a node. */
export interface CountingRule {
  /** Undefined: the right one. */
  readonly mistake: MistakeId | undefined;
  readonly counts: (pod: Pod) => boolean;
  /** True: the fullest node wins. */
  readonly most?: boolean;
}

/** The right way first, then those that people take for it. */
export function countingRules(schedulerName: string): readonly [CountingRule, ...CountingRule[]] {
  return [
    { mistake: undefined, counts: (pod) => !isDaemon(pod) && !isFinished(pod) },
    { mistake: 'counts-finished', counts: (pod) => !isDaemon(pod) },
    { mistake: 'counts-daemons', counts: (pod) => !isFinished(pod) },
    { mistake: 'counts-daemons', counts: () => true },
    { mistake: 'counts-only-own', counts: (pod) => pod.spec.schedulerName === schedulerName },
    { mistake: 'fills-up', counts: (pod) => !isDaemon(pod) && !isFinished(pod), most: true },
    { mistake: 'fills-up', counts: () => true, most: true },
  ];
}

/** How many pods of these each node has, by a rule. */
export function countsBy(
  { counts }: CountingRule,
  nodes: readonly string[],
  pods: readonly Pod[],
): Map<string, number> {
  const result = new Map(nodes.map((node) => [node, 0]));
  for (const pod of pods) {
    const { nodeName = '' } = pod.spec;
    const before = result.get(nodeName);
    if (before !== undefined && counts(pod)) result.set(nodeName, before + 1);
  }
  return result;
}

/** The nodes that a rule finds equally good. */
export function bestBy(rule: CountingRule, nodes: readonly string[], pods: readonly Pod[]): string[] {
  const counts = countsBy(rule, nodes, pods);
  const best = rule.most ? Math.max(...counts.values()) : Math.min(...counts.values());
  return nodes.filter((node) => counts.get(node) === best);
}

/** Whether a rule would have placed these pods as they were placed, one after the other. One that lets them go anywhere explains nothing. */
export function explains(
  rule: CountingRule,
  nodes: readonly string[],
  before: readonly Pod[],
  placed: readonly Pod[],
): boolean {
  let told = false;
  const isAsPlaced = placed.every((pod, index) => {
    const best = bestBy(rule, nodes, [...before, ...placed.slice(0, index)]);
    told ||= best.length < nodes.length;
    return best.includes(pod.spec.nodeName ?? '');
  });
  return told && isAsPlaced;
}
