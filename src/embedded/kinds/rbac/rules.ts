import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { PolicyRule } from '../../data/types.ts';

/** `ValidatePolicyRule` for each rule of a role (pkg/apis/rbac/validation). */
export function rulesErrors(rules: readonly PolicyRule[], namespaced: boolean): FieldError[] {
  return rules.flatMap((rule, index) => ruleErrors(rule, namespaced, `rules[${String(index)}]`));
}

/** Each rule has verbs: declared, and so told last. */
export function verbsErrors(rules: readonly PolicyRule[]): FieldError[] {
  return rules.flatMap(({ verbs }, index) =>
    verbs?.length > 0 ? [] : [required(`rules[${String(index)}].verbs`)],
  );
}

/** A rule is about resources or about paths. */
function ruleErrors(rule: PolicyRule, namespaced: boolean, path: string): FieldError[] {
  const { nonResourceURLs: paths = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  const at = `${path}.nonResourceURLs`;
  if (paths.length > 0) {
    const both = apiGroups.length + resources.length + resourceNames.length > 0;
    return [
      ...(namespaced ? [invalid(at, paths, 'namespaced rules cannot apply to non-resource URLs')] : []),
      ...(both
        ? [invalid(at, paths, 'rules cannot apply to both regular resources and non-resource URLs')]
        : []),
    ];
  }
  return [
    ...(apiGroups.length > 0 ? [] : [required(`${path}.apiGroups`, missing('api group'))]),
    ...(resources.length > 0 ? [] : [required(`${path}.resources`, missing('resource'))]),
  ];
}

function missing(what: string): string {
  return `resource rules must supply at least one ${what}`;
}
