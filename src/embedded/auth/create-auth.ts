import type { Clock } from '../../lib/clock.ts';
import type { ClusterSecrets } from '../pki/secrets.ts';
import type { Store } from '../store/store.ts';
import type { VirtualKind } from '../api/verbs.ts';
import { createAuthenticator } from './authenticator.ts';
import type { Authenticator, Authorizer, SignSecretToken } from './contract.ts';
import { createAuthorizer } from './rbac/authorizer.ts';
import { RuleResolver } from './rbac/rule-resolver.ts';
import {
  localSubjectAccessReview,
  selfSubjectAccessReview,
  subjectAccessReview,
} from './reviews/access-reviews.ts';
import { selfSubjectReview, tokenReview } from './reviews/identity-reviews.ts';
import { selfSubjectRulesReview } from './reviews/rules-review.ts';
import type { SelectorReaders } from './reviews/selectors.ts';
import { tokenRequests } from './reviews/token-request.ts';
import { legacyClaimsOf } from './tokens/claims.ts';
import { TokenSigner } from './tokens/jwt.ts';

/** What authentication and authorization stand on. */
export interface AuthParts {
  readonly store: Store;
  readonly secrets: ClusterSecrets;
  readonly clock: Clock;
  readonly readers: SelectorReaders;
}

/** Who asks, whether they may, and the kinds by which one asks about that. */
export interface Auth {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  /** As `createVerbs` takes them. */
  readonly virtual: ReadonlyMap<string, VirtualKind>;
  /** For the secrets of service accounts. */
  readonly signToken: SignSecretToken;
}

/** Authentication by the cluster's secrets, authorization by the roles and bindings in the store. */
export function createAuth({ store, secrets, clock, readers }: AuthParts): Auth {
  const signer = new TokenSigner(secrets.serviceAccounts);
  const now = (): number => Math.floor(clock.now() / 1000);
  const tokens = { store, signer, now, adminToken: secrets.token };
  const resolver = new RuleResolver(store);
  const authorizer = createAuthorizer(resolver);
  const reviewing = { authorizer, readers };
  return {
    authenticator: createAuthenticator(tokens),
    authorizer,
    virtual: new Map<string, VirtualKind>([
      ['authentication.k8s.io/v1/tokenreviews', { answer: tokenReview(tokens) }],
      ['authentication.k8s.io/v1/selfsubjectreviews', { answer: selfSubjectReview(() => clock.now()) }],
      ['authorization.k8s.io/v1/subjectaccessreviews', { answer: subjectAccessReview(reviewing) }],
      ['authorization.k8s.io/v1/localsubjectaccessreviews', { answer: localSubjectAccessReview(reviewing) }],
      ['authorization.k8s.io/v1/selfsubjectaccessreviews', { answer: selfSubjectAccessReview(reviewing) }],
      ['authorization.k8s.io/v1/selfsubjectrulesreviews', { answer: selfSubjectRulesReview(resolver) }],
      ['v1/serviceaccounts/token', tokenRequests({ store, signer, now: () => clock.now() })],
    ]),
    signToken: (account, secret) => signer.sign(legacyClaimsOf(account, secret)),
  };
}
