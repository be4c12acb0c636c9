import type {
  DeviceTaintRule,
  ResourceResourceClaim as ResourceClaim,
  ResourceSlice,
} from '../data/types.ts';
import { nameAndAge, printer, type Printers } from './cells.ts';

/** Dynamic resource allocation. */
export const DEVICES: Printers = {
  'deviceclasses.resource.k8s.io': nameAndAge,
  'devicetaintrules.resource.k8s.io': printer<DeviceTaintRule>(({ metadata, spec: { taint } }, since) => [
    metadata.name ?? '',
    taint.key,
    taint.value ?? '',
    taint.effect,
    taint.timeAdded ? since(taint.timeAdded) : '',
    since(metadata.creationTimestamp),
  ]),
  'resourceclaims.resource.k8s.io': printer<ResourceClaim>((claim, since) => [
    claim.metadata.name ?? '',
    claimState(claim),
    since(claim.metadata.creationTimestamp),
  ]),
  'resourceclaimtemplates.resource.k8s.io': nameAndAge,
  'resourceslices.resource.k8s.io': printer<ResourceSlice>(({ metadata, spec }, since) => [
    metadata.name ?? '',
    spec.nodeName ?? '',
    spec.driver,
    spec.pool.name,
    since(metadata.creationTimestamp),
  ]),
};

function claimState({ metadata, status }: ResourceClaim): string {
  const isDeleted = metadata.deletionTimestamp !== undefined;
  if (!status?.allocation) return isDeleted ? 'deleted' : 'pending';
  const reserved = status.reservedFor?.length ? ['reserved'] : [];
  return [...(isDeleted ? ['deleted'] : []), 'allocated', ...reserved].join(',');
}
