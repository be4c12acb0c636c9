import { isDeepStrictEqual } from 'node:util';

import { invalidObject } from '../api/field-error.ts';
import { resource } from '../api/resource-info.ts';
import { forbidden } from '../api/status.ts';
import { typed, type StoredObject } from '../api/stored-object.ts';
import type { Container, Deployment, ObjectMeta, Pod, PodSpec, PodTemplate } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';
import { detailsText, violations } from './pod-security/evaluate.ts';
import { namespacePolicyWarnings } from './pod-security/namespace-warnings.ts';
import { policyErrors, policyOf, policyText, type Policy } from './pod-security/policy.ts';

const NAMESPACES = resource('v1', 'namespaces');
/** Subresources of pods that do not change what runs. */
const HARMLESS: ReadonlySet<string> = new Set(['binding', 'eviction', 'status']);
/** What makes pods of a template. */
const CONTROLLERS: ReadonlySet<string> = new Set([
  'podtemplates',
  'replicationcontrollers',
  'replicasets.apps',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'jobs.batch',
]);

/**
 * The policies that a namespace's labels ask for (plugin/pkg/admission/security/podsecurity, pod-security-admission): pods are refused,
 * what makes pods is warned about. Without labels everything is allowed.
 */
export function podSecurity(store: Store): AdmissionPlugin {
  return {
    operations: ['CREATE', 'UPDATE'],
    validate: (request) => {
      const { target, draft, old } = request;
      const { qualified } = target.resource;
      if (!draft) return;
      if (qualified === 'namespaces' && !target.subresource) validateNamespace(store, request, draft);
      if (qualified === 'pods' && !HARMLESS.has(target.subresource ?? '')) {
        const pod = typed<Pod>(draft);
        if (!old || isSignificant(pod, typed<Pod>(old))) validatePod(store, request, pod);
      }
      if (CONTROLLERS.has(qualified) && !target.subresource) warnOf(store, request, draft);
    },
  };
}

function validateNamespace(store: Store, request: AdmissionRequest, draft: StoredObject): void {
  const { old, target, context } = request;
  const { labels } = draft.metadata;
  const errors = policyErrors(labels);
  const before = old ? policyErrors(old.metadata.labels) : [];
  if (errors.length > 0 && !(before.length > 0 && isDeepStrictEqual(errors, before))) {
    throw invalidObject(target.resource, draft.metadata.name ?? '', errors);
  }
  if (!old) return;
  const [next, last] = [policyOf(labels).enforce, policyOf(old.metadata.labels).enforce];
  context.warnings.push(...namespacePolicyWarnings(store, draft.metadata.name ?? '', next, last));
}

function validatePod(store: Store, request: AdmissionRequest, { metadata, spec }: Pod): void {
  const policy = namespacePolicy(store, request);
  if (!policy || !spec) return;
  const { enforce } = policy;
  const found = violations(enforce, metadata, spec);
  if (found.length > 0) {
    const why = `violates PodSecurity "${policyText(enforce)}": ${detailsText(found)}`;
    throw forbidden(request.target.resource, request.target.name ?? metadata.name ?? '', why);
  }
  warn(policy, request, metadata, spec);
}

function warnOf(store: Store, request: AdmissionRequest, draft: StoredObject): void {
  const template = typed<PodTemplate>(draft).template ??
    typed<Deployment>(draft).spec?.template ?? { metadata: {} };
  const policy = template.spec && namespacePolicy(store, request);
  if (policy && template.spec) warn(policy, request, template.metadata ?? {}, template.spec);
}

function warn(policy: Policy, { context }: AdmissionRequest, metadata: ObjectMeta, spec: PodSpec): void {
  const found = violations(policy.warn, metadata, spec);
  if (found.length === 0) return;
  context.warnings.push(`would violate PodSecurity "${policyText(policy.warn)}": ${detailsText(found)}`);
}

function namespacePolicy(store: Store, { target }: AdmissionRequest): Policy | undefined {
  const labels = store.get(NAMESPACES.storage, target.namespace ?? '')?.object.metadata.labels;
  return labels && policyOf(labels);
}

/** Of what an update may change, images and new containers matter. */
function isSignificant({ spec }: Pod, { spec: before }: Pod): boolean {
  return (
    imagesOf(spec?.containers) !== imagesOf(before?.containers) ||
    imagesOf(spec?.initContainers) !== imagesOf(before?.initContainers) ||
    imagesOf(spec?.ephemeralContainers) !== imagesOf(before?.ephemeralContainers)
  );
}

function imagesOf(containers: readonly Pick<Container, 'image'>[] = []): string {
  return JSON.stringify(containers.map(({ image = '' }) => image));
}
