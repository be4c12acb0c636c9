import {
  errorsText,
  matchesTerm,
  type NodeLike,
  type NodeTerm,
  nodeTerm,
} from '../../../api/node-selector.ts';
import type { NodeAffinity } from '../../../api/pod-spec.ts';
import type { Pod } from '../../../api/types.ts';

/** A term that a node should match, and how much it counts. */
export interface WeightedTerm extends NodeTerm {
  readonly weight: number;
}

type Preferred = NonNullable<NodeAffinity['preferredDuringSchedulingIgnoredDuringExecution']>;

const known = new WeakMap<Preferred, readonly WeightedTerm[]>();

/**
 * What the pod prefers, undefined when it says nothing; read once for each version of a pod (upstream: plugins/nodeaffinity,
 * `getPodPreferredNodeAffinity`).
 * @throws Error when a term cannot be read: the API server lets some pass, e.g. `Gt` with the value -1
 */
export function preferredTerms({ spec }: Pod): readonly WeightedTerm[] | undefined {
  const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  if (!preferred) return undefined;
  let terms = known.get(preferred);
  if (!terms) known.set(preferred, (terms = readPreferred(preferred, '')));
  const errors = terms.flatMap((term) => term.errors);
  if (errors.length > 0) throw new Error(errorsText(errors));
  return terms;
}

/** Reads the terms that can match and that count (upstream: component-helpers nodeaffinity, `NewPreferredSchedulingTerms`). */
export function readPreferred(preferred: Preferred, path: string): readonly WeightedTerm[] {
  return preferred.flatMap(({ weight, preference }, at) => {
    const term = weight === 0 ? undefined : nodeTerm(preference, `${path}[${String(at)}]`);
    return term ? [{ ...term, weight }] : [];
  });
}

/** The sum of the weights of the terms that match the node. */
export function preferenceOf(terms: readonly WeightedTerm[] | undefined, node: NodeLike): number {
  let sum = 0;
  for (const term of terms ?? NONE) if (matchesTerm(term, node)) sum += term.weight;
  return sum;
}

const NONE: readonly WeightedTerm[] = [];
