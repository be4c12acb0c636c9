import type { PolicyRule } from '../../data/types.ts';

const ALL = '*';

/** So many of the smallest rules are looked at: three lists of a few hundred words each would be millions of them. */
const MOST = 20_000;

/**
 * What `wanted` allows and none of `owned` does, in the smallest rules: one verb, one resource or path, one name (`Covers`,
 * component-helpers/auth/rbac/validation/policy_comparator.go). As there, rules that together allow everything do not count as `*`. What would
 * be too many to look at is not covered, and comes as it is, unless one rule covers it whole.
 */
export function uncovered(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  const isCovered = (rule: PolicyRule): boolean => owned.some((owner) => covers(owner, rule));
  let left = MOST;
  return wanted.flatMap((rule) => {
    if (isCovered(rule)) return [];
    left -= countOf(rule);
    return left < 0 ? [rule] : smallest(rule).filter((one) => !isCovered(one));
  });
}

/** How many `smallest` makes of it. */
function countOf({ apiGroups = [], resources = [], verbs, ...rest }: PolicyRule): number {
  const { resourceNames = [], nonResourceURLs = [] } = rest;
  const ofResources = apiGroups.length * resources.length * Math.max(resourceNames.length, 1);
  return (ofResources + nonResourceURLs.length) * listOf(verbs).length;
}

/** `BreakdownRule` */
function smallest({
  apiGroups = [],
  resources = [],
  verbs,
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule): PolicyRule[] {
  const verbsOf = listOf(verbs);
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbsOf.flatMap((verb): PolicyRule[] => {
        const rule = { apiGroups: [group], resources: [resource], verbs: [verb] };
        return resourceNames.length === 0
          ? [rule]
          : resourceNames.map((name) => ({ ...rule, resourceNames: [name] }));
      }),
    ),
  );
  const ofPaths = nonResourceURLs.flatMap((url) =>
    verbsOf.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })),
  );
  return [...ofResources, ...ofPaths];
}

/** `ruleCovers`: all of `rule`, which may be more than one of the smallest. */
function covers(owner: PolicyRule, rule: PolicyRule): boolean {
  const { resourceNames: ownNames = [], nonResourceURLs: ownUrls = [] } = owner;
  const { resourceNames: names = [], nonResourceURLs: urls = [] } = rule;
  return (
    hasAll(listOf(owner.verbs), listOf(rule.verbs)) &&
    hasAll(owner.apiGroups, rule.apiGroups) &&
    (rule.resources ?? []).every((resource) => coversResource(owner.resources ?? [], resource)) &&
    (ownNames.length === 0 || (names.length > 0 && names.every((name) => ownNames.includes(name)))) &&
    urls.every((url) => ownUrls.some((own) => coversUrl(own, url)))
  );
}

function hasAll(owned: readonly string[] = [], wanted: readonly string[] = []): boolean {
  return owned.includes(ALL) || wanted.every((value) => owned.includes(value));
}

function coversResource(owned: readonly string[], resource: string): boolean {
  if (owned.includes(ALL) || owned.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && owned.includes(`*${resource.slice(slash)}`);
}

function coversUrl(own: string, url: string): boolean {
  return own === url || (own.endsWith(ALL) && url.startsWith(own.replace(/\*+$/, '')));
}

/** Go reads a list that is missing as an empty one. */
function listOf(values: readonly string[] | null | undefined): readonly string[] {
  return values ?? [];
}
