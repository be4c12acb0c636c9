import type { StoredObject } from '../../api/stored-object.ts';
import type { LabelSelector } from '../../data/types.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import type { Client } from '../runtime/client.ts';
import type { Kind } from '../runtime/kinds.ts';
import { controllerOf, controllerRef, uidOf } from '../runtime/owners.ts';

/** Who claims what. */
export interface Claimer<O extends StoredObject, T extends StoredObject> {
  readonly client: Client;
  readonly ownerKind: Kind<O>;
  readonly owner: O;
  readonly selector: LabelSelector | undefined;
  readonly kind: Kind<T>;
}

/**
 * The objects that belong to an owner (`ControllerRefManager`, pkg/controller/controller_ref_manager.go): its own that match, orphans that
 * match and are adopted here; its own that no longer match are released.
 */
export function claim<O extends StoredObject, T extends StoredObject>(
  claimer: Claimer<O, T>,
  candidates: readonly T[],
): T[] {
  return candidates.flatMap((object) => claimOne(claimer, object) ?? []);
}

function claimOne<O extends StoredObject, T extends StoredObject>(
  claimer: Claimer<O, T>,
  object: T,
): T | undefined {
  const { owner, selector } = claimer;
  const matches = selectorMatches(selector, object.metadata.labels);
  const holder = controllerOf(object);
  if (holder) {
    if (holder.uid !== uidOf(owner)) return undefined;
    if (matches) return object;
    if (!owner.metadata.deletionTimestamp) release(claimer, object);
    return undefined;
  }
  if (!matches || owner.metadata.deletionTimestamp || object.metadata.deletionTimestamp) return undefined;
  return adopt(claimer, object);
}

function adopt<O extends StoredObject, T extends StoredObject>(
  { client, kind, ownerKind, owner }: Claimer<O, T>,
  object: T,
): T {
  const others = object.metadata.ownerReferences ?? [];
  const ownerReferences = [...others, controllerRef(ownerKind, owner)];
  return client.update(kind, { ...object, metadata: { ...object.metadata, ownerReferences } });
}

function release<O extends StoredObject, T extends StoredObject>(
  { client, kind, owner }: Claimer<O, T>,
  object: T,
): void {
  const ownerReferences = object.metadata.ownerReferences?.filter(({ uid }) => uid !== uidOf(owner)) ?? [];
  client.update(kind, { ...object, metadata: { ...object.metadata, ownerReferences } });
}
