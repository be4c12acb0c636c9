import type { IncomingMessage } from 'node:http';

import type { User } from '../../api/caller.ts';
import { badRequest, type StatusError } from '../../api/status.ts';
import { goQuote } from '../../api/go-quote.ts';
import { percentDecoded } from './query.ts';

const EXTRA = 'impersonate-extra-';

/**
 * Whom a request's headers want its sender to be, with no more than they say; undefined when they say nothing, 400 where only the name is missing
 * (`processImpersonationHeaders`, apiserver/pkg/endpoints/filters/impersonation/constrained_impersonation.go).
 */
export function wantedUser({
  headersDistinct,
}: Pick<IncomingMessage, 'headersDistinct'>): User | StatusError | undefined {
  const values = (name: string): string[] => (headersDistinct[name] ?? []).map(fromBytes);
  const [name = ''] = values('impersonate-user');
  const [uid = ''] = values('impersonate-uid');
  const groups = values('impersonate-group');
  const extra = new Map<string, string[]>();
  for (const header of Object.keys(headersDistinct)) {
    if (!header.startsWith(EXTRA)) continue;
    const escaped = header.slice(EXTRA.length);
    const key = percentDecoded(escaped) ?? escaped;
    extra.set(key, [...(extra.get(key) ?? []), ...values(header)]);
  }
  if (name !== '') return { name, groups, ...(uid === '' ? {} : { uid }), ...extraOf(extra) };
  if (uid === '' && groups.length === 0 && extra.size === 0) return undefined;
  return badRequest(`requested ${goUser(uid, groups, extra)} without impersonating a user name`);
}

function extraOf(extra: ReadonlyMap<string, string[]>): Pick<User, 'extra'> {
  return extra.size === 0 ? {} : { extra: Object.fromEntries(extra) };
}

/** Node reads headers as Latin-1; their senders write UTF-8. */
function fromBytes(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}

/** As `%#v` prints a `user.DefaultInfo` without a name. */
function goUser(uid: string, groups: readonly string[], extra: ReadonlyMap<string, string[]>): string {
  const entries = [...extra].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const members = entries.map(([key, values]) => `${goQuote(key)}:${goStrings(values)}`);
  const map = `map[string][]string${extra.size === 0 ? '(nil)' : `{${members.join(', ')}}`}`;
  return `&user.DefaultInfo{Name:"", UID:${goQuote(uid)}, Groups:${goStrings(groups)}, Extra:${map}}`;
}

function goStrings(values: readonly string[]): string {
  return `[]string${values.length === 0 ? '(nil)' : `{${values.map(goQuote).join(', ')}}`}`;
}
