import { timeOf } from '../../../../api/times.ts';
import type { Pod, PodStatus } from '../../../data/types.ts';
import { keepSpec } from '../../common/spec-and-status.ts';
import { dropDisabledStatusFields } from './disabled-fields.ts';
import { qosClassOf } from './qos-class.ts';

/** What a new pod's status says: clients do not write it. `now`: milliseconds since the epoch. */
export function firstStatus({ spec = { containers: [] } }: Pod, now: number): PodStatus {
  const gated = { ...GATED, lastTransitionTime: timeOf(now) };
  return {
    phase: 'Pending',
    ...(spec.schedulingGates?.length ? { conditions: [gated] } : {}),
    qosClass: qosClassOf(spec),
  };
}

/** `applySchedulingGatedCondition` (pkg/registry/core/pod/strategy.go). */
const GATED = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

/** `podStatusStrategy.PrepareForUpdate`: only the status changes; old clients do not drop what they do not know. */
export function prepareStatus(draft: Pod, old: Pod): void {
  const { metadata } = draft;
  keepSpec(draft, old);
  delete metadata.deletionTimestamp;
  if (old.metadata.ownerReferences === undefined) delete metadata.ownerReferences;
  else metadata.ownerReferences = old.metadata.ownerReferences;
  const status = (draft.status ??= {});
  const before = old.status ?? {};
  if (!status.qosClass && before.qosClass !== undefined) status.qosClass = before.qosClass;
  if (before.resourceClaimStatuses) status.resourceClaimStatuses ??= before.resourceClaimStatuses;
  if (before.extendedResourceClaimStatus) {
    status.extendedResourceClaimStatus ??= before.extendedResourceClaimStatus;
  }
  keepGenerations(status, before);
  dropDisabledStatusFields(status);
}

/** `preserveOldObservedGeneration`: conditions of one type are matched in their order. */
function keepGenerations(status: PodStatus, before: PodStatus): void {
  if (!status.observedGeneration && before.observedGeneration !== undefined) {
    status.observedGeneration = before.observedGeneration;
  }
  const known = Map.groupBy(before.conditions ?? [], ({ type }) => type);
  for (const condition of status.conditions ?? []) {
    const generation = known.get(condition.type)?.shift()?.observedGeneration;
    if (!condition.observedGeneration && generation !== undefined) condition.observedGeneration = generation;
  }
}
