import type { WriteContext } from '../api/caller.ts';
import { invalid, notSupported, required, type FieldError } from '../api/field-error.ts';
import { resource } from '../api/resource-info.ts';
import { badRequest, conflict, notFound } from '../api/status.ts';
import { draftOf, typed, type StoredObject } from '../api/stored-object.ts';
import type { Binding, Pod } from '../data/types.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import type { Entry } from '../api/entry.ts';
import type { Target, Written } from '../api/verbs.ts';
import { etcdPath, keyOfTarget } from './keys.ts';
import { ensureNamespace } from './object-meta.ts';
import type { VerbsParts } from './parts.ts';
import { setPodCondition } from './pod-conditions.ts';
import { plainError, preconditionFailed } from './refusals.ts';
import { canonical } from './save.ts';
import { statusAnswer } from './status-answer.ts';

const PODS = resource('v1', 'pods');
/** As the conflict of a binding names what it is about. */
const POD_BINDINGS = { group: '', plural: 'pods/binding', qualified: 'pods/binding' };
/** Kubernetes once kept init containers there (`DropInitContainerAnnotations`, pkg/api/pod/util.go). */
const OLD_ANNOTATIONS = [
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-container-statuses',
  'pod.beta.kubernetes.io/init-container-statuses',
];

/**
 * Assigns a pod to a node (`BindingREST`, pkg/registry/core/pod/storage/storage.go), by `pods/binding` or by creating a Binding. Not an update:
 * no rules of the pod are asked, and nobody owns what changes. Throws `StatusError`.
 */
export function bindPod(
  parts: VerbsParts,
  target: Target,
  object: StoredObject,
  context: WriteContext,
): Written {
  const binding = typed<Binding>(object);
  ensureNamespace(binding.metadata, target);
  const name = target.name ?? binding.metadata.name ?? '';
  const request = { operation: 'CREATE', target: { ...target, name }, draft: binding, context } as const;
  parts.admission.mutate(request);
  if (name !== (binding.metadata.name ?? '')) {
    throw badRequest('name in URL does not match name in Binding object');
  }
  checkBinding(binding);
  parts.admission.validate(request);
  const { namespace = '' } = target;
  assignPod(parts, { resource: PODS, namespace, name }, binding, context);
  return statusAnswer();
}

/** Upstream does not make a Status of these errors: they come as a 500. */
function checkBinding({ target: { kind = '', name = '' } }: Binding): void {
  const errors: FieldError[] = [];
  const toNode = kind === '' || kind === 'Node';
  if (!toNode) errors.push(notSupported('target.kind', kind, ['Node', '<empty>']));
  if (name === '') errors.push(required('target.name'));
  else if (toNode) {
    errors.push(...dns1123SubdomainErrors(name).map((detail) => invalid('target.name', name, detail)));
  }
  if (errors.length === 0) return;
  const lines = errors.map(({ field, message }) => `${field}: ${message}`);
  throw plainError(lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`);
}

function assignPod(
  { store, clock }: VerbsParts,
  target: Target,
  { metadata, target: node }: Binding,
  { dryRun }: WriteContext,
): void {
  const { name = '' } = target;
  const key = keyOfTarget(target);
  const entry = store.get(PODS.storage, key);
  if (!entry) throw notFound(PODS, name);
  checkPreconditions(target, entry, metadata);
  const pod = draftOf(typed<Pod>(entry.object));
  const refusal = whyNot(pod, name);
  if (refusal !== undefined) throw conflict(POD_BINDINGS, name, refusal);
  // a pod that is stored has a spec
  pod.spec = { containers: [], ...pod.spec, nodeName: node.name ?? '' };
  delete pod.status?.nominatedNodeName;
  pod.metadata.annotations = { ...pod.metadata.annotations, ...metadata.annotations };
  for (const old of OLD_ANNOTATIONS) delete pod.metadata.annotations[old];
  pod.metadata.labels = { ...pod.metadata.labels, ...metadata.labels };
  setPodCondition(pod, { type: 'PodScheduled', status: 'True' }, clock.now());
  if (!dryRun) store.replace(PODS.storage, key, canonical(pod), entry.revision);
}

function checkPreconditions(target: Target, { key, object }: Entry, metadata: Binding['metadata']): void {
  const { name = '' } = target;
  const { uid, resourceVersion } = metadata;
  const path = etcdPath(target, key);
  if (uid && uid !== object.metadata.uid) {
    const found = object.metadata.uid ?? '';
    throw preconditionFailed(PODS, name, path, { what: 'UID', asked: uid, found });
  }
  if (resourceVersion && resourceVersion !== object.metadata.resourceVersion) {
    const found = object.metadata.resourceVersion ?? '';
    const failed = { what: 'ResourceVersion', asked: resourceVersion, found } as const;
    throw preconditionFailed(PODS, name, path, failed);
  }
}

function whyNot({ metadata, spec }: Pod, name: string): string | undefined {
  if (metadata.deletionTimestamp !== undefined) {
    return `pod ${name} is being deleted, cannot be assigned to a host`;
  }
  if (spec?.nodeName) return `pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`;
  return spec?.schedulingGates?.length ? `pod ${name} has non-empty .spec.schedulingGates` : undefined;
}
