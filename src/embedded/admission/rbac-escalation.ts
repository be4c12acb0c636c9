import { MASTERS } from '../api/caller.ts';
import { forbidden, notFound, StatusError } from '../api/status.ts';
import { typed, type StoredObject } from '../api/stored-object.ts';
import type { Authorizer } from '../auth/contract.ts';
import { createAuthorizer } from '../auth/rbac/authorizer.ts';
import { whyNotGrant, type Granting } from '../auth/rbac/grant.ts';
import { RuleResolver } from '../auth/rbac/rule-resolver.ts';
import type { ClusterRole, PolicyRule, RoleBinding } from '../data/types.ts';
import { goQuote } from '../api/go-quote.ts';
import { isEqualInMeaning } from '../schema/json-tree.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';

const GROUP = 'rbac.authorization.k8s.io';
const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** What rights are looked up in. */
interface Rights {
  readonly resolver: RuleResolver;
  readonly authorizer: Authorizer;
}

/**
 * Nobody gives a right that they do not have, unless they may `escalate` the role or `bind` it; masters may everything. Upstream it is no
 * admission plugin but sits in the storage of these kinds (pkg/registry/rbac/*&#47;policybased/storage.go): after all that changes the object,
 * before validation. That is where the last of the mutating plugins is, too.
 */
export function rbacEscalation(store: Store): AdmissionPlugin {
  const resolver = new RuleResolver(store);
  const rights = { resolver, authorizer: createAuthorizer(resolver) };
  return {
    operations: ['CREATE', 'UPDATE'],
    mutate: (request) => {
      const { target, draft, old, context } = request;
      const { group, plural } = target.resource;
      if (group !== GROUP || !draft || context.user.groups.includes(MASTERS)) return;
      if (old && isOnlyForCollector(draft, old)) return;
      if (plural === 'roles' || plural === 'clusterroles') checkRole(rights, request, draft);
      else checkBinding(rights, request, draft);
    },
  };
}

function checkRole(rights: Rights, request: AdmissionRequest, draft: StoredObject): void {
  const { target, old, operation, context } = request;
  const { plural, group } = target.resource;
  const { namespace } = target;
  const escalate = {
    verb: 'escalate',
    group,
    version: '*',
    resource: plural,
    ...(namespace === undefined ? {} : { namespace }),
    // what is created has no name in its path
    ...(operation === 'CREATE' || target.name === undefined ? {} : { name: target.name }),
  };
  if (rights.authorizer.authorize(context.user, escalate).allowed) return;
  const role = typed<ClusterRole>(draft);
  checkGrant(rights, request, draft, role.rules ?? []);
  if (!isAggregated(role) && !(old && isAggregated(typed<ClusterRole>(old)))) return;
  // it can gather anything
  if (whyNotGrant(rights.resolver, grantingOf(request), EVERYTHING) === undefined) return;
  throw refused(request, draft, 'must have cluster-admin privileges to use the aggregationRule');
}

function checkBinding(rights: Rights, request: AdmissionRequest, draft: StoredObject): void {
  const { target, context } = request;
  const { namespace = '' } = target;
  const { roleRef } = typed<RoleBinding>(draft);
  const { apiGroup = '', kind, name } = roleRef;
  if (kind !== 'Role' && kind !== 'ClusterRole') {
    throw new StatusError(500, '', `unsupported role reference kind: ${goQuote(kind)}`);
  }
  const bind = {
    verb: 'bind',
    group: apiGroup,
    version: '*',
    resource: kind === 'Role' ? 'roles' : 'clusterroles',
    ...(namespace === '' ? {} : { namespace }),
    name,
  };
  if (rights.authorizer.authorize(context.user, bind).allowed) return;
  const rules = rights.resolver.rulesOf(roleRef, namespace);
  if (!rules) throw notFound(target.resource, name);
  checkGrant(rights, request, draft, rules);
}

function checkGrant(
  { resolver }: Rights,
  request: AdmissionRequest,
  draft: StoredObject,
  rules: readonly PolicyRule[],
): void {
  const why = whyNotGrant(resolver, grantingOf(request), rules);
  if (why !== undefined) throw refused(request, draft, why);
}

/** A role that is not there is told as if it were of the kind that the request is about: upstream reads it so. */
function grantingOf({ target, context }: AdmissionRequest): Granting {
  return {
    user: context.user,
    namespace: target.namespace ?? '',
    notFound: ({ name }) => notFound(target.resource, name).message,
  };
}

/** A name that is generated is not known yet. */
function refused({ target }: AdmissionRequest, { metadata }: StoredObject, why: string): StatusError {
  return forbidden(target.resource, metadata.name ?? '', why);
}

function isAggregated({ aggregationRule }: ClusterRole): boolean {
  return (aggregationRule?.clusterRoleSelectors?.length ?? 0) > 0;
}

/** `IsOnlyMutatingGCFields` (pkg/registry/rbac/helpers.go). */
function isOnlyForCollector(draft: StoredObject, old: StoredObject): boolean {
  return isEqualInMeaning(withoutOwners(draft), withoutOwners(old));
}

function withoutOwners({ metadata, ...rest }: StoredObject): StoredObject {
  const {
    ownerReferences: _,
    finalizers: _finalizers,
    managedFields: _fields,
    selfLink: _link,
    ...kept
  } = metadata;
  return { ...rest, metadata: kept };
}
