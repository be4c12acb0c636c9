import { MASTERS, type User } from '../../api/caller.ts';
import type { StatusError } from '../../api/status.ts';
import type { Attributes, Authorizer } from '../contract.ts';
import { notAllowed } from '../forbidden.ts';
import { accountOfUser } from '../tokens/account-user.ts';
import { whyNotExtra } from './extra.ts';
import { nodeOfUser } from './wanted.ts';

/** How somebody wants to act as another. */
export interface Manner {
  readonly verb: string;
  /** False: as it was before Kubernetes 1.35, with fewer rules. */
  readonly constrained: boolean;
  /** The name to ask about in place of the node's (`associatedNodeImpersonationAttributes`). */
  readonly nodeName?: string;
}

/** From so many values on it is asked first whether all of them are allowed at once (`manyAuthorizationChecksInLoop`). */
const MANY = 4;
const AUTHENTICATION = { group: 'authentication.k8s.io', version: 'v1' };
const CORE = { group: '', version: 'v1' };

type ResourceAttributes = Extract<Attributes, { readonly resource: string }>;

/**
 * Why `requestor` may not be `wanted`; undefined when all of it is allowed (`impersonationModeState`,
 * apiserver/pkg/endpoints/filters/impersonation/mode.go).
 */
export function whyNot(
  authorizer: Authorizer,
  manner: Manner,
  wanted: User,
  requestor: User,
): StatusError | undefined {
  const ask = (attributes: ResourceAttributes): StatusError | undefined =>
    whyNotAllowed(authorizer, requestor, attributes);
  const { uid = '' } = wanted;
  return (
    ask(nameAttributes(manner, wanted.name)) ??
    (uid === '' ? undefined : ask({ ...AUTHENTICATION, verb: manner.verb, resource: 'uids', name: uid })) ??
    whyNotGroups(ask, manner, wanted, requestor) ??
    whyNotExtras(ask, manner, wanted, requestor)
  );
}

/** The refusal of something that is not allowed (`checkAuthorization`). */
export function whyNotAllowed(
  authorizer: Authorizer,
  user: User,
  attributes: Attributes,
): StatusError | undefined {
  const { allowed, reason } = authorizer.authorize(user, attributes);
  return allowed ? undefined : notAllowed(user, attributes, reason);
}

type Ask = (attributes: ResourceAttributes) => StatusError | undefined;

function nameAttributes({ verb, constrained, nodeName }: Manner, user: string): ResourceAttributes {
  const where = constrained ? AUTHENTICATION : CORE;
  const node = constrained ? nodeOfUser(user) : undefined;
  if (node !== undefined) return { ...where, verb, resource: 'nodes', name: nodeName ?? node };
  const account = accountOfUser(user);
  return account
    ? { ...where, verb, resource: 'serviceaccounts', ...account }
    : { ...where, verb, resource: 'users', name: user };
}

function whyNotGroups(
  ask: Ask,
  { verb, constrained }: Manner,
  { groups }: User,
  requestor: User,
): StatusError | undefined {
  if (groups.length === 0) return undefined;
  const asked = { ...(constrained ? AUTHENTICATION : CORE), verb, resource: 'groups' };
  if (constrained) {
    if (groups.includes(''))
      return notAllowed(requestor, asked, 'impersonating the empty string group is not allowed');
    if (groups.includes(MASTERS)) {
      const why = 'impersonating the system:masters group is not allowed';
      return notAllowed(requestor, { ...asked, name: MASTERS }, why);
    }
    if (groups.length >= MANY && !ask({ ...asked, name: '*' })) return undefined;
  }
  return firstRefusal(groups, (name) => ask({ ...asked, name }));
}

function whyNotExtras(
  ask: Ask,
  { verb, constrained }: Manner,
  { extra = {} }: User,
  requestor: User,
): StatusError | undefined {
  const asked = { ...AUTHENTICATION, verb, resource: 'userextras' };
  const pairs = Object.entries(extra).flatMap(([key, values]) =>
    values.map((value) => [key, value] as const),
  );
  if (constrained && Object.keys(extra).length > 0) {
    const why = whyNotExtra(extra);
    if (why !== undefined) return notAllowed(requestor, asked, why);
    if (pairs.length >= MANY && !ask({ ...asked, subresource: '*', name: '*' })) return undefined;
  }
  return firstRefusal(pairs, ([subresource, name]) => ask({ ...asked, subresource, name }));
}

function firstRefusal<T>(
  values: readonly T[],
  ask: (value: T) => StatusError | undefined,
): StatusError | undefined {
  for (const value of values) {
    const refused = ask(value);
    if (refused) return refused;
  }
  return undefined;
}
