import { NOTHING } from '../../../api/label-selector.ts';
import { podKey } from '../../../api/pods.ts';
import { labelOf } from '../../../api/requirement.ts';
import type { Node, Pod } from '../../../api/types.ts';
import type { ClusterChange, ClusterEvent, EventHint } from '../../framework/cluster-event.ts';
import { type AffinityTerm, affinityTerms, namespaceOf } from '../../framework/affinity-terms.ts';

/**
 * The changes that can let in a pod that was rejected (upstream: plugins/interpodaffinity/plugin.go, `EventsToRegister` with its hints).
 * Wider than upstream where its hints lose a pod: the last pod that an affinity was about is gone, so that the first-pod rule holds again; a
 * term with a namespace selector; a node with other labels, or a new one, for a pod that others' anti-affinity kept off.
 */
export const REQUEUE_ON: readonly (ClusterEvent | EventHint)[] = [
  { event: 'pod-placed', hint: afterPod },
  { event: 'pod-changed', hint: afterPod },
  { event: 'pod-deleted', hint: afterPod },
  { event: 'node-added', hint: afterNewNode },
  // each label may be the topology key of somebody's anti-affinity
  'node-labels',
  'namespace-changed',
];

function afterPod(pod: Pod, { before, now }: ClusterChange<Pod>): boolean {
  const { required, requiredAnti } = affinityTerms(pod);
  const other = now ?? before;
  if (!other || podKey(other) === podKey(pod)) return true;
  const [suited, suits] = [before, now].map((each) => each !== undefined && mayAllBeAbout(required, each));
  if (!suited && suits) return true;
  if (suited && !suits && mayAllBeAbout(required, pod)) return true;
  const [was, is] = [before, now].map((each) => each !== undefined && mayOneBeAbout(requiredAnti, each));
  if (was && !is) return true;
  return before !== undefined && now === undefined && mayOneBeAbout(affinityTerms(before).requiredAnti, pod);
}

/** A pod with an affinity fits on no node without its labels; for others any new node may be free of what kept them off. */
function afterNewNode(pod: Pod, { now }: ClusterChange<Node>): boolean {
  const { required, requiredAnti } = affinityTerms(pod);
  if (required.length === 0 || requiredAnti.length > 0) return true;
  return required.some(({ topologyKey }) => labelOf(now?.metadata.labels, topologyKey) !== undefined);
}

function mayAllBeAbout(terms: readonly AffinityTerm[], pod: Pod): boolean {
  return terms.length > 0 && terms.every((term) => mayBeAbout(term, pod));
}

function mayOneBeAbout(terms: readonly AffinityTerm[], pod: Pod): boolean {
  return terms.some((term) => mayBeAbout(term, pod));
}

/** The labels of namespaces are not known here: a selector may match any. */
function mayBeAbout(term: AffinityTerm, pod: Pod): boolean {
  const mayBeIn = term.namespaces.has(namespaceOf(pod)) || term.namespaceSelector !== NOTHING;
  return mayBeIn && term.selector.matches(pod.metadata.labels);
}
