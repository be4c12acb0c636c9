import { isDeepStrictEqual } from 'node:util';

import { draftOf, typed, type StoredObject } from '../../api/stored-object.ts';
import type { PersistentVolumeClaim } from '../../data/types.ts';
import { quote, type NodeRule } from './rule.ts';

/** `admitPVCStatus`: how big it is and in which condition; upstream also prints what else is different. */
export const checkClaim: NodeRule = ({ operation, target, draft, old }, node) => {
  if (target.subresource !== 'status') return 'may only update PVC status';
  if (operation !== 'UPDATE' || !draft || !old) return `unexpected operation ${quote(operation)}`;
  return isDeepStrictEqual(fixedPart(draft), fixedPart(old))
    ? undefined
    : `node ${quote(node)} is not allowed to update fields other than status.quantity and status.conditions`;
};

/** What a kubelet may not change. */
function fixedPart(object: StoredObject): StoredObject {
  const { metadata, status, ...rest } = draftOf(typed<PersistentVolumeClaim>(object));
  const { resourceVersion: _, managedFields: __, ...keptMetadata } = metadata;
  const {
    capacity: _capacity,
    conditions: _conditions,
    allocatedResources: _resources,
    allocatedResourceStatuses: _statuses,
    ...keptStatus
  } = status ?? {};
  return Object.assign(rest, { metadata: keptMetadata, status: keptStatus });
}
