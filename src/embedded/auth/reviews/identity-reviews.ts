import { ANONYMOUS, type User } from '../../api/caller.ts';
import { badRequest } from '../../api/status.ts';
import { typed } from '../../api/stored-object.ts';
import type { SelfSubjectReview, TokenReview, TokenReviewStatus, UserInfo } from '../../data/types.ts';
import type { VirtualCreate } from '../../api/verbs.ts';
import { timeOf } from '../../../api/times.ts';
import { bearerOf, identifyToken, type TokenParts } from '../authenticator.ts';
import { ISSUER } from '../tokens/claims.ts';

/** Who am I (pkg/registry/authentication/selfsubjectreview). `now` in milliseconds. */
export function selfSubjectReview(now: () => number): VirtualCreate {
  return ({ resource }, _object, { user }) => {
    const review: SelfSubjectReview = {
      kind: resource.kind,
      apiVersion: resource.groupVersion,
      metadata: { creationTimestamp: timeOf(now()) },
      status: { userInfo: infoOf(user) },
    };
    return review;
  };
}

/** Who is this token (pkg/registry/authentication/tokenreview). */
export function tokenReview(parts: TokenParts): VirtualCreate {
  return (_target, object) => {
    const { spec, ...review } = typed<TokenReview>(object);
    if (!spec.token) throw badRequest('token is required for TokenReview in authentication');
    return {
      ...review,
      spec,
      status: statusOf(parts, spec.token, spec.audiences ?? []),
    };
  };
}

/** As if the token came with a request; one that is none there makes nobody of whom it is about. */
function statusOf(parts: TokenParts, sent: string, audiences: readonly string[]): TokenReviewStatus {
  const wanted = audiences.length > 0 ? audiences : [ISSUER];
  const token = bearerOf(`Bearer ${sent}`);
  if (token === undefined) {
    return { authenticated: true, user: infoOf(ANONYMOUS), audiences: [...wanted] };
  }
  const identified = identifyToken(parts, token, wanted);
  if (identified && 'user' in identified) {
    return { authenticated: true, user: infoOf(identified.user), audiences: [...identified.audiences] };
  }
  const nobody = 'invalid bearer token';
  return { user: {}, error: identified ? `[${nobody}, ${identified.refused}]` : nobody };
}

function infoOf({ name, uid, groups, extra = {} }: User): UserInfo {
  // as Go writes a map
  const sorted = Object.entries(extra).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const copies = Object.fromEntries(sorted.map(([key, values]) => [key, [...values]]));
  return {
    username: name,
    ...(uid ? { uid } : {}),
    groups: [...groups],
    ...(sorted.length > 0 ? { extra: copies } : {}),
  };
}
