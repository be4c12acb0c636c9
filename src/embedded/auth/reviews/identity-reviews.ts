import type { User } from '../../api/caller.ts';
import { badRequest } from '../../api/status.ts';
import { typed } from '../../api/stored-object.ts';
import type { SelfSubjectReview, TokenReview, TokenReviewStatus, UserInfo } from '../../data/types.ts';
import type { VirtualCreate } from '../../api/verbs.ts';
import { timeOf } from '../../api/times.ts';
import { identifyToken, type TokenParts } from '../authenticator.ts';

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

function statusOf(parts: TokenParts, token: string, audiences: readonly string[]): TokenReviewStatus {
  const identified = identifyToken(parts, token, audiences.length > 0 ? audiences : undefined);
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
