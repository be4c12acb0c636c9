import { NAMESPACES } from '../../../api/resources.ts';
import type { Labels } from '../../../api/requirement.ts';
import type { Pod } from '../../../api/types.ts';
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
  const aboutPod = new Map<AffinityTerms, readonly AffinityTerm[]>();
  for (const { node, affinities } of nodesWithRequiredAntiAffinity) {
    for (const [terms, pods] of affinities) {
      let about = aboutPod.get(terms);
      if (!about) aboutPod.set(terms, (about = keepingOff(state, terms)));
      for (const { topologyKey } of about) state.keptOff.add(node.metadata.labels, topologyKey, pods);
    }
  }
  if (hasTerms)
    for (const { node, pods } of nodes)
      for (const other of pods.values()) countOwn(state, other, node.metadata.labels, 1);
  return hasTerms || !state.keptOff.isEmpty ? state : undefined;
}

/** The same after `other` came to a node with these labels (`by` 1), or left it (-1) (upstream: `updateWithPod`). */
export function update(state: AffinityState, other: Pod, labels: Labels, by: 1 | -1): void {
  for (const { topologyKey } of keepingOff(state, affinityTerms(other)))
    state.keptOff.add(labels, topologyKey, by);
  countOwn(state, other, labels, by);
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

function countOwn(state: AffinityState, other: Pod, labels: Labels, by: number): void {
  const { required, requiredAnti, wanted, avoided } = state;
  if (areAllAbout(required, other))
    for (const { topologyKey } of required) wanted.add(labels, topologyKey, by);
  for (const term of requiredAnti)
    if (isAbout(term, other, undefined)) avoided.add(labels, term.topologyKey, by);
}
