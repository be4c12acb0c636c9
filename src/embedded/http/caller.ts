import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

import { ANONYMOUS, type User } from '../api/caller.ts';
import { StatusError } from '../api/status.ts';
import type { Attributes, Authenticator, Authorizer } from '../auth/contract.ts';
import { notAllowed } from '../auth/forbidden.ts';
import type { Impersonator } from '../auth/impersonation/impersonator.ts';
import type { Outcome } from '../auth/impersonation/modes.ts';
import { certificateOf } from './certificate.ts';
import { unauthorized } from './errors.ts';
import { wantedUser } from './requests/impersonation.ts';

/** What is asked about who sent a request. */
export interface CallerOptions {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  readonly impersonator: Impersonator;
}

/** apiserver/pkg/authentication/request/bearertoken */
const EXTRA_SPACE =
  'the provided Authorization header contains extra space before the bearer token, and is ignored';

/**
 * Whom a request is answered as, when they may do what it asks for; or 403, or the 400 of an impersonation that is incomplete. Throws
 * `StatusError` 401 for a credential that is wrong. In the order of `DefaultBuildHandlerChain` (apiserver/pkg/server/config.go).
 */
export function callerOf(
  options: CallerOptions,
  request: IncomingMessage,
  attributes: Attributes,
  warnings: string[],
): Outcome {
  if (/^bearer {2}/i.test((request.headers.authorization ?? '').trim())) warnings.push(EXTRA_SPACE);
  const sender = senderOf(options, request);
  const wanted = wantedUser(request);
  if (wanted instanceof StatusError) return { refused: wanted };
  const caller = wanted ? options.impersonator.userFor(wanted, sender, attributes) : { user: sender };
  if ('refused' in caller) return caller;
  const { allowed, reason } = options.authorizer.authorize(caller.user, attributes);
  return allowed ? caller : { refused: notAllowed(caller.user, attributes, reason) };
}

function senderOf({ authenticator }: CallerOptions, request: IncomingMessage): User {
  const { authorization } = request.headers;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server speaks nothing but TLS
  const shown = certificateOf(request.socket as TLSSocket);
  const user = authenticator.authenticate({
    ...(authorization === undefined ? {} : { authorization }),
    ...(shown?.subject ? { certificate: shown.subject } : {}),
  });
  if (!user && shown && !shown.subject) throw unauthorized();
  return user ?? ANONYMOUS;
}
