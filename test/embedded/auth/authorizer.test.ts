import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { User } from '../../../src/embedded/api/caller.ts';
import { typed, type StoredObject } from '../../../src/embedded/api/stored-object.ts';
import type { Attributes } from '../../../src/embedded/auth/contract.ts';
import { createAuthorizer } from '../../../src/embedded/auth/rbac/authorizer.ts';
import { RuleResolver } from '../../../src/embedded/auth/rbac/rule-resolver.ts';
import type {
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from '../../../src/embedded/data/types.ts';
import { createStore } from '../../../src/embedded/store/create-store.ts';
import type { Store } from '../../../src/embedded/store/store.ts';
import { BINDINGS, CLUSTER_BINDINGS, CLUSTER_ROLES, ROLES } from './world.ts';

const NAMES = ['one', 'two'];
const NAMESPACES = ['a', 'b'];

/** What RBAC says, read anew from the store for each question, in the words of its documentation. */
function naive(store: Store, user: User, asked: Attributes): boolean {
  if (user.groups.includes('system:masters')) return true;
  const everywhere = store
    .list(CLUSTER_BINDINGS.storage)
    .map(({ object }) => typed<ClusterRoleBinding>(object));
  const namespace = 'path' in asked ? '' : (asked.namespace ?? '');
  const here = store
    .list(BINDINGS.storage)
    .map(({ object }) => typed<RoleBinding>(object))
    .filter((found) => namespace !== '' && found.metadata.namespace === namespace);
  const rules = [...everywhere, ...here].flatMap(({ subjects = [], roleRef, metadata }) => {
    const home = metadata.namespace ?? '';
    if (!subjects.some((subject) => isSubject(user, subject, home))) return [];
    const storage = roleRef.kind === 'Role' ? ROLES.storage : CLUSTER_ROLES.storage;
    const roles = store.list(storage).map(({ object }) => typed<Role>(object));
    const wanted = roles.filter(
      (role) =>
        role.metadata.name === roleRef.name && (roleRef.kind !== 'Role' || role.metadata.namespace === home),
    );
    return wanted.flatMap((role) => role.rules ?? []);
  });
  return rules.some((rule) => isAllowed(rule, asked));
}

function isSubject(user: User, { kind, name, namespace }: Subject, home: string): boolean {
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.some((group) => group === name);
  const where = namespace ?? home;
  return where !== '' && user.name === `system:serviceaccount:${where}:${name}`;
}

function isAllowed(rule: PolicyRule, asked: Attributes): boolean {
  const any = (allowed: readonly string[] = [], ...wanted: readonly string[]): boolean =>
    allowed.some((value) => value === '*' || wanted.includes(value));
  if (!any(rule.verbs, asked.verb)) return false;
  if ('path' in asked) {
    return (rule.nonResourceURLs ?? []).some((url) =>
      url.endsWith('*') ? asked.path.startsWith(url.slice(0, -1)) : asked.path === url,
    );
  }
  const { group, resource, subresource, name = '' } = asked;
  const resources = subresource ? [`${resource}/${subresource}`, `*/${subresource}`] : [resource];
  const names = rule.resourceNames ?? [];
  return (
    any(rule.apiGroups, group) &&
    any(rule.resources, ...resources) &&
    (names.length === 0 || names.includes(name))
  );
}

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const some = (...values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(oneOf(...values), { minLength: 1, maxLength: 2 });

const rule: fc.Arbitrary<PolicyRule> = fc.oneof(
  fc.record(
    {
      verbs: some('get', 'list', '*'),
      apiGroups: some('', 'apps', '*'),
      resources: some('pods', 'pods/log', '*/log', '*'),
      resourceNames: some('x', 'y'),
    },
    { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
  ),
  fc.record({ verbs: some('get', '*'), nonResourceURLs: some('/x', '/x/*', '*') }),
);
const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({ kind: oneOf('User'), name: oneOf('jane', 'system:serviceaccount:a:jane') }),
  fc.record({ kind: oneOf('Group'), name: oneOf('devs', 'system:serviceaccounts:a') }),
  fc.record(
    { kind: oneOf('ServiceAccount'), name: oneOf('jane'), namespace: oneOf('a', 'b') },
    { requiredKeys: ['kind', 'name'] },
  ),
);
const user: fc.Arbitrary<User> = fc.record({
  name: oneOf('jane', 'jane', 'joe', 'system:serviceaccount:a:jane', 'system:serviceaccount:b:jane'),
  groups: oneOf([], ['devs'], ['devs', 'system:serviceaccounts:a'], ['system:masters']),
});
const attributes: fc.Arbitrary<Attributes> = fc.oneof(
  fc.record(
    {
      verb: oneOf('get', 'list', 'list', 'delete'),
      group: oneOf('', '', 'apps', 'other'),
      version: oneOf('v1'),
      resource: oneOf('pods', 'pods', 'nodes'),
      subresource: oneOf('log', 'status'),
      namespace: oneOf(...NAMESPACES),
      name: oneOf('x', 'y', 'z'),
    },
    { requiredKeys: ['verb', 'group', 'version', 'resource'] },
  ),
  fc.record({ verb: oneOf('get', 'post'), path: oneOf('/x', '/x/', '/x/y', '/xy', '/') }),
);

/** A role or a binding is made, changed or removed, or somebody asks. */
type Step =
  | { readonly storage: string; readonly key: string; readonly object: StoredObject | undefined }
  | { readonly user: User; readonly asked: Attributes };

function objects(storage: string, namespaced: boolean, rest: fc.Arbitrary<object>): fc.Arbitrary<Step> {
  return fc
    .record({
      name: oneOf(...NAMES),
      namespace: oneOf(...NAMESPACES),
      rest: fc.option(rest, { nil: undefined, freq: 6 }),
    })
    .map(({ name, namespace, rest: members }) => ({
      storage,
      key: namespaced ? `${namespace}/${name}` : name,
      object: members && { metadata: { name, ...(namespaced ? { namespace } : {}) }, ...members },
    }));
}

const rules = fc.record({ rules: fc.array(rule, { minLength: 1, maxLength: 4 }) });
const subjects = fc.array(subject, { minLength: 1, maxLength: 3 });
const roleRef = (...kinds: readonly string[]) =>
  fc.record({ apiGroup: oneOf('rbac.authorization.k8s.io'), kind: oneOf(...kinds), name: oneOf(...NAMES) });
const change: fc.Arbitrary<Step> = fc.oneof(
  objects(ROLES.storage, true, rules),
  objects(CLUSTER_ROLES.storage, false, rules),
  objects(BINDINGS.storage, true, fc.record({ roleRef: roleRef('Role', 'ClusterRole'), subjects })),
  objects(CLUSTER_BINDINGS.storage, false, fc.record({ roleRef: roleRef('ClusterRole'), subjects })),
);
const question: fc.Arbitrary<Step> = fc.record({ user, asked: attributes });
/** Something to ask about, then both in turn. */
const steps = fc
  .tuple(
    fc.array(change, { minLength: 8, maxLength: 12 }),
    fc.array(fc.oneof(change, { weight: 3, arbitrary: question }), { minLength: 10, maxLength: 60 }),
  )
  .map(([first, then]) => [...first, ...then]);

function apply(
  store: Store,
  key: { readonly storage: string; readonly key: string },
  object?: StoredObject,
): void {
  const { storage, key: name } = key;
  const before = store.get(storage, name);
  if (!object) {
    if (before) store.remove(storage, name, before.revision);
  } else if (before) store.replace(storage, name, structuredClone(object), before.revision);
  else store.create(storage, name, structuredClone(object));
}

test('the authorizer agrees at any time with one that reads every role and binding anew', () => {
  let allowed = 0;
  let asked = 0;
  fc.assert(
    fc.property(steps, (all) => {
      const store = createStore();
      const authorizer = createAuthorizer(new RuleResolver(store));
      for (const one of all) {
        if ('storage' in one) {
          apply(store, one, one.object);
          continue;
        }
        const expected = naive(store, one.user, one.asked);
        assert.equal(authorizer.authorize(one.user, one.asked).allowed, expected);
        asked += 1;
        if (expected && !one.user.groups.includes('system:masters')) allowed += 1;
      }
    }),
    { numRuns: 1500 },
  );
  // the test must not be about refusals only
  assert.ok(allowed > asked / 20, `${String(allowed)} of ${String(asked)} allowed`);
});

test('the reason names binding, role and subject; a refusal names the roles that are missing', () => {
  const store = createStore();
  const authorizer = createAuthorizer(new RuleResolver(store));
  const list = { verb: 'list', group: '', version: 'v1', resource: 'pods', namespace: 'a' };
  const jane: User = { name: 'system:serviceaccount:a:jane', groups: [] };
  const toRole = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' };
  const bound: RoleBinding = {
    metadata: { name: 'two', namespace: 'a' },
    roleRef: toRole,
    subjects: [{ kind: 'ServiceAccount', name: 'jane' }],
  };
  assert.deepEqual(authorizer.authorize(jane, list), { allowed: false, reason: '' });
  store.create(BINDINGS.storage, 'a/two', bound);
  assert.deepEqual(authorizer.authorize(jane, list), {
    allowed: false,
    reason: 'rbac: RBAC: role.rbac.authorization.k8s.io "one" not found',
  });
  const readPods: Role = {
    metadata: { name: 'one', namespace: 'a' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
  };
  store.create(ROLES.storage, 'a/one', readPods);
  assert.deepEqual(authorizer.authorize(jane, list), {
    allowed: true,
    reason: 'RBAC: allowed by RoleBinding "two/a" of Role "one" to ServiceAccount "jane/a"',
  });
});
