import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { User } from '../../../src/embedded/api/caller.ts';
import type { ResourceInfo } from '../../../src/embedded/api/resource-info.ts';
import type { StoredObject } from '../../../src/embedded/api/stored-object.ts';
import type { PatchType, Target } from '../../../src/embedded/api/verbs.ts';
import { refusal } from '../../helpers/embedded-verbs.ts';
import {
  ADMINISTRATOR,
  as,
  authWorld,
  binding,
  BINDINGS,
  CLUSTER_BINDINGS,
  CLUSTER_ROLES,
  clusterBinding,
  clusterRole,
  role,
  ROLES,
  userSubject,
  type AuthWorld,
} from './world.ts';

const AUTHOR: User = { name: 'author', groups: ['system:authenticated'] };
const READ = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
const MORE = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };

/** The author may read config maps, and so give that right; the roles `small` and `big` and a binding of each are there. */
async function world(): Promise<AuthWorld> {
  const made = await authWorld();
  const create = (resource: ResourceInfo, object: StoredObject): void => {
    made.verbs.create(at(resource), object, as(ADMINISTRATOR));
  };
  create(CLUSTER_ROLES, clusterRole('author', [READ]));
  create(CLUSTER_BINDINGS, clusterBinding('author', 'author', [userSubject('author')]));
  create(ROLES, role('small', [READ]));
  create(ROLES, role('big', [MORE]));
  create(CLUSTER_ROLES, clusterRole('big', [MORE]));
  create(BINDINGS, binding('big', { kind: 'Role', name: 'big' }, [userSubject('other')]));
  return made;
}

function at(resource: ResourceInfo, name?: string): Target {
  return {
    resource,
    ...(resource.namespaced ? { namespace: 'default' } : {}),
    ...(name === undefined ? {} : { name }),
  };
}

const PATCHES: readonly (readonly [PatchType, unknown])[] = [
  ['merge', { rules: [MORE] }],
  ['strategic', { rules: [MORE] }],
  ['json', [{ op: 'replace', path: '/rules', value: [MORE] }]],
  ['apply', role('small', [MORE])],
];

/** Every way in which the author may try to get more. */
function attempts({ verbs }: AuthWorld, dryRun: boolean): readonly (readonly [string, () => unknown])[] {
  const author = as(AUTHOR, { dryRun });
  const self = [userSubject('author')];
  const toRole = { kind: 'Role', name: 'big' };
  return [
    ['create a role', () => verbs.create(at(ROLES), role('new', [MORE]), author)],
    ['create a cluster role', () => verbs.create(at(CLUSTER_ROLES), clusterRole('new', [MORE]), author)],
    ['create by update', () => verbs.update(at(ROLES, 'new'), role('new', [MORE]), author)],
    ['update', () => verbs.update(at(ROLES, 'small'), role('small', [READ, MORE]), author)],
    ...PATCHES.map(([type, body]) => {
      const patch = { type, body, force: true, fieldValidation: 'Strict' } as const;
      return [`${type} patch`, () => verbs.patch(at(ROLES, 'small'), patch, author)] as const;
    }),
    [
      'create by apply',
      () => {
        const body = role('new', [MORE]);
        return verbs.patch(at(ROLES, 'new'), { type: 'apply', body, fieldValidation: 'Strict' }, author);
      },
    ],
    ['bind a role', () => verbs.create(at(BINDINGS), binding('new', toRole, self), author)],
    ['bind by update', () => verbs.update(at(BINDINGS, 'new'), binding('new', toRole, self), author)],
    ['join a binding', () => verbs.update(at(BINDINGS, 'big'), binding('big', toRole, self), author)],
    [
      'bind a cluster role',
      () => verbs.create(at(BINDINGS), binding('new', { kind: 'ClusterRole', name: 'big' }, self), author),
    ],
    [
      'bind a cluster role everywhere',
      () => verbs.create(at(CLUSTER_BINDINGS), clusterBinding('new', 'big', self), author),
    ],
    [
      'gather rights',
      () => {
        const aggregationRule = { clusterRoleSelectors: [{}] };
        return verbs.create(at(CLUSTER_ROLES), clusterRole('new', [], { aggregationRule }), author);
      },
    ],
  ];
}

for (const dryRun of [false, true]) {
  test(`nobody gets a right by giving it${dryRun ? ', in a dry run either' : ''}, and nothing is stored`, async () => {
    const made = await world();
    const { revision } = made.store;
    for (const [what, attempt] of attempts(made, dryRun)) {
      assert.equal(refusal(attempt).code, 403, what);
    }
    assert.equal(made.store.revision, revision);
  });
}

test('masters may give what they like', async () => {
  const { verbs } = await world();
  const administrator = as(ADMINISTRATOR);
  verbs.create(at(ROLES), role('new', [MORE]), administrator);
  verbs.create(at(BINDINGS), binding('new', { kind: 'Role', name: 'new' }, []), administrator);
  // what is wrong with it is validation's business then
  const odd = binding('odd', { kind: 'Odd', name: 'new' }, []);
  assert.equal(refusal(() => verbs.create(at(BINDINGS), odd, administrator)).code, 422);
  assert.equal(refusal(() => verbs.create(at(BINDINGS), odd, as(AUTHOR))).code, 500);
});

test('what one has may be given, also by a binding', async () => {
  const { verbs } = await world();
  verbs.create(at(ROLES), role('new', [READ]), as(AUTHOR));
  verbs.create(at(BINDINGS), binding('new', { kind: 'Role', name: 'new' }, []), as(AUTHOR));
  verbs.create(at(CLUSTER_BINDINGS), clusterBinding('new', 'author', []), as(AUTHOR));
});

test('what one has in one namespace may not be given in another, nor everywhere', async () => {
  const made = await world();
  const { verbs } = made;
  const toBig = binding('author', { kind: 'Role', name: 'big' }, [userSubject('author')]);
  verbs.create(at(BINDINGS), toBig, as(ADMINISTRATOR));
  verbs.create(at(ROLES), role('new', [MORE]), as(AUTHOR));
  const everywhere = clusterRole('new', [MORE]);
  assert.equal(refusal(() => verbs.create(at(CLUSTER_ROLES), everywhere, as(AUTHOR))).code, 403);
});

test('who loses a right can no longer give it', async () => {
  const { verbs } = await world();
  verbs.create(at(ROLES), role('new', [READ]), as(AUTHOR));
  verbs.delete(at(CLUSTER_BINDINGS, 'author'), {}, as(ADMINISTRATOR));
  assert.equal(refusal(() => verbs.create(at(ROLES), role('newer', [READ]), as(AUTHOR))).code, 403);
});

test('escalate and bind are rights of their own, for one name where they say so', async () => {
  const { verbs } = await world();
  const group = 'rbac.authorization.k8s.io';
  const rules = [
    { apiGroups: [group], resources: ['roles'], resourceNames: ['small'], verbs: ['escalate'] },
    { apiGroups: [group], resources: ['clusterroles'], resourceNames: ['big'], verbs: ['bind'] },
  ];
  verbs.create(at(CLUSTER_ROLES), clusterRole('trusted', rules), as(ADMINISTRATOR));
  verbs.create(
    at(CLUSTER_BINDINGS),
    clusterBinding('trusted', 'trusted', [userSubject('author')]),
    as(ADMINISTRATOR),
  );
  verbs.update(at(ROLES, 'small'), role('small', [MORE]), as(AUTHOR));
  verbs.delete(at(ROLES, 'small'), {}, as(ADMINISTRATOR));
  // the path of a create names nothing
  assert.equal(refusal(() => verbs.create(at(ROLES), role('small', [MORE]), as(AUTHOR))).code, 403);
  verbs.create(at(BINDINGS), binding('new', { kind: 'ClusterRole', name: 'big' }, []), as(AUTHOR));
  const refused = [
    () => verbs.create(at(ROLES), role('new', [MORE]), as(AUTHOR)),
    () => verbs.update(at(ROLES, 'big'), role('big', [READ, MORE]), as(AUTHOR)),
    () => verbs.create(at(BINDINGS), binding('newer', { kind: 'Role', name: 'big' }, []), as(AUTHOR)),
  ];
  for (const attempt of refused) assert.equal(refusal(attempt).code, 403);
});

test('the garbage collector may change what it needs of any role; nothing else goes with it', async () => {
  const { verbs } = await world();
  const patched = (metadata: object, rest: object = {}) =>
    verbs.patch(
      at(ROLES, 'big'),
      { type: 'merge', body: { metadata, ...rest }, fieldValidation: 'Strict' },
      as(AUTHOR),
    );
  patched({ finalizers: ['a/b'] });
  patched({ finalizers: null });
  assert.equal(refusal(() => patched({ labels: { a: 'b' } })).code, 403);
  assert.equal(refusal(() => patched({ finalizers: ['a/b'] }, { rules: [READ, MORE] })).code, 403);
});
