import type { User } from '../../api/caller.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';

const NODE_PREFIX = 'system:node:';
const UNAUTHENTICATED = 'system:unauthenticated';

/** The node that a user name names, whether it is there or not; undefined when it names none (`isNodeUsername`). */
export function nodeOfUser(user: string): string | undefined {
  if (!user.startsWith(NODE_PREFIX)) return undefined;
  const name = user.slice(NODE_PREFIX.length);
  return dns1123SubdomainErrors(name).length > 0 ? undefined : name;
}

/** Whether nothing but a name is asked for. */
export function isNameOnly({ uid = '', groups, extra = {} }: User): boolean {
  return uid === '' && groups.length === 0 && Object.keys(extra).length === 0;
}

/** With the group that everybody is in, whether known or not (the end of `impersonationModeState.check`). */
export function inEverybodysGroup(user: User): User {
  if (user.name === 'system:anonymous') return withGroup(user, UNAUTHENTICATED);
  return user.groups.includes(UNAUTHENTICATED) ? user : withGroup(user, 'system:authenticated');
}

function withGroup(user: User, group: string): User {
  return user.groups.includes(group) ? user : { ...user, groups: [...user.groups, group] };
}
