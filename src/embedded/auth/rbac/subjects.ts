import type { User } from '../../api/caller.ts';
import type { Subject } from '../../data/types.ts';
import { goQuote } from '../../api/go-quote.ts';
import { accountUserName } from '../tokens/account-user.ts';

/** The first of a binding's subjects that is this user (`appliesTo`, pkg/registry/rbac/validation/rule.go). `namespace`: the binding's, '' for none. */
export function subjectOf(
  user: User,
  subjects: readonly Subject[] | undefined,
  namespace: string,
): Subject | undefined {
  return subjects?.find((subject) => isUser(user, subject, namespace));
}

/** As a reason names it: `User "x"`, `ServiceAccount "name/namespace"`. */
export function describeSubject({ kind, name, namespace }: Subject, bindingNamespace: string): string {
  const text = kind === 'ServiceAccount' ? `${name}/${namespace || bindingNamespace}` : name;
  return `${kind} ${goQuote(text)}`;
}

function isUser(user: User, { kind, name, namespace }: Subject, bindingNamespace: string): boolean {
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.includes(name);
  if (kind !== 'ServiceAccount') return false;
  const where = namespace || bindingNamespace;
  return where !== '' && user.name === accountUserName(where, name);
}
