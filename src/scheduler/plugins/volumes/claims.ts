import { PERSISTENT_VOLUME_CLAIMS } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/volumes.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import type { Objects } from '../../framework/snapshot.ts';
import type { Rejection } from '../../framework/status.ts';

/** A claim that a pod uses, by the name of the claim. */
export interface ClaimUse {
  readonly claimName: string;
  /** A generic ephemeral volume: a controller makes the claim for this pod (upstream: component-helpers/storage/ephemeral). */
  readonly isEphemeral: boolean;
}

/** The claims of the pod's volumes, in their order. */
export function claimsOf({ metadata, spec }: Pod): readonly ClaimUse[] {
  return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }): readonly ClaimUse[] => {
    if (persistentVolumeClaim) return [{ claimName: persistentVolumeClaim.claimName, isEphemeral: false }];
    return ephemeral ? [{ claimName: `${metadata.name}-${name}`, isEphemeral: true }] : [];
  });
}

/** The claims that the pod names itself: VolumeZone and VolumeRestrictions look at no others. */
export function namedClaimsOf(pod: Pod): readonly string[] {
  return claimsOf(pod).flatMap(({ claimName, isEphemeral }) => (isEphemeral ? [] : claimName));
}

/** The claim of this name in the pod's namespace. */
export function claimIn(
  objects: Objects,
  { metadata }: Pod,
  name: string,
): PersistentVolumeClaim | undefined {
  const { namespace } = metadata;
  return objects.get(PERSISTENT_VOLUME_CLAIMS, { name, ...(namespace !== undefined && { namespace }) });
}

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** Its storage class, which an old annotation overrules; empty for none (upstream: component-helpers/storage/volume/helpers.go). */
export function classOf({ metadata, spec }: PersistentVolumeClaim | PersistentVolume): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

/** No node suits the pod, and taking pods away would not help. */
export function nowhere(reason: string): { readonly rejection: Rejection } {
  return { rejection: { reasons: [reason], unresolvable: true } };
}

/** As an API server says that an object is not there; `what` is its singular with the group. */
export function notFound(what: string, name: string): { readonly rejection: Rejection } {
  return nowhere(`${what} "${name}" not found`);
}

/** Hint: the claim that came or changed is one of the pod's. */
export function isOneOfItsClaims(pod: Pod, { now }: ClusterChange<PersistentVolumeClaim>): boolean {
  return (
    now !== undefined &&
    now.metadata.namespace === pod.metadata.namespace &&
    claimsOf(pod).some(({ claimName }) => claimName === now.metadata.name)
  );
}
