import { type LabelMatcher, matcherOf, NOTHING, requirementsOf } from '../../../api/label-selector.ts';
import { allowsNode, requiredNodeAffinity } from '../../../api/node-affinity.ts';
import type { TopologySpreadConstraint } from '../../../api/pod-spec.ts';
import { type Labels, labelOf, type Requirement } from '../../../api/requirement.ts';
import type { Node, Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { untoleratedTaint } from '../tolerates.ts';

/** One constraint as it is asked of thousands of nodes: defaults filled in, the selector read. */
export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: LabelMatcher;
  readonly minDomains: number;
  /** Nodes that the pod's node affinity rules out hold no domain. */
  readonly honorAffinity: boolean;
  /** Nodes with taints that the pod does not tolerate hold no domain. */
  readonly honorTaints: boolean;
}

/** What happens where a constraint cannot be met. */
export type WhenUnsatisfiable = TopologySpreadConstraint['whenUnsatisfiable'];

const hard = new WeakMap<Pod, readonly SpreadConstraint[]>();

/** The pod's own constraints that filter. Read once for each version of a pod: hints ask for each change in the cluster. */
export function hardConstraintsOf(pod: Pod): readonly SpreadConstraint[] {
  let found = hard.get(pod);
  if (!found) hard.set(pod, (found = constraintsOf(pod, 'DoNotSchedule')));
  return found;
}

/** The pod's own constraints of this kind. */
export function constraintsOf({ metadata, spec }: Pod, when: WhenUnsatisfiable): readonly SpreadConstraint[] {
  return readConstraints(spec.topologySpreadConstraints ?? [], metadata.labels, when);
}

/**
 * The constraints of this kind (upstream: common.go, `filterTopologySpreadConstraints`). `selector` stands in for their own: default
 * constraints have none.
 */
export function readConstraints(
  constraints: readonly TopologySpreadConstraint[],
  podLabels: Labels,
  when: WhenUnsatisfiable,
  selector?: LabelMatcher,
): readonly SpreadConstraint[] {
  return constraints
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when)
    .map((constraint) => ({
      maxSkew: constraint.maxSkew,
      topologyKey: constraint.topologyKey,
      selector: selector ?? selectorOf(constraint, podLabels),
      minDomains: constraint.minDomains ?? 1,
      honorAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
      honorTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
    }));
}

/** With the pod's own values of `matchLabelKeys`. A constraint without a selector matches nothing, also with them. */
function selectorOf({ labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint, podLabels: Labels) {
  if (!labelSelector) return NOTHING;
  const same = matchLabelKeys.flatMap((key): Requirement | readonly [] => {
    const value = labelOf(podLabels, key);
    return value === undefined ? [] : { key, operator: 'In', values: [value] };
  });
  return matcherOf([...same, ...requirementsOf(labelSelector)]);
}

/** Whether the node has the label of each constraint. */
export function hasAllKeys({ metadata }: Node, constraints: readonly SpreadConstraint[]): boolean {
  for (const { topologyKey } of constraints)
    if (labelOf(metadata.labels, topologyKey) === undefined) return false;
  return true;
}

/** Which nodes' domains count for this pod (upstream: common.go, `matchNodeInclusionPolicies`). Made once and asked of many nodes. */
export function admission(
  { honorAffinity, honorTaints }: SpreadConstraint,
  pod: Pod,
): (node: Node) => boolean {
  const required = requiredNodeAffinity(pod);
  const isAsked = honorAffinity && (required.selector.length > 0 || required.terms !== undefined);
  if (!isAsked && !honorTaints) return () => true;
  return (node) => {
    if (isAsked && !allowsNode(required, node)) return false;
    return !honorTaints || untoleratedTaint(pod, node.spec?.taints) === undefined;
  };
}

/** How many pods of the node match: in the pod's namespace, not terminating; none for the selector `{}` (upstream: common.go, `countPodsMatchSelector`). */
export function countMatching(
  { selector }: SpreadConstraint,
  pod: Pod,
  { labelSets, terminating }: NodeInfo,
): number {
  if (selector.isEmpty) return 0;
  const { namespace } = pod.metadata;
  let count = 0;
  for (const [{ metadata }, pods] of labelSets)
    if (metadata.namespace === namespace && selector.matches(metadata.labels)) count += pods;
  for (const { metadata } of terminating)
    if (metadata.namespace === namespace && selector.matches(metadata.labels)) count--;
  return count;
}
