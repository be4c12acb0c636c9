import { holdAll, type Labels, type Requirement } from './requirement.ts';

/** A meta/v1 LabelSelector as it is stored, by whichever type it comes. */
export interface AnyLabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}

/** A selector that was read once and is asked many times. */
export interface LabelMatcher {
  /** Matches every object: the selector has no condition. */
  readonly isEmpty: boolean;
  matches(labels: Labels): boolean;
}

/** Matches every object (upstream: `labels.Everything`). */
export const EVERYTHING: LabelMatcher = { isEmpty: true, matches: () => true };

/** Matches no object (upstream: `labels.Nothing`). */
export const NOTHING: LabelMatcher = { isEmpty: false, matches: () => false };

const known = new WeakMap<AnyLabelSelector, LabelMatcher>();

/**
 * What the selector matches (upstream: apimachinery/pkg/apis/meta/v1, `LabelSelectorAsSelector`): a missing one nothing, an empty one
 * everything, one with an operator that is none nothing. Worked out once for each selector object: it must not be changed afterwards.
 */
export function labelMatcher(selector: AnyLabelSelector | undefined): LabelMatcher {
  if (!selector) return NOTHING;
  let matcher = known.get(selector);
  if (!matcher) known.set(selector, (matcher = matcherOf(requirementsOf(selector))));
  return matcher;
}

/** The same for a selector that is asked once, or may still be changed. */
export function selectorMatches(selector: AnyLabelSelector | undefined, labels: Labels): boolean {
  return selector !== undefined && holdAll(requirementsOf(selector), labels);
}

/** All conditions of the selector; each of `matchLabels` is one that its label has this very value. */
export function requirementsOf({
  matchLabels,
  matchExpressions = [],
}: AnyLabelSelector): readonly Requirement[] {
  if (!matchLabels) return matchExpressions;
  const exact = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return [...exact, ...matchExpressions];
}

/** A matcher of these conditions, e.g. of a selector with others added to it. */
export function matcherOf(requirements: readonly Requirement[]): LabelMatcher {
  return requirements.length === 0
    ? EVERYTHING
    : { isEmpty: false, matches: (labels) => holdAll(requirements, labels) };
}
