import { EVERYTHING, type LabelMatcher, labelMatcher, NOTHING } from '../../api/label-selector.ts';
import type { Labels } from '../../api/requirement.ts';
import type { PodAffinity, PodAffinityTerm, WeightedPodAffinityTerm } from '../../api/pod-spec.ts';
import type { Pod } from '../../api/types.ts';
import type { Labelled } from './pod-labels.ts';

/** One affinity term, read once and asked of many pods (upstream: kube-scheduler/framework, `AffinityTerm`). */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: LabelMatcher;
  readonly selector: LabelMatcher;
  /** How much it counts when it is only preferred; a required one counts 0 here. */
  readonly weight: number;
  /** As it is stored, for people. */
  readonly source: PodAffinityTerm;
}

/** All terms of a pod. Keys to match labels by are no part of it: the API server has merged them into the selectors. */
export interface AffinityTerms {
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  readonly preferred: readonly AffinityTerm[];
  readonly preferredAnti: readonly AffinityTerm[];
}

const NO_TERMS: AffinityTerms = { required: [], requiredAnti: [], preferred: [], preferredAnti: [] };

const known = new WeakMap<Pod, AffinityTerms>();

/** The same object for pods that ask the same: those of one owner do. Emptied when it has grown, which only costs some of the sharing. */
const shared = new Map<string, AffinityTerms>();
const MOST_SHARED = 4_096;

/**
 * What the pod asks of other pods, mostly one object for all pods that ask the same. Worked out once for each version of a pod, which is
 * never changed in place.
 */
export function affinityTerms(pod: Pod): AffinityTerms {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return NO_TERMS;
  let terms = known.get(pod);
  if (!terms) known.set(pod, (terms = share(namespaceOf(pod), podAffinity, podAntiAffinity)));
  return terms;
}

/** Whether the term is about this pod. `namespaceLabels` are those of the pod's namespace. */
export function isAbout(term: AffinityTerm, pod: Labelled, namespaceLabels: Labels): boolean {
  return (
    (term.namespaces.has(namespaceOf(pod)) || term.namespaceSelector.matches(namespaceLabels)) &&
    term.selector.matches(pod.metadata.labels)
  );
}

/** Whether all terms are about this pod: one pod must satisfy a whole affinity. */
export function areAllAbout(terms: readonly AffinityTerm[], pod: Labelled): boolean {
  for (const term of terms) if (!isAbout(term, pod, undefined)) return false;
  return true;
}

/**
 * The terms with the namespaces that their selectors match written out, so that they can be asked without a pod's namespace (upstream:
 * `mergeAffinityTermNamespacesIfNotEmpty`). `list` gives all namespaces.
 */
export function withNamespaces(
  terms: readonly AffinityTerm[],
  list: () => readonly { readonly metadata: { readonly name: string; readonly labels?: Labels } }[],
): readonly AffinityTerm[] {
  if (terms.every(({ namespaceSelector }) => isPlain(namespaceSelector))) return terms;
  return terms.map((term) => {
    if (isPlain(term.namespaceSelector)) return term;
    const selected = list().filter(({ metadata }) => term.namespaceSelector.matches(metadata.labels));
    const namespaces = term.namespaces.union(new Set(selected.map(({ metadata }) => metadata.name)));
    return { ...term, namespaces, namespaceSelector: NOTHING };
  });
}

/** As upstream's messages and ours count them: a pod without a namespace is in `default`. */
export function namespaceOf({ metadata }: Labelled): string {
  return metadata.namespace ?? 'default';
}

/** Needs no namespace's labels to be asked. */
function isPlain(namespaceSelector: LabelMatcher): boolean {
  return namespaceSelector === NOTHING || namespaceSelector === EVERYTHING;
}

function share(namespace: string, podAffinity?: PodAffinity, podAntiAffinity?: PodAffinity): AffinityTerms {
  const key = JSON.stringify([namespace, podAffinity, podAntiAffinity]);
  let terms = shared.get(key);
  if (terms) return terms;
  if (shared.size >= MOST_SHARED) shared.clear();
  shared.set(key, (terms = read(namespace, podAffinity, podAntiAffinity)));
  return terms;
}

function read(namespace: string, podAffinity?: PodAffinity, podAntiAffinity?: PodAffinity): AffinityTerms {
  const one = (source: PodAffinityTerm, weight = 0): AffinityTerm => ({
    topologyKey: source.topologyKey,
    namespaces: namespacesOf(source, namespace),
    namespaceSelector: labelMatcher(source.namespaceSelector),
    selector: labelMatcher(source.labelSelector),
    weight,
    source,
  });
  const weighted = ({ weight, podAffinityTerm }: WeightedPodAffinityTerm) => one(podAffinityTerm, weight);
  const required = (affinity?: PodAffinity) =>
    (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => one(term));
  const preferred = (affinity?: PodAffinity) =>
    (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(weighted);
  return {
    required: required(podAffinity),
    requiredAnti: required(podAntiAffinity),
    preferred: preferred(podAffinity),
    preferredAnti: preferred(podAntiAffinity),
  };
}

/** Those that it names, or the pod's own when it says nothing of namespaces (upstream: `getNamespacesFromPodAffinityTerm`). */
function namespacesOf(
  { namespaces = [], namespaceSelector }: PodAffinityTerm,
  own: string,
): ReadonlySet<string> {
  return new Set(namespaces.length === 0 && !namespaceSelector ? [own] : namespaces);
}
