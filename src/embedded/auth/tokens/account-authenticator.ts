import type { User } from '../../api/caller.ts';
import { resource, type ResourceInfo } from '../../api/resource-info.ts';
import { typed, type StoredObject } from '../../api/stored-object.ts';
import type { Secret } from '../../data/types.ts';
import type { Store } from '../../store/store.ts';
import { accountGroups, accountUserName } from './account-user.ts';
import { ISSUER, LEGACY_ISSUER, type Claims, type LegacyClaims, type Ref } from './claims.ts';
import type { TokenSigner } from './jwt.ts';

const ACCOUNTS = resource('v1', 'serviceaccounts');
const SECRETS = resource('v1', 'secrets');
const PODS = resource('v1', 'pods');
const NODES = resource('v1', 'nodes');
/** Clocks may differ by so much (`jwt.DefaultLeeway`), in seconds. */
const LEEWAY = 60;

/** Who a token is, and for whom it was made; or why it is refused. */
export type Identified =
  { readonly user: User; readonly audiences: readonly string[] } | { readonly refused: string };

/** What the tokens are checked with. */
export interface AccountTokenParts {
  readonly store: Store;
  readonly signer: TokenSigner;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/**
 * Service accounts by their tokens (pkg/serviceaccount/jwt.go, claims.go, legacy.go): ours, in time, for one of `audiences`, and account and
 * bound object are still those. Undefined for what is no such token at all.
 */
export function identify(
  parts: AccountTokenParts,
  token: string,
  audiences: readonly string[],
): Identified | undefined {
  const verified = parts.signer.verify(token);
  if (!verified) return undefined;
  const { iss } = verified;
  // oxlint-disable typescript/no-unsafe-type-assertion -- we signed it, so we wrote it
  if (iss === LEGACY_ISSUER) {
    const claims = verified as unknown as LegacyClaims;
    return checked([ISSUER], audiences, () => legacyUser(parts.store, token, claims));
  }
  if (iss !== ISSUER) return undefined;
  const claims = verified as unknown as Claims;
  // oxlint-enable typescript/no-unsafe-type-assertion
  return checked(claims.aud, audiences, () => userOf(parts, claims));
}

function checked(made: readonly string[], wanted: readonly string[], find: () => User | string): Identified {
  const common = wanted.filter((audience) => made.includes(audience));
  if (common.length === 0) {
    const why = `token audiences ${listed(made)} is invalid for the target audiences ${listed(wanted)}`;
    return { refused: why };
  }
  const found = find();
  return typeof found === 'string' ? { refused: found } : { user: found, audiences: common };
}

/** As Go's `%q` prints a list. */
function listed(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
}

function userOf(parts: AccountTokenParts, claims: Claims): User | string {
  const { namespace, serviceaccount, pod, node, secret } = claims['kubernetes.io'];
  const why =
    whyNotNow(claims, parts.now()) ??
    whyNotAccount(parts, namespace, serviceaccount) ??
    (secret && whyNotBound(parts, SECRETS, namespace, secret)) ??
    (pod && whyNotBound(parts, PODS, namespace, pod)) ??
    // a pod's node is only told, not checked
    (node && !pod ? whyNotBound(parts, NODES, '', node) : undefined);
  if (why !== undefined) return why;
  return {
    name: accountUserName(namespace, serviceaccount.name),
    uid: serviceaccount.uid,
    groups: [...accountGroups(namespace), 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
      ...extraOf('node', node),
      ...extraOf('pod', pod),
    },
  };
}

function extraOf(kind: string, ref: Ref | undefined): Record<string, readonly string[]> {
  if (!ref) return {};
  const key = `authentication.kubernetes.io/${kind}`;
  return { [`${key}-name`]: [ref.name], ...(ref.uid ? { [`${key}-uid`]: [ref.uid] } : {}) };
}

function whyNotNow({ exp, nbf, iat }: Claims, now: number): string | undefined {
  if (now + LEEWAY < nbf) return 'service account token is not valid yet';
  if (now - LEEWAY > exp) return 'service account token has expired';
  return now + LEEWAY < iat ? 'service account token is issued in the future' : undefined;
}

function whyNotAccount(parts: AccountTokenParts, namespace: string, { name, uid }: Ref): string | undefined {
  const entry = parts.store.get(ACCOUNTS.storage, `${namespace}/${name}`);
  if (!entry) return `serviceaccount ${JSON.stringify(name)} not found`;
  const { metadata } = entry.object;
  if (metadata.uid !== uid) {
    return `service account UID (${metadata.uid ?? ''}) does not match claim (${uid})`;
  }
  return isLongDeleted(parts, entry.object)
    ? `service account ${namespace}/${name} has been deleted`
    : undefined;
}

function whyNotBound(
  parts: AccountTokenParts,
  info: ResourceInfo,
  namespace: string,
  { name, uid }: Ref,
): string | undefined {
  const object = parts.store.get(info.storage, info.namespaced ? `${namespace}/${name}` : name)?.object;
  if (!object) return 'service account token has been invalidated';
  if (object.metadata.uid !== uid) {
    const claim = `service account ${info.singular} ref claim`;
    return `${info.kind === 'Secret' ? 'secret' : info.kind} UID (${object.metadata.uid ?? ''}) does not match ${claim} (${uid})`;
  }
  return isLongDeleted(parts, object) ? 'service account token has been invalidated' : undefined;
}

function isLongDeleted({ now }: AccountTokenParts, { metadata }: StoredObject): boolean {
  const { deletionTimestamp } = metadata;
  return deletionTimestamp !== undefined && Date.parse(deletionTimestamp) / 1000 < now() - LEEWAY;
}

/** Valid as long as account and secret are there. */
function legacyUser(store: Store, token: string, claims: LegacyClaims): User | string {
  const namespace = claims['kubernetes.io/serviceaccount/namespace'];
  const secretName = claims['kubernetes.io/serviceaccount/secret.name'];
  const name = claims['kubernetes.io/serviceaccount/service-account.name'];
  const uid = claims['kubernetes.io/serviceaccount/service-account.uid'];
  const invalidated = 'service account token has been invalidated';
  const secret = store.get(SECRETS.storage, `${namespace}/${secretName}`);
  if (!secret || secret.object.metadata.deletionTimestamp !== undefined) return invalidated;
  const data = typed<Secret>(secret.object).data?.['token'] ?? '';
  if (Buffer.from(data, 'base64').toString() !== token)
    return "service account token does not match server's copy";
  const account = store.get(ACCOUNTS.storage, `${namespace}/${name}`)?.object;
  if (!account) return `serviceaccount ${JSON.stringify(name)} not found`;
  if (account.metadata.uid !== uid) {
    return `service account UID (${account.metadata.uid ?? ''}) does not match claim (${uid})`;
  }
  return {
    name: accountUserName(namespace, name),
    uid,
    groups: [...accountGroups(namespace), 'system:authenticated'],
  };
}
