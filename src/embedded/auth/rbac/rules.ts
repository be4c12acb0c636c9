import type { PolicyRule } from '../../data/types.ts';
import type { Attributes } from '../contract.ts';

const ALL = '*';

/** Whether one rule allows it (plugin/pkg/auth/authorizer/rbac `RuleAllows`, pkg/apis/rbac/v1/evaluation_helpers.go). */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!hasOrAll(rule.verbs, attributes.verb)) return false;
  if ('path' in attributes)
    return (rule.nonResourceURLs ?? []).some((url) => urlMatches(url, attributes.path));
  const { group, resource, subresource = '', name = '' } = attributes;
  return (
    hasOrAll(rule.apiGroups, group) &&
    resourceMatches(rule.resources, resource, subresource) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  );
}

function hasOrAll(values: readonly string[] | null | undefined, wanted: string): boolean {
  return values?.some((value) => value === ALL || value === wanted) ?? false;
}

function resourceMatches(
  resources: readonly string[] | null | undefined,
  resource: string,
  subresource: string,
): boolean {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  return (
    resources?.some(
      (value) => value === ALL || value === combined || (subresource !== '' && value === `*/${subresource}`),
    ) ?? false
  );
}

function urlMatches(url: string, path: string): boolean {
  if (url === ALL || url === path) return true;
  return url.endsWith(ALL) && path.startsWith(url.replace(/\*+$/, ''));
}
