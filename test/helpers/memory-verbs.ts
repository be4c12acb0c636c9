import { isDeepStrictEqual } from 'node:util';

import type { ObjectName } from '../../src/api/cluster-api.ts';
import { ApiError } from '../../src/api/errors.ts';
import { PODS, type Resource } from '../../src/api/resources.ts';
import type { KubeObject, Pod } from '../../src/api/types.ts';
import { strategicMerge } from './strategic-merge.ts';

/** The server's answer when there is no such object. */
export function notFound(resource: Resource<KubeObject>, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${resource.plural} "${name}" not found`);
}

/** The server's answer when somebody was first. */
export function conflict(what: string, name: string, why: string): ApiError {
  return new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${what} "${name}": ${why}`);
}

/** What the server stores of an object that a client creates: defaults in, a pod's status and any uid out. */
export function createdForm<T extends KubeObject>(resource: Resource<T>, object: T, now: number): T {
  const metadata = {
    ...object.metadata,
    ...(resource.namespaced ? { namespace: object.metadata.namespace ?? 'default' } : {}),
    creationTimestamp: timestamp(now),
  };
  if (resource.plural !== 'pods') return { ...object, metadata };
  const spec = {
    schedulerName: 'default-scheduler',
    priority: 0,
    ...typed<Pod>(object).spec,
  };
  return { ...object, metadata, spec, status: { phase: 'Pending' } };
}

/** The object after the patch; the same reference when the patch changes nothing. A status is its own subresource. */
export function mergePatch<T extends KubeObject>(
  resource: Resource<T>,
  old: T,
  patch: object,
  subresource: 'status' | undefined,
): T {
  const separate = resource.plural === 'pods' || resource.plural === 'nodes';
  const allowed = Object.entries(patch).filter(
    ([key]) => !separate || key === 'metadata' || (key === 'status') === (subresource === 'status'),
  );
  const patched = typed<T>(strategicMerge(typed<Record<string, unknown>>(old), Object.fromEntries(allowed)));
  return isDeepStrictEqual(patched, old) ? old : patched;
}

/** Pods on a node are deleted by their kubelet, in its own time; finished ones and all others at once. */
export function needsGrace(resource: Resource<KubeObject>, object: KubeObject): boolean {
  if (resource.plural !== PODS.plural) return false;
  const { spec, status } = typed<Pod>(object);
  return spec.nodeName !== undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

/** kube-apiserver's own sentences: pkg/registry/core/pod/storage/storage.go `setPodNodeAndMetadata`. */
export function whyNotBindable({ metadata: { name, deletionTimestamp }, spec }: Pod): string | undefined {
  if (deletionTimestamp) return `pod ${name} is being deleted, cannot be assigned to a host`;
  if (spec.nodeName) return `pod ${name} is already assigned to node "${spec.nodeName}"`;
  if (spec.schedulingGates?.length) return `pod ${name} has non-empty .spec.schedulingGates`;
  return undefined;
}

/** The pod as the server stores it after a binding. */
export function bound(pod: Pod, nodeName: string, now: string): Pod {
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: now } as const;
  return {
    ...pod,
    spec: { ...pod.spec, nodeName },
    status: { ...pod.status, conditions: [...others, scheduled] },
  };
}

/** Kubernetes' times have whole seconds. */
export function timestamp(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+/, '');
}

/** A store that holds objects of all kinds knows their type by the resource they were asked for. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it knows
export function typed<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the test store says so
  return value as T;
}

/** How the store names an object. */
export function keyOf(resource: Resource<KubeObject>, name: ObjectName): string {
  return resource.namespaced ? `${name.namespace ?? 'default'}/${name.name}` : name.name;
}

/** A frozen copy at this revision: who changes what was handed out gets an error. */
export function versioned<T extends KubeObject>(object: T, revision: number): T {
  const copy = structuredClone(object);
  return deepFreeze({ ...copy, metadata: { ...copy.metadata, resourceVersion: String(revision) } });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

/** The precondition that a uid in a name is. */
export function checkUid(
  resource: Resource<KubeObject>,
  object: KubeObject,
  { name, uid }: ObjectName,
): void {
  if (!uid || uid === object.metadata.uid) return;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${object.metadata.uid}`;
  throw conflict(resource.plural, name, why);
}
