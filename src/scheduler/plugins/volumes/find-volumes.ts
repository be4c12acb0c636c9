import { allowsNode } from '../../../api/node-affinity.ts';
import { labelOf, type Labels } from '../../../api/requirement.ts';
import type { Node } from '../../../api/types.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../api/volumes.ts';
import type { AssumedVolumes } from './assumed-volumes.ts';
import { matchingVolume } from './matching-volume.ts';
import type { BoundClaim, PodVolumes } from './pod-volumes.ts';
import { volumeAffinity } from './volume-affinity.ts';

/** What is to be done for the pod's late claims once it has its node. */
export interface LateVolumes {
  readonly bindings: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[];
  /** For these a provisioner makes the volumes. */
  readonly provisions: readonly PersistentVolumeClaim[];
}

/** A claim gets no volume on the node. */
export interface NoVolume {
  readonly without: PersistentVolumeClaim;
}

const NOTHING_TO_DO: LateVolumes = { bindings: [], provisions: [] };

/** The first bound claim whose volume is not there, or does not reach the node (upstream: plugins/volumebinding, `checkBoundClaims`). */
export function unreachable({ bound }: PodVolumes, node: Node): BoundClaim | undefined {
  for (const each of bound) if (!each.volume || !allowsNode(volumeAffinity(each.volume), node)) return each;
  return undefined;
}

/**
 * Volumes for the late claims on this node, there or to be made; otherwise a claim that gets none (upstream: plugins/volumebinding,
 * `FindPodVolumes`). Whether a driver has room for a new volume is not looked at: where it has not, the pod is not bound and tried again.
 */
export function lateVolumes(
  { late }: PodVolumes,
  node: Node,
  assumed: AssumedVolumes,
): LateVolumes | NoVolume {
  if (late.length === 0) return NOTHING_TO_DO;
  const bindings: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const provisions: PersistentVolumeClaim[] = [];
  const taken = new Set<PersistentVolume>();
  for (const { claim, storageClass, volumes } of late) {
    const selected = assumed.nodeOf(claim);
    if (selected !== undefined && selected !== node.metadata.name) return { without: claim };
    const volume = selected === undefined ? matchingVolume(claim, volumes, node, taken, assumed) : undefined;
    if (volume) {
      taken.add(volume);
      bindings.push({ claim, volume });
    } else if (canProvision(storageClass, node.metadata.labels)) provisions.push(claim);
    else return { without: claim };
  }
  return { bindings, provisions };
}

function canProvision({ provisioner, allowedTopologies = [] }: StorageClass, labels: Labels): boolean {
  if (!provisioner || provisioner === 'kubernetes.io/no-provisioner') return false;
  if (allowedTopologies.length === 0) return true;
  return allowedTopologies.some(
    ({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.length > 0 &&
      matchLabelExpressions.every(({ key, values }) => {
        const value = labelOf(labels, key);
        return value !== undefined && values.includes(value);
      }),
  );
}
