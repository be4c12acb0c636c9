import { NAMESPACES } from '../../../api/resources.ts';
import type { Labels } from '../../../api/requirement.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { Labelled } from '../../framework/pod-labels.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import {
  type AffinityTerm,
  type AffinityTerms,
  affinityTerms,
  areAllAbout,
  isAbout,
  namespaceOf,
  withNamespaces,
} from '../../framework/affinity-terms.ts';
import { remembering } from './remembering.ts';
import { TopologyCounts } from './topology-counts.ts';

/** What a pod's required affinities come to in this cluster (upstream: plugins/interpodaffinity, `preFilterState`). */
export interface AffinityState {
  readonly pod: Pod;
  readonly namespaceLabels: Labels;
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  /** The pod satisfies its own affinity: it may be the first of its kind. */
  readonly suitsItself: boolean;
  /** Where pods are that satisfy the affinity, each counted by every term. */
  readonly wanted: TopologyCounts;
  /** Where pods are that the pod's anti-affinity is about. */
  readonly avoided: TopologyCounts;
  /** Where the anti-affinity of pods that are there is about this pod. */
  readonly keptOff: TopologyCounts;
  /** For explanations. */
  readonly snapshot: Snapshot;
  /** The same object in all copies, and in no other state. */
  readonly origin: object;
}

/** The labels of the pod's namespace, none when it is not known. */
export function namespaceLabelsOf(pod: Pod, { objects }: Snapshot): Labels {
  return objects.get(NAMESPACES, { name: namespaceOf(pod) })?.metadata.labels;
}

/** Looks through the cluster; undefined when nothing of it can keep the pod off any node (upstream: `PreFilter`). */
export function countAffinities(pod: Pod, snapshot: Snapshot): AffinityState | undefined {
  const { nodes, nodesWithRequiredAntiAffinity } = snapshot;
  const own = affinityTerms(pod);
  const hasTerms = own.required.length + own.requiredAnti.length > 0;
  if (!hasTerms && nodesWithRequiredAntiAffinity.length === 0) return undefined;
  const state = emptyState(pod, snapshot);
  const keeping = remembering((terms: AffinityTerms) => keepingOff(state, terms));
  for (const { node, affinities } of nodesWithRequiredAntiAffinity)
    for (const [terms, pods] of affinities)
      for (const { topologyKey } of keeping(terms))
        state.keptOff.add(node.metadata.labels, topologyKey, pods);
  if (hasTerms) countAllOwn(state, nodes);
  return hasTerms || !state.keptOff.isEmpty ? state : undefined;
}

/** The same after `other` came to a node with these labels (`by` 1), or left it (-1) (upstream: `updateWithPod`). */
export function update(state: AffinityState, other: Pod, labels: Labels, by: 1 | -1): void {
  for (const { topologyKey } of keepingOff(state, affinityTerms(other)))
    state.keptOff.add(labels, topologyKey, by);
  countOwn(state, subjectOf(state, other), labels, by);
}

/** For a what-if; the original must not change afterwards. */
export function copyOf(state: AffinityState): AffinityState {
  return {
    ...state,
    wanted: state.wanted.copy(),
    avoided: state.avoided.copy(),
    keptOff: state.keptOff.copy(),
  };
}

function emptyState(pod: Pod, snapshot: Snapshot): AffinityState {
  const namespaces = () => snapshot.objects.list(NAMESPACES);
  const terms = affinityTerms(pod);
  const required = withNamespaces(terms.required, namespaces);
  return {
    pod,
    namespaceLabels: namespaceLabelsOf(pod, snapshot),
    required,
    requiredAnti: withNamespaces(terms.requiredAnti, namespaces),
    suitsItself: areAllAbout(required, pod),
    wanted: TopologyCounts.empty(),
    avoided: TopologyCounts.empty(),
    keptOff: TopologyCounts.empty(),
    snapshot,
    origin: {},
  };
}

/** The anti-affinities of a pod that is there that are about this pod. */
function keepingOff(
  { pod, namespaceLabels }: AffinityState,
  { requiredAnti }: AffinityTerms,
): readonly AffinityTerm[] {
  return requiredAnti.filter((term) => isAbout(term, pod, namespaceLabels));
}

/** What the pod's own terms say of another pod. */
interface Subject {
  /** It satisfies the whole affinity. */
  readonly isWanted: boolean;
  /** The anti-affinities that are about it. */
  readonly avoidedBy: readonly AffinityTerm[];
}

const NOT_MEANT: Subject = { isWanted: false, avoidedBy: [] };

function subjectOf({ required, requiredAnti }: AffinityState, other: Labelled): Subject {
  const isWanted = required.length > 0 && areAllAbout(required, other);
  const isAvoided = requiredAnti.some((term) => isAbout(term, other, undefined));
  if (!isWanted && !isAvoided) return NOT_MEANT;
  return { isWanted, avoidedBy: requiredAnti.filter((term) => isAbout(term, other, undefined)) };
}

/** Pods with the same labels are asked about once. */
function countAllOwn(state: AffinityState, nodes: readonly NodeInfo[]): void {
  const subject = remembering((other: Labelled) => subjectOf(state, other));
  for (const { node, labelSets } of nodes)
    for (const [other, pods] of labelSets) countOwn(state, subject(other), node.metadata.labels, pods);
}

function countOwn(state: AffinityState, subject: Subject, labels: Labels, by: number): void {
  const { required, wanted, avoided } = state;
  if (subject.isWanted) for (const { topologyKey } of required) wanted.add(labels, topologyKey, by);
  for (const { topologyKey } of subject.avoidedBy) avoided.add(labels, topologyKey, by);
}
