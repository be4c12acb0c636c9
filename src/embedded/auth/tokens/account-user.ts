import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/names.ts';

const PREFIX = 'system:serviceaccount:';

/** What a service account is called as a user (apiserver/pkg/authentication/serviceaccount/util.go). */
export function accountUserName(namespace: string, name: string): string {
  return `${PREFIX}${namespace}:${name}`;
}

/** The groups of the accounts of a namespace, without `system:authenticated`. */
export function accountGroups(namespace: string): string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** Undefined for who is no service account (`SplitUsername`). */
export function accountOfUser(
  user: string,
): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(PREFIX)) return undefined;
  const [namespace = '', name = '', ...more] = user.slice(PREFIX.length).split(':');
  const wrong = [...dns1123LabelErrors(namespace), ...dns1123SubdomainErrors(name), ...more];
  return wrong.length > 0 ? undefined : { namespace, name };
}
