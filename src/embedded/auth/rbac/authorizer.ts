import { MASTERS, type User } from '../../api/caller.ts';
import type { Attributes, Authorizer } from '../contract.ts';
import { notListed, type RuleResolver } from './rule-resolver.ts';
import { ruleAllows } from './rules.ts';

/** Everything for `system:masters`, for everybody else what their roles say (plugin/pkg/auth/authorizer/rbac/rbac.go). */
export function createAuthorizer(resolver: RuleResolver): Authorizer {
  return {
    authorize: (user, attributes) =>
      user.groups.includes(MASTERS) ? { allowed: true, reason: '' } : byRoles(resolver, user, attributes),
  };
}

function byRoles(
  resolver: RuleResolver,
  user: User,
  attributes: Attributes,
): { readonly allowed: boolean; readonly reason: string } {
  const errors: string[] = [];
  let source: string | undefined;
  resolver.visit(user, 'path' in attributes ? '' : (attributes.namespace ?? ''), {
    rule: (rule, describe) => {
      if (!ruleAllows(rule, attributes)) return false;
      source = describe();
      return true;
    },
    missing: (role) => errors.push(notListed(role)),
  });
  if (source !== undefined) return { allowed: true, reason: `RBAC: allowed by ${source}` };
  // the first word is the authorizer's name among the others (apiserver/pkg/authorization/union)
  return { allowed: false, reason: errors.length === 0 ? '' : `rbac: RBAC: ${aggregate(errors)}` };
}

/** As Go's aggregate of errors prints itself: each once, in brackets when there are several. */
export function aggregate(errors: readonly string[]): string {
  const unique = [...new Set(errors)];
  return unique.length === 1 ? (unique[0] ?? '') : `[${unique.join(', ')}]`;
}
