import type { User } from '../../api/caller.ts';
import type { PolicyRule, RoleRef } from '../../data/types.ts';
import { goQuote } from '../../api/go-quote.ts';
import { uncovered } from './covers.ts';
import { describeRules, quotedList } from './describe-rules.ts';
import type { RuleResolver } from './rule-resolver.ts';

/** Of whom, where, and how a bound role that is not there is told. */
export interface Granting {
  readonly user: User;
  /** The namespace of the request, '' for none: what the user may do there is what they may grant. */
  readonly namespace: string;
  readonly notFound: (role: RoleRef) => string;
}

/**
 * Why somebody may not let others do what `rules` say: they may not do it themselves (`ConfirmNoEscalation`,
 * pkg/registry/rbac/validation/rule.go). Undefined when they may.
 */
export function whyNotGrant(
  resolver: RuleResolver,
  { user, namespace, notFound }: Granting,
  rules: readonly PolicyRule[],
): string | undefined {
  const owned = resolver.rulesFor(user, namespace);
  const missing = uncovered(owned.rules, rules);
  if (missing.length === 0) return undefined;
  const who = `user ${goQuote(user.name)} (groups=${quotedList(user.groups)})`;
  const lines = describeRules(missing).join('\n');
  const errors = [...new Set(owned.missing.map(notFound))];
  const text = errors.length > 1 ? `[${errors.join(', ')}]` : (errors[0] ?? '');
  const also = errors.length === 0 ? '' : `; resolution errors: [${text}]`;
  return `${who} is attempting to grant RBAC permissions not currently held:\n${lines}${also}`;
}
