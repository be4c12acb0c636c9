import type { LabelSelector, Pod, PodAffinityTerm } from '../../../data/types.ts';

/**
 * Writes the pod's own labels into the selectors that ask for them by `matchLabelKeys` and `mismatchLabelKeys` (`mutatePodAffinity` and
 * `mutateTopologySpreadConstraints`, pkg/registry/core/pod/strategy.go). A missing selector matches nothing and stays missing.
 */
export function mergeLabelKeys({ metadata, spec }: Pod): void {
  const labels = metadata.labels ?? {};
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  for (const affinity of [podAffinity, podAntiAffinity]) {
    const { preferredDuringSchedulingIgnoredDuringExecution: preferred = [] } = affinity ?? {};
    for (const { podAffinityTerm } of preferred) mergeTerm(podAffinityTerm, labels);
    for (const term of affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
      mergeTerm(term, labels);
  }
  for (const { labelSelector, matchLabelKeys } of spec?.topologySpreadConstraints ?? []) {
    merge(labelSelector, matchLabelKeys, 'In', labels);
  }
}

function mergeTerm(term: PodAffinityTerm, labels: Readonly<Record<string, string>>): void {
  merge(term.labelSelector, term.matchLabelKeys, 'In', labels);
  merge(term.labelSelector, term.mismatchLabelKeys, 'NotIn', labels);
}

function merge(
  selector: LabelSelector | undefined,
  keys: readonly string[] = [],
  operator: string,
  labels: Readonly<Record<string, string>>,
): void {
  if (!selector) return;
  for (const key of keys) {
    const value = labels[key];
    if (value !== undefined) (selector.matchExpressions ??= []).push({ key, operator, values: [value] });
  }
}
