import { isDeepStrictEqual } from 'node:util';
import { podKey } from '../../../api/pods.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { StorageClass } from '../../../api/volumes.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import type { Plugin } from '../../framework/plugin.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import { type Rejection, SKIP } from '../../framework/status.ts';
import type { UtilizationShapePoint } from '../node-resources/args.ts';
import { AssumedVolumes } from './assumed-volumes.ts';
import { bindVolumes, type BindVolumesOptions, referenceTo } from './bind-volumes.ts';
import { isOneOfItsClaims } from './claims.ts';
import { boundFact, boundWayOut, lateFact, lateWayOut } from './explain.ts';
import { type LateVolumes, lateVolumes, unreachable } from './find-volumes.ts';
import { type PodVolumes, podVolumes } from './pod-volumes.ts';
import { DEFAULT_SHAPE, volumeScorer } from './volume-score.ts';

const NOT_REACHED = "node(s) didn't match PersistentVolume's node affinity";
const NONE_FREE = "node(s) didn't find available persistent volumes to bind";
const GONE = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

const reject = (...reasons: readonly string[]): Rejection => ({ reasons, unresolvable: true });
const REJECTIONS = {
  bound: { reached: undefined, notReached: reject(NOT_REACHED), gone: reject(GONE) },
  unbound: {
    reached: reject(NONE_FREE),
    notReached: reject(NOT_REACHED, NONE_FREE),
    gone: reject(NONE_FREE, GONE),
  },
};

/** What it needs from outside. */
export interface VolumeBindingOptions extends BindVolumesOptions {
  /** What it is worth when so much of a volume is asked for; {@link DEFAULT_SHAPE} unless given. */
  readonly shape?: readonly UtilizationShapePoint[];
}

/**
 * Where a pod can run as far as its claims go, and volumes for those that waited for it (upstream: plugins/volumebinding). A bound claim
 * binds the pod to the nodes that reach its volume; one that waits for its first consumer gets a volume that is there, or one is made for
 * it on the pod's node. The pod is bound after all of its claims are.
 */
export function volumeBinding({
  shape = DEFAULT_SHAPE,
  ...options
}: VolumeBindingOptions): Plugin<PodVolumes, PodVolumes> {
  const scoreOf = volumeScorer(shape);
  const assumed = new AssumedVolumes();
  /** By pod: what was decided and is not bound yet. */
  const pending = new Map<string, LateVolumes>();
  let asked: { readonly pod: Pod; readonly state: PodVolumes; readonly snapshot: Snapshot } | undefined;

  return {
    name: 'VolumeBinding',
    reads: [PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES],
    requeueOn: [
      'volume-changed',
      'node-added',
      'node-labels',
      { event: 'claim-changed', hint: isOneOfItsClaims },
      { event: 'storage-class-changed', hint: hasOtherTopologies },
    ],

    preFilter(pod, snapshot) {
      const found = podVolumes(pod, snapshot.objects);
      asked = 'state' in found ? { pod, state: found.state, snapshot } : undefined;
      return found;
    },

    filter(_pod, { node }, state) {
      const problem = unreachable(state, node);
      const late = 'without' in lateVolumes(state, node, assumed) ? 'unbound' : 'bound';
      return REJECTIONS[late][problem ? (problem.volume ? 'notReached' : 'gone') : 'reached'];
    },

    explain(_pod, { node }, state) {
      const problem = unreachable(state, node);
      const late = lateVolumes(state, node, assumed);
      const facts = [problem && boundFact(problem, node), 'without' in late && lateFact(late, node, assumed)];
      return facts.filter(Boolean).join('; ');
    },

    wayOut(_pod, { node }, state) {
      const problem = unreachable(state, node);
      const late = lateVolumes(state, node, assumed);
      const ways = [
        ...(problem ? [boundWayOut(problem, node)] : []),
        ...('without' in late ? [lateWayOut(late, node, assumed)] : []),
      ];
      return ways.includes(undefined) ? undefined : ways.join(' and ');
    },

    preScore(pod, _nodes, { objects }) {
      const found = podVolumes(pod, objects);
      return 'state' in found && found.state.late.length > 0 ? { state: found.state } : SKIP;
    },

    score(_pod, { node }, state) {
      const found = lateVolumes(state, node, assumed);
      return 'without' in found ? 0 : scoreOf(found.bindings);
    },

    reserve(pod, node) {
      if (!asked || podKey(asked.pod) !== podKey(pod) || asked.state.late.length === 0) return undefined;
      const info = asked.snapshot.get(node);
      const found = info && lateVolumes(asked.state, info.node, assumed);
      if (!found || 'without' in found) return REJECTIONS.unbound.reached;
      for (const { claim, volume } of found.bindings) assumed.assumeVolume(volume, referenceTo(claim));
      for (const claim of found.provisions) assumed.assumeClaim(claim, node);
      pending.set(podKey(pod), found);
      return undefined;
    },

    unreserve(pod) {
      const found = pending.get(podKey(pod));
      for (const { volume } of found?.bindings ?? []) assumed.forgetVolume(volume);
      for (const claim of found?.provisions ?? []) assumed.forgetClaim(claim);
      pending.delete(podKey(pod));
    },

    preBindPreFlight: (pod) => pending.has(podKey(pod)),

    async preBind(pod, node, signal) {
      const found = pending.get(podKey(pod));
      if (found) await bindVolumes(options, pod, node, found, signal);
    },

    postBind(pod) {
      // the assumptions end by themselves with the next version of each object
      pending.delete(podKey(pod));
    },
  };
}

function hasOtherTopologies(_pod: Pod, { before, now }: ClusterChange<StorageClass>): boolean {
  return !before || !isDeepStrictEqual(before.allowedTopologies ?? [], now?.allowedTopologies ?? []);
}
