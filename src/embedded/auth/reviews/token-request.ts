import { invalid, invalidObject, type FieldError } from '../../api/field-error.ts';
import { resource, type ResourceInfo } from '../../api/resource-info.ts';
import { badRequest, conflict, notFound } from '../../api/status.ts';
import { typed, type StoredObject } from '../../api/stored-object.ts';
import { timeOf } from '../../../api/times.ts';
import type { BoundObjectReference, Pod, ServiceAccount, TokenRequest } from '../../data/types.ts';
import type { Store } from '../../store/store.ts';
import type { VirtualKind } from '../../api/verbs.ts';
import { claimsOf, ISSUER, refOf, type Wanted } from '../tokens/claims.ts';
import type { TokenSigner } from '../tokens/jwt.ts';

const ACCOUNTS = resource('v1', 'serviceaccounts');
const PODS = resource('v1', 'pods');
const NODES = resource('v1', 'nodes');
const SECRETS = resource('v1', 'secrets');
const KIND = { group: 'authentication.k8s.io', kind: 'TokenRequest' };

const HOUR_SECONDS = 3600;
/** Seconds; pods ask for this much, and get a year with a warning after it (pkg/serviceaccount/claims.go). */
const POD_SECONDS = 3607;
const YEAR_SECONDS = 365 * 24 * 3600;

/** What tokens are made with. */
export interface TokenRequestParts {
  readonly store: Store;
  readonly signer: TokenSigner;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Makes tokens for service accounts (pkg/registry/core/serviceaccount/storage/token.go). */
export function tokenRequests(parts: TokenRequestParts): VirtualKind {
  return {
    defaults: (draft) => {
      const request = typed<TokenRequest>(draft);
      // `SetDefaults_TokenRequestSpec`
      request.spec = { ...request.spec, expirationSeconds: request.spec?.expirationSeconds ?? HOUR_SECONDS };
    },
    answer: ({ namespace = '', name = '' }, object) =>
      tokenFor(parts, typed<TokenRequest>(object), namespace, name),
  };
}

function tokenFor(
  parts: TokenRequestParts,
  request: TokenRequest,
  namespace: string,
  name: string,
): StoredObject {
  const account = accountOf(parts.store, request, namespace, name);
  const spec = specOf(request);
  refuse(durationErrors(spec.expirationSeconds), '');
  const bound = spec.boundObjectRef ? boundTo(parts.store, spec.boundObjectRef, namespace, name) : {};
  const now = parts.now();
  const token = parts.signer.sign(
    claimsOf(account, {
      ...lifetimeOf(spec, bound),
      bound,
      audiences: spec.audiences,
      now: Math.floor(now / 1000),
    }),
  );
  const { managedFields } = request.metadata;
  const answer = {
    kind: KIND.kind,
    apiVersion: `${KIND.group}/v1`,
    metadata: {
      name,
      namespace,
      ...(account.metadata.uid ? { uid: account.metadata.uid } : {}),
      creationTimestamp: timeOf(now),
      ...(managedFields ? { managedFields } : {}),
    },
    spec: {
      audiences: spec.audiences,
      expirationSeconds: spec.expirationSeconds,
      boundObjectRef: spec.boundObjectRef ?? null,
    },
    status: { token, expirationTimestamp: timeOf(now + spec.expirationSeconds * 1000) },
  };
  return answer;
}

function specOf({ spec }: TokenRequest) {
  const { audiences, expirationSeconds = HOUR_SECONDS, boundObjectRef } = spec ?? {};
  return {
    // Go writes a list that is missing, or a pointer to nothing, as null
    audiences: audiences?.length ? audiences : [ISSUER],
    expirationSeconds,
    ...(boundObjectRef ? { boundObjectRef } : {}),
  };
}

function accountOf(store: Store, request: TokenRequest, namespace: string, name: string): ServiceAccount {
  const { name: asked, uid } = request.metadata;
  if (asked && asked !== name) {
    refuse([invalid('metadata.name', asked, 'must match the service account name if specified')], name);
  }
  const entry = store.get(ACCOUNTS.storage, `${namespace}/${name}`);
  if (!entry) throw notFound(ACCOUNTS, name);
  const found = entry.object.metadata.uid ?? '';
  if (uid && uid !== found) {
    const why = `the UID in the token request (${uid}) does not match the UID of the service account (${found})`;
    throw conflict(
      { group: KIND.group, plural: KIND.kind, qualified: `${KIND.kind}.${KIND.group}` },
      name,
      why,
    );
  }
  return typed<ServiceAccount>(entry.object);
}

/** `ValidateTokenRequest` (pkg/apis/authentication/validation). */
function durationErrors(seconds: number): FieldError[] {
  const at = 'spec.expirationSeconds';
  if (seconds < 600) return [invalid(at, seconds, 'may not specify a duration less than 10 minutes')];
  if (seconds <= 2 ** 32) return [];
  return [invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')];
}

/** Pods of old programs that do not reload their token are let live. */
function lifetimeOf(
  {
    audiences,
    expirationSeconds: asked,
  }: { readonly audiences: readonly string[]; readonly expirationSeconds: number },
  { pod }: Wanted['bound'],
): Pick<Wanted, 'expiresIn' | 'warnAfter'> {
  const isLong = pod && asked === POD_SECONDS && audiences.every((audience) => audience === ISSUER);
  return isLong ? { expiresIn: YEAR_SECONDS, warnAfter: asked } : { expiresIn: asked };
}

function boundTo(
  store: Store,
  ref: BoundObjectReference,
  namespace: string,
  account: string,
): Wanted['bound'] {
  const { apiVersion = '', kind = '' } = ref;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  if (group === '' && kind === 'Secret')
    return { secret: refOf(boundObject(store, SECRETS, ref, namespace)) };
  if (group === '' && kind === 'Node') return { node: refOf(boundObject(store, NODES, ref, '')) };
  if (group === '' && kind === 'Pod') {
    const pod = typed<Pod>(boundObject(store, PODS, ref, namespace, (found) => checkAccount(found, account)));
    return { ...nodeOf(store, pod), pod: refOf(pod) };
  }
  throw badRequest(
    `cannot bind token to object of type ${slash < 0 ? `/${apiVersion}` : apiVersion}, Kind=${kind}`,
  );
}

function boundObject(
  store: Store,
  info: ResourceInfo,
  { name = '', uid }: BoundObjectReference,
  namespace: string,
  check?: (object: StoredObject) => void,
): StoredObject {
  const entry = store.get(info.storage, info.namespaced ? `${namespace}/${name}` : name);
  if (!entry) throw notFound(info, name);
  check?.(entry.object);
  if (!uid || uid === entry.object.metadata.uid) return entry.object;
  const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  throw conflict({ group: '', plural: info.kind, qualified: info.kind }, name, why);
}

function checkAccount(object: StoredObject, account: string): void {
  if (typed<Pod>(object).spec?.serviceAccountName === account) return;
  const why = `cannot bind token for serviceaccount ${JSON.stringify(account)} to pod running with different serviceaccount name.`;
  throw badRequest(why);
}

/** The node that a pod is on; its name alone where it is gone. */
function nodeOf(store: Store, { spec }: Pod): Pick<Wanted['bound'], 'node'> {
  const name = spec?.nodeName ?? '';
  if (name === '') return {};
  const entry = store.get(NODES.storage, name);
  return { node: entry ? refOf(entry.object) : { name, uid: '' } };
}

function refuse(errors: readonly FieldError[], name: string): void {
  if (errors.length > 0) throw invalidObject(KIND, name, errors);
}
