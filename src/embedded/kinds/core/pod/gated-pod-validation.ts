import { invalid, type FieldError } from '../../../api/field-error.ts';
import type { NodeSelectorTerm, PodSpec } from '../../../data/types.ts';
import { isEqualInMeaning } from '../../../schema/json-tree.ts';
import { internalForm } from '../../common/internal-form.ts';
import { when } from './checks.ts';

const TERMS = 'requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
const TERM = 'core/v1.NodeSelectorTerm';

/** What may change of a pod that waits for its scheduling gates: the nodes that it may run on can only become fewer (pkg/apis/core/validation). */
export function gatedErrors(spec: PodSpec, before: PodSpec): FieldError[] {
  return [...selectorErrors(spec, before), ...affinityErrors(spec, before)];
}

/** `validateNodeSelectorMutation`. */
function selectorErrors({ nodeSelector = {} }: PodSpec, before: PodSpec): FieldError[] {
  const isKept = Object.entries(before.nodeSelector ?? {}).every(
    ([key, value]) => nodeSelector[key] === value,
  );
  const words = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return when(!isKept, invalid('spec.nodeSelector', nodeSelector, words));
}

/** `validateNodeAffinityMutation`. */
function affinityErrors(spec: PodSpec, before: PodSpec): FieldError[] {
  const path = `spec.affinity.nodeAffinity.${TERMS}`;
  const [terms, old] = [termsOf(spec), termsOf(before)];
  if (old.length === 0) return [];
  if (old.length !== terms.length) {
    const words = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    return [invalid(path, terms.length === 0 ? null : internalForm(terms, `[]${TERM}`), words)];
  }
  const words = 'only additions are allowed (no mutations or deletions)';
  return terms.flatMap((term, index) =>
    when(
      !hasOnlyAdditions(term, old[index] ?? {}),
      invalid(`${path}[${String(index)}]`, internalForm(term, TERM), words),
    ),
  );
}

function termsOf({ affinity }: PodSpec): readonly NodeSelectorTerm[] {
  return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
}

/** `validateNodeSelectorTermHasOnlyAdditions`: a term without requirements matches no node, and goes on doing so. */
function hasOnlyAdditions(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const lists = (['matchExpressions', 'matchFields'] as const).map(
    (field) => [term[field] ?? [], old[field] ?? []] as const,
  );
  const wasEmpty = lists.every(([, before]) => before.length === 0);
  if (wasEmpty) return lists.every(([now]) => now.length === 0);
  return lists.every(([now, before]) => isEqualInMeaning(now.slice(0, before.length), before));
}
