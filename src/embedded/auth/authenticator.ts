import { timingSafeEqual, createHash } from 'node:crypto';

import { MASTERS, type User } from '../api/caller.ts';
import { StatusError } from '../api/status.ts';
import { ADMIN } from '../pki/names.ts';
import type { Authenticator, Credentials } from './contract.ts';
import { identify, type AccountTokenParts, type Identified } from './tokens/account-authenticator.ts';
import { ISSUER } from './tokens/claims.ts';

/** What bearer tokens are checked with. */
export interface TokenParts extends AccountTokenParts {
  /** The administrator's. */
  readonly adminToken: string;
}

/** Everybody who showed a credential belongs to it. */
const AUTHENTICATED = 'system:authenticated';

/** Client certificates, then bearer tokens (pkg/kubeapiserver/authenticator/config.go). */
export function createAuthenticator(parts: TokenParts): Authenticator {
  return {
    authenticate: (credentials) => byCertificate(credentials) ?? byToken(parts, credentials),
  };
}

/** Who a bearer token is. Undefined for a token that nobody knows; `refused` for one of ours that is no longer good. */
export function identifyToken(
  parts: TokenParts,
  token: string,
  audiences: readonly string[] = [ISSUER],
): Identified | undefined {
  if (isSame(token, parts.adminToken)) {
    // a static token is good for whatever audience is asked about
    return { user: { name: ADMIN, groups: [MASTERS, AUTHENTICATED] }, audiences };
  }
  return identify(parts, token, audiences);
}

/** `CommonNameUserConversion` (apiserver/pkg/authentication/request/x509). */
function byCertificate({ certificate }: Credentials): User | undefined {
  if (!certificate || certificate.commonName === '') return undefined;
  const { commonName: name, organizations, fingerprint } = certificate;
  return {
    name,
    groups: [...new Set([...organizations, AUTHENTICATED])],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
  };
}

function byToken(parts: TokenParts, { authorization }: Credentials): User | undefined {
  const token = bearerOf(authorization ?? '');
  if (token === undefined) return undefined;
  const identified = identifyToken(parts, token);
  if (identified && 'user' in identified) return identified.user;
  throw new StatusError(401, 'Unauthorized', 'Unauthorized');
}

/** As apiserver/pkg/authentication/request/bearertoken reads it: what is no bearer token is nobody's. */
export function bearerOf(header: string): string | undefined {
  const [scheme = '', token = ''] = header.trim().split(' ', 3);
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined;
}

/** Takes as long for a nearly right token as for a wrong one. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
