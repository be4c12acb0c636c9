import type { StoredObject } from '../../api/stored-object.ts';
import type { OwnerReference } from '../../data/types.ts';
import type { Kind } from './kinds.ts';

/** `GetControllerOf`: the owner that manages an object. */
export function controllerOf({ metadata }: StoredObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}

/** `IsControlledBy`. */
export function isControlledBy(object: StoredObject, owner: StoredObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

/** `NewControllerRef`. */
export function controllerRef<T extends StoredObject>({ info }: Kind<T>, owner: T): OwnerReference {
  return {
    apiVersion: info.groupVersion,
    kind: info.kind,
    name: nameOf(owner),
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** A stored object's name. */
export function nameOf({ metadata }: StoredObject): string {
  return metadata.name ?? '';
}

/** A stored object's uid. */
export function uidOf({ metadata }: StoredObject): string {
  return metadata.uid ?? '';
}

/** The key under which the store has it. */
export function keyOfObject({ metadata: { namespace, name = '' } }: StoredObject): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** `namespace` and `name` of a key; the namespace is empty for cluster-wide kinds. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: '', name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
