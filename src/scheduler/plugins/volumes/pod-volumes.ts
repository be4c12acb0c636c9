import { podText } from '../../../api/pods.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { PERSISTENT_VOLUMES, STORAGE_CLASSES } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../api/volumes.ts';
import type { Objects } from '../../framework/snapshot.ts';
import { type PreFilterResult, SKIP } from '../../framework/status.ts';
import { claimIn, type ClaimUse, claimsOf, classOf, notFound, nowhere } from './claims.ts';

/** A claim that is bound, and its volume; undefined when the volume is not there. */
export interface BoundClaim {
  readonly claim: PersistentVolumeClaim;
  readonly volume: PersistentVolume | undefined;
}

/** A claim that waits for a pod's node before it gets a volume, and the volumes of its class. */
export interface LateClaim {
  readonly claim: PersistentVolumeClaim;
  readonly storageClass: StorageClass;
  readonly volumes: readonly PersistentVolume[];
}

/** The claims of a pod whose immediate ones are all bound. */
export interface PodVolumes {
  readonly bound: readonly BoundClaim[];
  /** Small ones first, so that each gets the smallest volume that will do. */
  readonly late: readonly LateClaim[];
}

/** Looks up the pod's claims (upstream: plugins/volumebinding, `podHasPVCs`, `GetPodVolumeClaims`). Rejects while one is missing, lost or should be bound and is not. */
export function podVolumes(pod: Pod, objects: Objects): PreFilterResult<PodVolumes> {
  const claims: PersistentVolumeClaim[] = [];
  for (const use of claimsOf(pod)) {
    const claim = claimIn(objects, pod, use.claimName);
    const rejection = claim ? unusable(claim, use, pod) : missing(use);
    if (rejection) return rejection;
    if (claim) claims.push(claim);
  }
  if (claims.length === 0) return SKIP;
  const bound = claims.filter(isBound);
  const late = claims.filter((claim) => !isBound(claim)).map((claim) => lateClaim(claim, objects));
  if (late.includes(undefined)) return nowhere('pod has unbound immediate PersistentVolumeClaims');
  return {
    state: {
      bound: bound.map((claim) => ({
        claim,
        volume: objects.get(PERSISTENT_VOLUMES, { name: claim.spec?.volumeName ?? '' }),
      })),
      late: late.filter((claim) => claim !== undefined).toSorted(bySize),
    },
  };
}

function missing({ claimName, isEphemeral }: ClaimUse) {
  return isEphemeral
    ? nowhere(`waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`)
    : notFound('persistentvolumeclaim', claimName);
}

function unusable({ metadata, spec, status }: PersistentVolumeClaim, { isEphemeral }: ClaimUse, pod: Pod) {
  const { name, namespace, ownerReferences, deletionTimestamp } = metadata;
  if (status?.phase === 'Lost')
    return nowhere(
      `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${spec?.volumeName ?? ''}"`,
    );
  if (deletionTimestamp !== undefined) return nowhere(`persistentvolumeclaim "${name}" is being deleted`);
  const owner = ownerReferences?.find(({ controller }) => controller);
  if (isEphemeral && owner?.uid !== pod.metadata.uid)
    return nowhere(
      `PVC ${namespace ?? ''}/${name} was not created for pod ${podText(pod.metadata)} (pod is not owner)`,
    );
  return undefined;
}

/** The claim is bound, and its volume to it. */
export function isBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return Boolean(spec?.volumeName) && metadata.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined;
}

/**
 * Undefined for a claim that should be bound by now: its class does not wait, or it names its volume.
 * @throws Error for a class that does not say (upstream: component-helpers/storage/volume, `IsDelayBindingMode`)
 */
function lateClaim(claim: PersistentVolumeClaim, objects: Objects): LateClaim | undefined {
  const name = classOf(claim);
  const storageClass = name === '' ? undefined : objects.get(STORAGE_CLASSES, { name });
  if (!storageClass) return undefined;
  if (!storageClass.volumeBindingMode)
    throw new Error(`VolumeBindingMode not set for StorageClass "${name}"`);
  if (storageClass.volumeBindingMode !== 'WaitForFirstConsumer' || claim.spec?.volumeName) return undefined;
  const volumes = objects.list(PERSISTENT_VOLUMES).filter((volume) => classOf(volume) === name);
  return { claim, storageClass, volumes };
}

function bySize(a: LateClaim, b: LateClaim): number {
  return compareQuantities(requested(a), requested(b));
}

function requested({ claim }: LateClaim): string {
  return claim.spec?.resources?.requests?.['storage'] ?? '0';
}
