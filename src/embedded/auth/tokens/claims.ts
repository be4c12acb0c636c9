import { randomUUID } from 'node:crypto';

import type { StoredObject } from '../../api/stored-object.ts';
import type { Secret, ServiceAccount } from '../../data/types.ts';
import { accountUserName } from './account-user.ts';

/** Who signs, and who the tokens are for where nobody else is named. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** Who signs the tokens of secrets. */
export const LEGACY_ISSUER = 'kubernetes/serviceaccount';

/** An object as a token names it. */
export interface Ref {
  readonly name: string;
  readonly uid: string;
}

/** What a token says, in the order in which Go writes it. Times in seconds since the epoch. */
export interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly node?: Ref;
    readonly pod?: Ref;
    readonly secret?: Ref;
    readonly serviceaccount: Ref;
    readonly warnafter?: number;
  };
  readonly nbf: number;
  readonly sub: string;
}

/** What the token of a secret says. */
export interface LegacyClaims {
  readonly iss: string;
  readonly 'kubernetes.io/serviceaccount/namespace': string;
  readonly 'kubernetes.io/serviceaccount/secret.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.uid': string;
  readonly sub: string;
}

/** What a token is asked for. Times in seconds. */
export interface Wanted {
  readonly audiences: readonly string[];
  readonly expiresIn: number;
  readonly warnAfter?: number;
  readonly now: number;
  readonly bound: { readonly node?: Ref; readonly pod?: Ref; readonly secret?: Ref };
}

/** `Claims` (pkg/serviceaccount/claims.go). */
export function claimsOf(
  account: ServiceAccount,
  { audiences, expiresIn, warnAfter, now, bound }: Wanted,
): Claims {
  const { namespace = '', name = '' } = account.metadata;
  return {
    aud: audiences,
    exp: now + expiresIn,
    iat: now,
    iss: ISSUER,
    jti: randomUUID(),
    'kubernetes.io': {
      namespace,
      ...bound,
      serviceaccount: refOf(account),
      ...(warnAfter === undefined ? {} : { warnafter: now + warnAfter }),
    },
    nbf: now,
    sub: accountUserName(namespace, name),
  };
}

/** `LegacyClaims` (pkg/serviceaccount/legacy.go): without an end. */
export function legacyClaimsOf(account: ServiceAccount, secret: Secret): LegacyClaims {
  const { namespace = '', name = '', uid = '' } = account.metadata;
  return {
    iss: LEGACY_ISSUER,
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secret.metadata.name ?? '',
    'kubernetes.io/serviceaccount/service-account.name': name,
    'kubernetes.io/serviceaccount/service-account.uid': uid,
    sub: accountUserName(namespace, name),
  };
}

export function refOf({ metadata: { name = '', uid = '' } }: StoredObject): Ref {
  return { name, uid };
}
