import { difference, FIELD, isEmpty, type FieldSet } from '../apply/field-set.ts';
import { encodeManagers, idOf, storedManagers, type ManagerEntry } from '../apply/managers.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../data/types.ts';

const SCALE = 'autoscaling/v1';
/** The same path in a Scale and in every workload that has one. */
const REPLICAS: FieldSet = { 'f:spec': { 'f:replicas': FIELD } };

/**
 * Who owns the replicas of a workload, told as owners of a Scale's (apimachinery/pkg/util/managedfields/scalehandler.go `ToSubresource`).
 */
export function scaleManagers(workload: StoredObject): ManagedFieldsEntry[] {
  const owners = [...storedManagers(workload).values()].filter(({ fields }) => ownsReplicas(fields));
  return encoded(owners.map((owner) => ({ ...owner, apiVersion: SCALE, fields: REPLICAS })));
}

/** The owners of the workload after its Scale was changed (`ToParent`): who lost the replicas there loses them here. */
export function parentManagers(workload: StoredObject, scale: StoredObject): ManagedFieldsEntry[] {
  const { apiVersion = '' } = workload;
  const parents = storedManagers(workload);
  const scales = new Map(storedManagers(scale));
  const kept: ManagerEntry[] = [];
  for (const [id, entry] of parents) {
    if (!ownsReplicas(entry.fields)) kept.push(entry);
    else if (scales.delete(id)) kept.push(entry);
    else {
      const fields = difference(entry.fields, REPLICAS);
      if (!isEmpty(fields)) kept.push({ ...entry, fields });
    }
  }
  for (const [id, owner] of scales) {
    if (!ownsReplicas(owner.fields)) continue;
    const { manager, operation, subresource } = owner;
    // upstream looks the time up among the parent's managers, where a new one has none
    const time = parents.get(id)?.time;
    kept.push({
      manager,
      operation,
      subresource,
      apiVersion,
      fields: REPLICAS,
      ...(time === undefined ? {} : { time }),
    });
  }
  return encoded(kept);
}

function ownsReplicas(fields: FieldSet): boolean {
  return fields['f:spec']?.['f:replicas'] !== undefined;
}

function encoded(entries: readonly ManagerEntry[]): ManagedFieldsEntry[] {
  const metadata: ObjectMeta = {};
  encodeManagers(metadata, new Map(entries.map((entry) => [idOf(entry), entry])));
  return metadata.managedFields ?? [];
}
