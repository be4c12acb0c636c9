import { isDeepStrictEqual } from 'node:util';

import { typed } from '../../api/stored-object.ts';
import type { Node, ResourceSlice } from '../../data/types.ts';
import type { AdmissionRequest } from '../contract.ts';
import { quote, type NodeRule } from './rule.ts';

/** What a kubelet may say of itself, beside labels in namespaces of its own (kubelet/pkg/apis/well_known_labels.go). */
const KUBELET_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
]);
const KUBELET_NAMESPACES = ['kubelet.kubernetes.io', 'node.kubernetes.io'];
const KUBERNETES_NAMESPACES = ['kubernetes.io', 'k8s.io'];
const RESTRICTED_NAMESPACE = 'node-restriction.kubernetes.io';

/** `admitNode`: its own node, without taints, owners or labels that would draw other pods. */
export const whyNotNode: NodeRule = ({ target, draft, old }, node) => {
  const { name = '' } = target;
  if (name !== node) return `node ${quote(node)} is not allowed to modify node ${quote(name)}`;
  if (!draft) return undefined;
  const next = typed<Node>(draft);
  return old ? whyNotUpdate(next, typed<Node>(old), node) : whyNotCreate(next, node);
};

function whyNotCreate({ metadata, spec }: Node, node: string): string | undefined {
  if (spec?.configSource !== undefined) {
    return `node ${quote(node)} is not allowed to create pods with a non-nil configSource`;
  }
  const labels = forbiddenOf(metadata.labels, {});
  return labels === ''
    ? undefined
    : `node ${quote(node)} is not allowed to set the following labels: ${labels}`;
}

function whyNotUpdate({ metadata, spec }: Node, old: Node, node: string): string | undefined {
  const source = spec?.configSource;
  if (source !== undefined && !isDeepStrictEqual(source, old.spec?.configSource)) {
    return `node ${quote(node)} is not allowed to update configSource to a new non-nil configSource`;
  }
  if (!isDeepStrictEqual(spec?.taints ?? [], old.spec?.taints ?? [])) {
    return `node ${quote(node)} is not allowed to modify taints`;
  }
  if (!isDeepStrictEqual(metadata.ownerReferences ?? [], old.metadata.ownerReferences ?? [])) {
    return `node ${quote(node)} is not allowed to modify ownerReferences`;
  }
  const labels = forbiddenOf(metadata.labels, old.metadata.labels);
  return labels === '' ? undefined : `is not allowed to modify labels: ${labels}`;
}

type Labels = Readonly<Record<string, string>>;

/** The labels that are different and must not be, as a list. */
function forbiddenOf(labels: Labels = {}, before: Labels = {}): string {
  const all = [...new Set([...Object.keys(labels), ...Object.keys(before)])];
  return all
    .filter((key) => labels[key] !== before[key] && isForbidden(key))
    .toSorted()
    .join(', ');
}

function isForbidden(key: string): boolean {
  const namespace = key.includes('/') ? (key.split('/')[0] ?? '') : '';
  const isIn = (parent: string): boolean => namespace === parent || namespace.endsWith(`.${parent}`);
  if (isIn(RESTRICTED_NAMESPACE)) return true;
  return KUBERNETES_NAMESPACES.some(isIn) && !KUBELET_LABELS.has(key) && !KUBELET_NAMESPACES.some(isIn);
}

/** `admitLease` */
export const whyNotLease: NodeRule = (request, node) => {
  if (request.target.namespace !== 'kube-node-lease') {
    return 'can only access leases in the "kube-node-lease" system namespace';
  }
  if (nameOf(request) === node) return undefined;
  return 'can only access node lease with the same name as the requesting node';
};

/** `admitCSINode` */
export const whyNotNodeObject: NodeRule = (request, node) => {
  if (nameOf(request) !== node) return 'can only access CSINode with the same name as the requesting node';
  return request.target.subresource === 'status' ? 'CSIVolumeHealth feature gate is disabled' : undefined;
};

/** `admitResourceSlice` */
export const whyNotSlice: NodeRule = ({ operation, draft, old }, node) => {
  const slice = operation === 'CREATE' ? draft : old;
  if (!slice || operation === 'UPDATE' || typed<ResourceSlice>(slice).spec.nodeName === node)
    return undefined;
  return `can only ${operation.toLowerCase()} ResourceSlice with the same NodeName as the requesting node`;
};

function nameOf({ operation, target, draft }: AdmissionRequest): string | undefined {
  return operation === 'CREATE' ? draft?.metadata.name : target.name;
}
