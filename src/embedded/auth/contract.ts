import type { User } from '../api/caller.ts';
import type { Secret, ServiceAccount } from '../data/types.ts';

/** What a connection and a request show of who asks. */
export interface Credentials {
  /** The Authorization header, as sent. */
  readonly authorization?: string;
  /** The subject of the client certificate that TLS verified against our CA. */
  readonly certificate?: {
    readonly commonName: string;
    readonly organizations: readonly string[];
    /** SHA-256 of all of it, in lower-case hexadecimal. */
    readonly fingerprint: string;
  };
}

/** Finds out who asks. */
export interface Authenticator {
  /** Undefined: no credential was shown. Throws `StatusError` 401 for one that is wrong. */
  authenticate(credentials: Credentials): User | undefined;
}

/** What somebody wants to do; `path` for what is not a resource. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      readonly version: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    }
  | { readonly verb: string; readonly path: string };

/** Decides whether they may. */
export interface Authorizer {
  /** `reason` as RBAC words it, for reviews and for the message of a 403. */
  authorize(user: User, attributes: Attributes): { readonly allowed: boolean; readonly reason: string };
}

/** Signs a token without an end, for a secret that asks for one. */
export type SignSecretToken = (account: ServiceAccount, secret: Secret) => string;
