import { podText } from '../../../api/pods.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { Plugin } from '../../framework/plugin.ts';
import { type Rejection, SKIP } from '../../framework/status.ts';
import { claimIn, isOneOfItsClaims, namedClaimsOf, notFound } from './claims.ts';
import { haveDiskConflict, isDisk } from './disk-conflict.ts';

/** Which of the pod's claims are for one pod alone, and how often others use them. */
interface SinglePodClaims {
  readonly namespace: string | undefined;
  readonly claims: ReadonlySet<string>;
  uses: number;
}

const DISK_IN_USE: Rejection = { reasons: ['node(s) had no available disk'] };
const CLAIM_IN_USE: Rejection = {
  reasons: [
    'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
  ],
};

/**
 * A claim with ReadWriteOncePod is for one pod in the whole cluster; some disks are for one pod of a node, or for readers only (upstream:
 * plugins/volumerestrictions). Unlike upstream a claim of the same name in another namespace is not taken for the same.
 */
export const volumeRestrictions: Plugin<SinglePodClaims> = {
  name: 'VolumeRestrictions',
  reads: [PERSISTENT_VOLUME_CLAIMS],
  requeueOn: [
    'node-added',
    { event: 'pod-deleted', hint: usedTheSame },
    { event: 'claim-changed', hint: (pod, change) => !change.before && isOneOfItsClaims(pod, change) },
  ],

  preFilter(pod, { nodes, objects }) {
    const claims = new Set<string>();
    for (const name of namedClaimsOf(pod)) {
      const claim = claimIn(objects, pod, name);
      if (!claim) return notFound('persistentvolumeclaim', name);
      if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) claims.add(name);
    }
    const state = { namespace: pod.metadata.namespace, claims, uses: 0 };
    if (claims.size > 0)
      for (const { pods } of nodes) for (const other of pods.values()) state.uses += usesOf(other, state);
    return state.uses === 0 && !pod.spec.volumes?.some(isDisk) ? SKIP : { state };
  },

  filter(pod, node, { uses }) {
    if (diskUser(pod, node)) return DISK_IN_USE;
    return uses > 0 ? CLAIM_IN_USE : undefined;
  },

  cloneState: (state) => ({ ...state }),
  addPod(state, _pod, added) {
    state.uses += usesOf(added, state);
  },
  removePod(state, _pod, removed) {
    state.uses -= usesOf(removed, state);
  },

  explain(pod, node, { claims }) {
    const user = diskUser(pod, node);
    return user
      ? `pod ${podText(user.metadata)} has the disk`
      : `claim ${[...claims].join(' or ')} is in use`;
  },

  wayOut(pod, node, state) {
    const user = diskUser(pod, node) ?? node.pods.values().find((other) => usesOf(other, state) > 0);
    return user
      ? `pod ${podText(user.metadata)} leaves`
      : `the pod with claim ${[...state.claims].join(' or ')} ends`;
  },
};

function diskUser(pod: Pod, { pods }: NodeInfo): Pod | undefined {
  if (!pod.spec.volumes?.some(isDisk)) return undefined;
  return pods.values().find((other) => haveDiskConflict(pod, other));
}

function usesOf(other: Pod, { namespace, claims }: SinglePodClaims): number {
  if (!other.spec.volumes || other.metadata.namespace !== namespace) return 0;
  return namedClaimsOf(other).filter((name) => claims.has(name)).length;
}

function usedTheSame(pod: Pod, { before }: ClusterChange<Pod>): boolean {
  if (!before || before.metadata.namespace !== pod.metadata.namespace) return false;
  const claims = new Set(namedClaimsOf(pod));
  return haveDiskConflict(pod, before) || namedClaimsOf(before).some((name) => claims.has(name));
}
