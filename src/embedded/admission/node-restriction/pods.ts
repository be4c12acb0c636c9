import { isDeepStrictEqual } from 'node:util';

import { resource } from '../../api/resource-info.ts';
import { notFound } from '../../api/status.ts';
import { typed } from '../../api/stored-object.ts';
import type { OwnerReference, Pod, TokenRequest } from '../../data/types.ts';
import type { Store } from '../../store/store.ts';
import type { AdmissionRequest } from '../contract.ts';
import { apiReference } from '../pod-references.ts';
import { quote, type NodeRule } from './rule.ts';

const PODS = resource('v1', 'pods');
const NODES = resource('v1', 'nodes');
const MIRROR = 'kubernetes.io/config.mirror';

/** `admitPod`, `admitPodStatus`, `admitPodEviction`: mirror pods, and what runs on the node. */
export const checkPod: NodeRule = (request, node, store) => {
  const { operation, target } = request;
  switch (target.subresource ?? '') {
    case '':
      if (operation === 'CREATE') return whyNotCreate(request, node, store);
      if (operation === 'DELETE') return whyNotDelete(request, node, store);
      return `unexpected operation ${quote(operation)}, node ${quote(node)} can only create and delete mirror pods`;
    case 'status':
      return operation === 'UPDATE'
        ? whyNotStatus(request, node)
        : `unexpected operation ${quote(operation)}`;
    case 'eviction':
      return podOf(request, store, target.name).spec?.nodeName === node
        ? undefined
        : `node ${node} can only evict pods with spec.nodeName set to itself`;
    default:
      return `unexpected pod subresource ${quote(target.subresource ?? '')}, only 'status' and 'eviction' are allowed`;
  }
};

function whyNotCreate(
  { draft = { metadata: {} } }: AdmissionRequest,
  node: string,
  store: Store,
): string | undefined {
  const { metadata, spec } = typed<Pod>(draft);
  const can = `node ${quote(node)} can only create`;
  if (metadata.annotations?.[MIRROR] === undefined) {
    return `pod does not have ${quote(MIRROR)} annotation, ${can} mirror pods`;
  }
  if (spec?.nodeName !== node) return `${can} pods with spec.nodeName set to itself`;
  const owner = whyNotOwners(metadata.ownerReferences ?? [], node, store);
  if (owner !== undefined) return owner;
  const used = apiReference(spec);
  return used === undefined ? undefined : `node ${quote(node)} can not create pods that reference ${used}`;
}

function whyNotOwners(owners: readonly OwnerReference[], node: string, store: Store): string | undefined {
  const can = `node ${quote(node)} can only create pods with`;
  const [owner] = owners;
  if (owners.length > 1) return `${can} a single owner reference set to itself`;
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    return `${can} an owner reference set to itself`;
  }
  if (owner.controller !== true) return `${can} a controller owner reference set to itself`;
  if (owner.blockOwnerDeletion === true) {
    return `node ${quote(node)} must not set blockOwnerDeletion on an owner reference`;
  }
  const stored = store.get(NODES.storage, node);
  if (!stored) throw notFound(NODES, node);
  const { uid = '' } = stored.object.metadata;
  return owner.uid === uid ? undefined : `node ${node} UID mismatch: expected ${owner.uid} got ${uid}`;
}

function whyNotDelete(request: AdmissionRequest, node: string, store: Store): string | undefined {
  const { spec } = podOf(request, store, request.target.name);
  return spec?.nodeName === node
    ? undefined
    : `node ${quote(node)} can only delete pods with spec.nodeName set to itself`;
}

/** What a kubelet may not change by the status, with the words for it. */
const KEPT = [
  [({ metadata }: Pod) => metadata.labels ?? {}, 'update labels through pod status'],
  [({ status }: Pod) => status?.resourceClaimStatuses ?? [], 'update resource claim statues'],
  [({ status }: Pod) => status?.extendedResourceClaimStatus, 'update extended resource claim status'],
  [
    ({ status }: Pod) => status?.nodeAllocatableResourceClaimStatuses ?? [],
    'update node allocatable resource claim statuses',
  ],
] as const;

function whyNotStatus({ draft, old }: AdmissionRequest, node: string): string | undefined {
  if (!draft || !old) return undefined;
  const [next, before] = [typed<Pod>(draft), typed<Pod>(old)];
  if (before.spec?.nodeName !== node) {
    return `node ${quote(node)} can only update pod status for pods with spec.nodeName set to itself`;
  }
  const changed = KEPT.find(([part]) => !isDeepStrictEqual(part(next), part(before)));
  return changed && `node ${quote(node)} cannot ${changed[1]}`;
}

/** `admitServiceAccount`: tokens only for pods that run on the node, and for who they say they talk to. */
export const checkToken: NodeRule = (request, node, store) => {
  const { operation, target, draft, context } = request;
  if (operation !== 'CREATE' || target.subresource !== 'token' || !draft) return undefined;
  const { boundObjectRef: bound, audiences = [] } = typed<TokenRequest>(draft).spec ?? {};
  if (bound?.apiVersion !== 'v1' || bound.kind !== 'Pod' || !bound.name) {
    return 'node requested token not bound to a pod';
  }
  if (!bound.uid) return 'node requested token with a pod binding without a uid';
  const pod = podOf(request, store, bound.name);
  if (bound.uid !== pod.metadata.uid) {
    return `the UID in the bound object reference (${bound.uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  }
  if (pod.spec?.nodeName !== node) return 'node requested token bound to a pod scheduled on a different node';
  if (audiences.length > 1) return 'node may only request 0 or 1 audiences';
  const [audience = ''] = audiences;
  return projects(pod, audience)
    ? undefined
    : `${context.user.name} is not authorized to request tokens for audience ${quote(audience)}`;
};

function projects({ spec }: Pod, audience: string): boolean {
  const sources = (spec?.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  return sources.some(
    ({ serviceAccountToken: token }) => token !== undefined && (token.audience ?? '') === audience,
  );
}

function podOf({ target: { namespace = '' } }: AdmissionRequest, store: Store, name = ''): Pod {
  const entry = store.get(PODS.storage, `${namespace}/${name}`);
  if (!entry) throw notFound(PODS, name);
  return typed<Pod>(entry.object);
}
