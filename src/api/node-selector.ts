import { fieldRequirementErrors, labelRequirementErrors } from './requirement-errors.ts';
import { holdAll, type Labels, type Requirement } from './requirement.ts';

/** A term of a node selector as it is stored, by whichever type it comes. */
export interface AnyNodeTerm {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchFields?: readonly Requirement[];
}

/** A node selector as it is stored. */
export interface AnyNodeSelector {
  readonly nodeSelectorTerms: readonly AnyNodeTerm[];
}

/** What a node selector looks at. */
export interface NodeLike {
  readonly metadata: { readonly name?: string; readonly labels?: Labels };
}

/** A term that was read once and is asked of many nodes. With errors it matches none. */
export interface NodeTerm {
  readonly onLabels: readonly Requirement[];
  readonly onFields: readonly Requirement[];
  /** In upstream's words, with the path of what is wrong. */
  readonly errors: readonly string[];
}

/** Reads the terms (upstream: component-helpers/scheduling/corev1/nodeaffinity, `NewLazyErrorNodeSelector`). Empty ones are left out. */
export function nodeTerms({ nodeSelectorTerms }: AnyNodeSelector, path = ''): readonly NodeTerm[] {
  const at = path === '' ? 'nodeSelectorTerms' : `${path}.nodeSelectorTerms`;
  return nodeSelectorTerms.flatMap((term, index) => nodeTerm(term, `${at}[${String(index)}]`) ?? []);
}

/** Reads one term; undefined for an empty one, which matches no node. */
export function nodeTerm(
  { matchExpressions = [], matchFields = [] }: AnyNodeTerm,
  path: string,
): NodeTerm | undefined {
  if (matchExpressions.length + matchFields.length === 0) return undefined;
  return {
    onLabels: matchExpressions,
    onFields: matchFields,
    errors: [
      ...matchExpressions.flatMap((requirement, index) =>
        labelRequirementErrors(requirement, `${path}.matchExpressions[${String(index)}]`),
      ),
      ...matchFields.flatMap((requirement, index) =>
        fieldRequirementErrors(requirement, `${path}.matchFields[${String(index)}]`),
      ),
    ],
  };
}

/** Whether one of the terms matches the node. */
export function matchesAnyTerm(terms: readonly NodeTerm[], node: NodeLike): boolean {
  for (const term of terms) if (matchesTerm(term, node)) return true;
  return false;
}

/** Whether all conditions of the term hold for the node. */
export function matchesTerm({ onLabels, onFields, errors }: NodeTerm, { metadata }: NodeLike): boolean {
  if (errors.length > 0 || !holdAll(onLabels, metadata.labels)) return false;
  for (const { key, operator, values } of onFields) {
    const isSame = key === NAME_FIELD && metadata.name === values?.[0];
    if (isSame !== (operator === 'In')) return false;
  }
  return true;
}

/** The one field that a node selector may ask for. */
export const NAME_FIELD = 'metadata.name';

/** Several errors as Go prints them (upstream: apimachinery/pkg/util/errors, `Aggregate`): each once, in brackets when there are more. */
export function errorsText(errors: readonly string[]): string {
  const texts = [...new Set(errors)];
  return texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`;
}
