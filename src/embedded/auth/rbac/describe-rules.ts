import type { PolicyRule } from '../../data/types.ts';
import { goQuote } from '../../api/go-quote.ts';

/**
 * A line for each rule, sorted; those that differ only by their verb in one (`CompactRules`, pkg/registry/rbac/validation/policy_compact.go, and
 * `CompactString`, pkg/apis/rbac/v1/evaluation_helpers.go). `rules` are the smallest, as `uncovered` gives them.
 */
export function describeRules(rules: readonly PolicyRule[]): string[] {
  const lines = new Set<string>();
  const verbs = new Map<string, string[]>();
  for (const rule of rules) {
    const key = partsOf({ ...rule, verbs: [] }).join(', ');
    if (!rule.resources?.length) lines.add(compact(key, rule.verbs));
    else verbs.set(key, [...(verbs.get(key) ?? []), ...rule.verbs]);
  }
  for (const [key, all] of verbs) lines.add(compact(key, all));
  return [...lines].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** As `%q` prints a list. */
export function quotedList(values: readonly string[]): string {
  return `[${values.map(goQuote).join(' ')}]`;
}

function compact(what: string, verbs: readonly string[]): string {
  return `{${what}, Verbs:${quotedList(verbs)}}`;
}

function partsOf(rule: PolicyRule): string[] {
  const { apiGroups = [], resources = [], nonResourceURLs = [], resourceNames = [] } = rule;
  const parts: [string, readonly string[]][] = [
    ['APIGroups', apiGroups],
    ['Resources', resources],
    ['NonResourceURLs', nonResourceURLs],
    ['ResourceNames', resourceNames],
  ];
  return parts.flatMap(([name, values]) => (values.length === 0 ? [] : [`${name}:${quotedList(values)}`]));
}
