import type { WriteContext } from '../api/caller.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { bindPod } from './binding.ts';
import type { Target, Verbs, Written } from '../api/verbs.ts';
import { createObject } from './create.ts';
import { deleteCollection } from './delete-collection.ts';
import { deleteObject } from './delete.ts';
import { evictPod } from './eviction.ts';
import { getObject } from './get.ts';
import { listObjects } from './list.ts';
import type { VerbsParts } from './parts.ts';
import { patchObject } from './patch.ts';
import { getScale, patchScale, updateScale } from './scale.ts';
import { updateObject } from './update.ts';
import { createVirtual } from './virtual.ts';
import { WatchHub } from './watch-hub.ts';
import { watchObjects } from './watch.ts';

export type { VerbsParts } from './parts.ts';

type Create = (parts: VerbsParts, target: Target, object: StoredObject, context: WriteContext) => Written;

/** What is created by a verb of its own, by `plural` or `plural/subresource`. */
const SPECIAL_CREATES: Readonly<Record<string, Create>> = {
  bindings: bindPod,
  'pods/binding': bindPod,
  'pods/eviction': evictPod,
};

/** The API without its transport. */
export function createVerbs(parts: VerbsParts): Verbs {
  const hub = new WatchHub(parts);
  return {
    get: (target, params = {}) =>
      isScale(target)
        ? getScale(parts, target, params.resourceVersion)
        : getObject(parts, target, params.resourceVersion),
    list: (target, params) => listObjects(parts, target, params),
    watch: (target, params) => watchObjects(parts, hub, target, params),
    create: (target, object, context) => createOf(parts, target)(parts, target, object, context),
    update: (target, object, context) =>
      (isScale(target) ? updateScale : updateObject)(parts, target, object, context),
    patch: (target, patch, context) =>
      (isScale(target) ? patchScale : patchObject)(parts, target, patch, context),
    delete: (target, options, context) => deleteObject(parts, target, options, context),
    deleteCollection: (target, params, options, context) =>
      deleteCollection(parts, target, params, options, context),
  };
}

function isScale({ subresource }: Target): boolean {
  return subresource === 'scale';
}

function createOf({ virtual }: VerbsParts, { resource, subresource }: Target): Create {
  const path = subresource ? `${resource.qualified}/${subresource}` : resource.qualified;
  const kind = virtual.get(
    `${resource.groupVersion}/${resource.plural}${subresource ? `/${subresource}` : ''}`,
  );
  if (kind) return createVirtual(kind);
  return SPECIAL_CREATES[path] ?? createObject;
}
