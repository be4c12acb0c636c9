import type { User } from '../../api/caller.ts';
import type { StatusError } from '../../api/status.ts';
import type { Attributes, Authorizer } from '../contract.ts';
import { accountGroups, accountOfUser } from '../tokens/account-user.ts';
import { whyNot, whyNotAllowed, type Manner } from './checks.ts';
import { inEverybodysGroup, isNameOnly, nodeOfUser } from './wanted.ts';

/** Who somebody is from now on, or why not. */
export type Outcome = { readonly user: User } | { readonly refused: StatusError };

/** One way to act as another in a request. Undefined: it is not for whom `requestor` wants to be. */
export type Mode = (wanted: User, requestor: User, request: Attributes) => Outcome | undefined;

const NODE_NAME = 'authentication.kubernetes.io/node-name';

/**
 * What kube-apiserver tries, in its order (`allImpersonationModes`, filters/impersonation/mode.go; KEP 5284): the four constrained ones, for
 * which the request itself must be allowed in that mode, then the one that there was before. Nothing is remembered of what was allowed.
 */
export function impersonationModes(authorizer: Authorizer): readonly Mode[] {
  return [
    constrained(authorizer, 'associated-node', isNodeOf, '*'),
    constrained(authorizer, 'arbitrary-node', ({ name }) => nodeOfUser(name) !== undefined),
    constrained(authorizer, 'serviceaccount', ({ name }) => accountOfUser(name) !== undefined),
    constrained(authorizer, 'user-info', isOther),
    legacy(authorizer),
  ];
}

type Fits = (wanted: User, requestor: User) => boolean;

function constrained(authorizer: Authorizer, name: string, fits: Fits, nodeName?: string): Mode {
  const manner = {
    verb: `impersonate:${name}`,
    constrained: true,
    ...(nodeName === undefined ? {} : { nodeName }),
  };
  return (wanted, requestor, request) => {
    if (name !== 'user-info' && !isNameOnly(wanted)) return undefined;
    if (!fits(wanted, requestor)) return undefined;
    const on = { ...request, verb: `impersonate-on:${name}:${request.verb}` };
    const refused = whyNotAllowed(authorizer, requestor, on);
    return refused ? { refused } : outcome(authorizer, manner, wanted, requestor);
  };
}

function legacy(authorizer: Authorizer): Mode {
  return (wanted, requestor) =>
    outcome(authorizer, { verb: 'impersonate', constrained: false }, wanted, requestor);
}

function outcome(authorizer: Authorizer, manner: Manner, wanted: User, requestor: User): Outcome {
  const refused = whyNot(authorizer, manner, wanted, requestor);
  if (refused) return { refused };
  return { user: inEverybodysGroup({ ...wanted, groups: groupsOf(wanted, manner) }) };
}

/** The groups of nodes and service accounts follow from what they are, where none are asked for. */
function groupsOf({ name, groups }: User, { constrained: isConstrained }: Manner): readonly string[] {
  if (groups.length > 0) return groups;
  const account = accountOfUser(name);
  if (account) return accountGroups(account.namespace);
  return isConstrained && nodeOfUser(name) !== undefined ? ['system:nodes'] : [];
}

/** A pod's account and the node that the pod is on (`requesterAssociatedWithRequestedNodeUsername`). */
function isNodeOf(wanted: User, { name, extra = {} }: User): boolean {
  const node = nodeOfUser(wanted.name);
  const [own, ...more] = extra[NODE_NAME] ?? [];
  return node !== undefined && accountOfUser(name) !== undefined && own === node && more.length === 0;
}

/** Neither a node nor a service account. */
function isOther({ name }: User): boolean {
  return nodeOfUser(name) === undefined && accountOfUser(name) === undefined;
}
