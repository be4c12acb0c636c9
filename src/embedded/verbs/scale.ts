import type { WriteContext } from '../api/caller.ts';
import { invalid, invalidObject } from '../api/field-error.ts';
import { draftOf, typed, type StoredObject } from '../api/stored-object.ts';
import type { LabelSelector, ObjectMeta, ReplicationController } from '../data/types.ts';
import { StoredEntry } from '../store/stored-entry.ts';
import type { Entry } from '../api/entry.ts';
import type { PatchRequest, Target, Written } from '../api/verbs.ts';
import { endpointOf } from './endpoints.ts';
import { getObject } from './get.ts';
import { checkName, ensureNamespace } from './object-meta.ts';
import { rulesOf, type VerbsParts } from './parts.ts';
import { checkPatched, patchedObject } from './patch.ts';
import { canonical } from './save.ts';
import { parentManagers, scaleManagers } from './scale-managers.ts';
import { selectorText } from './scale-selector.ts';
import { track } from './tracking.ts';
import { admitted, writeObject } from './update.ts';

const SCALE = { apiVersion: 'autoscaling/v1', kind: 'Scale' } as const;

/** autoscaling/v1 Scale. */
interface Scale extends StoredObject {
  spec?: { replicas?: number };
  status?: { replicas: number; selector?: string };
}

/** What deployments, replica sets, stateful sets and replication controllers have in common. */
interface Scalable extends StoredObject {
  spec?: { replicas?: number; selector?: LabelSelector };
  status?: { replicas?: number };
}

/** The number of replicas as a Scale (`ScaleREST`, pkg/registry/apps/deployment/storage). Throws `StatusError`. */
export function getScale(parts: VerbsParts, target: Target, resourceVersion?: string): Entry {
  const { key, revision, object } = getObject(parts, target, resourceVersion);
  const scale = scaleOf(object);
  return new StoredEntry(key, revision, JSON.stringify(scale), scale);
}

export function updateScale(
  parts: VerbsParts,
  target: Target,
  scale: StoredObject,
  context: WriteContext,
): Written {
  ensureNamespace(scale.metadata, target);
  checkName(scale.metadata, target.name ?? '');
  const { uid } = scale.metadata;
  return write(parts, target, context, uid ? { uid } : {}, (old) => {
    track(parts, target, scale, old, context);
    return scale;
  });
}

export function patchScale(
  parts: VerbsParts,
  target: Target,
  patch: PatchRequest,
  context: WriteContext,
): Written {
  return write(parts, target, context, {}, (old) => {
    const scale = patchedObject(parts, target, old, patch, SCALE, context);
    if (patch.type !== 'apply') track(parts, target, scale, old, context);
    checkPatched(target, scale, old);
    return scale;
  });
}

/** Old workload → old Scale → new Scale → new workload. */
function write(
  parts: VerbsParts,
  target: Target,
  context: WriteContext,
  precondition: { readonly uid?: string },
  change: (old: Scale) => StoredObject,
): Written {
  const { resource, namespace, name } = target;
  const main = {
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
  const written = writeObject(parts, target, endpointOf(main, rulesOf(parts, main)), context, {
    ...precondition,
    mayCreate: false,
    shown: scaleOf,
    make: (old = { metadata: {} }) => {
      const before = scaleOf(old);
      before.metadata.managedFields = scaleManagers(old);
      const scale = typed<Scale>(admitted(parts, target, change(before), before, context));
      checkReplicas(scale, name ?? '');
      return rescaled(typed(old), scale);
    },
  });
  const scale = scaleOf(written.object);
  return { object: scale, text: JSON.stringify(scale), created: false };
}

/** `ValidateScale` (pkg/apis/autoscaling/validation). */
function checkReplicas({ spec }: Scale, name: string): void {
  const replicas = spec?.replicas ?? 0;
  if (replicas >= 0) return;
  const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
  throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, name, [error]);
}

function rescaled(old: Scalable, scale: Scale): Scalable {
  const { spec, metadata } = scale;
  const draft = draftOf(old);
  draft.spec = { ...draft.spec, replicas: spec?.replicas ?? 0 };
  if (metadata.resourceVersion === undefined) delete draft.metadata.resourceVersion;
  else draft.metadata.resourceVersion = metadata.resourceVersion;
  draft.metadata.managedFields = parentManagers(old, scale);
  return draft;
}

function scaleOf(object: StoredObject): Scale {
  const { metadata, spec, status } = typed<Scalable>(object);
  const scale: Scale = {
    ...SCALE,
    metadata: identityOf(metadata),
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, selector: selectorText(selectorOf(object)) },
  };
  return typed(canonical(scale));
}

/** Replication controllers select by labels only. */
function selectorOf(object: StoredObject): LabelSelector {
  return object.kind === 'ReplicationController'
    ? { matchLabels: typed<ReplicationController>(object).spec?.selector ?? {} }
    : (typed<Scalable>(object).spec?.selector ?? {});
}

function identityOf({ name, namespace, uid, resourceVersion, creationTimestamp }: ObjectMeta): ObjectMeta {
  const all = { name, namespace, uid, resourceVersion, creationTimestamp };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
