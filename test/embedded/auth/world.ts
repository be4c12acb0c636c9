import { createAdmission } from '../../../src/embedded/admission/admission.ts';
import { MASTERS, type User, type WriteContext } from '../../../src/embedded/api/caller.ts';
import { resource } from '../../../src/embedded/api/resource-info.ts';
import { typed, type StoredObject } from '../../../src/embedded/api/stored-object.ts';
import type { Target, Verbs } from '../../../src/embedded/api/verbs.ts';
import { createAuth, type Auth } from '../../../src/embedded/auth/create-auth.ts';
import type { PolicyRule, Subject, TokenRequest } from '../../../src/embedded/data/types.ts';
import { makeSecrets, type ClusterSecrets } from '../../../src/embedded/pki/secrets.ts';
import { createStore } from '../../../src/embedded/store/create-store.ts';
import type { Store } from '../../../src/embedded/store/store.ts';
import { SELECTOR_READERS } from '../../../src/embedded/verbs/selector-readers.ts';
import { createVerbs } from '../../../src/embedded/verbs/verbs.ts';
import { contextOf } from '../../helpers/embedded-verbs.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const GROUP = 'rbac.authorization.k8s.io';
export const ACCOUNTS = resource('v1', 'serviceaccounts');
export const SECRETS = resource('v1', 'secrets');
export const ROLES = resource(RBAC, 'roles');
export const CLUSTER_ROLES = resource(RBAC, 'clusterroles');
export const BINDINGS = resource(RBAC, 'rolebindings');
export const CLUSTER_BINDINGS = resource(RBAC, 'clusterrolebindings');

/** May everything. */
export const ADMINISTRATOR: User = { name: 'admin', groups: [MASTERS] };

/** Store, verbs, admission and authentication as in a cluster, with a namespace `default` and without roles. */
export interface AuthWorld {
  readonly store: Store;
  readonly verbs: Verbs;
  readonly auth: Auth;
  readonly clock: FakeClock;
  readonly secrets: ClusterSecrets;
}

export async function authWorld(): Promise<AuthWorld> {
  const store = createStore();
  const clock = new FakeClock();
  const secrets = await makeSecrets({ now: clock.now() });
  const auth = createAuth({ store, secrets, clock, readers: SELECTOR_READERS });
  const random = (): number => 0.5;
  const admission = createAdmission(store, { random });
  const verbs = createVerbs({ store, clock, random, admission, virtual: auth.virtual });
  verbs.create(
    { resource: resource('v1', 'namespaces') },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } },
    as(ADMINISTRATOR),
  );
  return { store, verbs, auth, clock, secrets };
}

export function as(user: User, more: Partial<WriteContext> = {}): WriteContext {
  return contextOf({ user, ...more });
}

export function role(name: string, rules: readonly PolicyRule[], more: object = {}): StoredObject {
  const object = { apiVersion: RBAC, kind: 'Role', metadata: { name }, rules, ...more };
  return object;
}

export function clusterRole(name: string, rules: readonly PolicyRule[], more: object = {}): StoredObject {
  return { ...role(name, rules, more), kind: 'ClusterRole' };
}

export function binding(
  name: string,
  roleRef: { readonly kind: string; readonly name: string },
  subjects: readonly Subject[],
): StoredObject {
  const object = {
    apiVersion: RBAC,
    kind: 'RoleBinding',
    metadata: { name },
    roleRef: { apiGroup: GROUP, ...roleRef },
    subjects,
  };
  return object;
}

export function clusterBinding(
  name: string,
  clusterRoleName: string,
  subjects: readonly Subject[],
): StoredObject {
  return {
    ...binding(name, { kind: 'ClusterRole', name: clusterRoleName }, subjects),
    kind: 'ClusterRoleBinding',
  };
}

export function userSubject(name: string): Subject {
  return { kind: 'User', apiGroup: GROUP, name };
}

/** Makes a service account. */
export function makeAccount({ verbs }: AuthWorld, name: string, namespace = 'default'): StoredObject {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
  return verbs.create({ resource: ACCOUNTS, namespace }, account, as(ADMINISTRATOR)).object;
}

/** A token of it, as `TokenRequest` gives one. */
export function tokenOf(
  { verbs }: AuthWorld,
  name: string,
  spec: object = {},
  namespace = 'default',
): string {
  const target: Target = { resource: ACCOUNTS, namespace, name, subresource: 'token' };
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec };
  const { object } = verbs.create(target, request, as(ADMINISTRATOR));
  return typed<TokenRequest>(object).status?.token ?? '';
}
