import { type NodeTerm, nodeTerms } from '../../../api/node-selector.ts';
import type { NodeAffinity } from '../../../api/pod-spec.ts';
import { readPreferred, type WeightedTerm } from './preferred-terms.ts';

/** What the configuration adds to the node affinity of every pod, and what is wrong with it. */
export interface AddedAffinity {
  readonly required?: readonly NodeTerm[];
  readonly preferred?: readonly WeightedTerm[];
  /** In upstream's words, each with its path below the plugin's arguments: a term with errors is not to be used. */
  readonly errors: readonly string[];
}

/** Reads it (upstream: apis/config/validation, `ValidateNodeAffinityArgs`). */
export function readAddedAffinity(added: NodeAffinity = {}): AddedAffinity {
  const required = added.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = added.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const requiredTerms =
    required && nodeTerms(required, `${PATH}.requiredDuringSchedulingIgnoredDuringExecution`);
  const preferredTerms = readPreferred(preferred, `${PATH}.preferredDuringSchedulingIgnoredDuringExecution`);
  return {
    ...(requiredTerms && { required: requiredTerms }),
    ...(preferred.length > 0 && { preferred: preferredTerms }),
    errors: [...(requiredTerms ?? []), ...preferredTerms].flatMap(({ errors }) => errors),
  };
}

const PATH = 'addedAffinity';
