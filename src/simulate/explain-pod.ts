import { podKey } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';
import { type Explanation, explain } from '../scheduler/explain.ts';
import type { Framework } from '../scheduler/framework/framework.ts';
import { newlyQueued } from '../scheduler/queued-pod.ts';
import { decideOne } from '../scheduler/schedule-one.ts';
import { cacheOf, type LoadedCluster } from './load-cluster.ts';
import { nearestWayOut, type WayOut } from './nearest.ts';

/** Where a pod stands, and what the filters and scores of one profile say of it now. */
export interface PodExplanation extends Explanation {
  readonly pod: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly schedulerName: string;
  /** `gated`: its owner holds it back. */
  readonly state: 'placed' | 'waiting' | 'gated';
  /** Where it is. */
  readonly node?: string;
  /** The node that would be chosen now; ties go to the first in natural order of names. */
  readonly best?: string;
  /** kube-scheduler's own words when no node fits. */
  readonly message?: string;
  readonly wayOut?: WayOut;
  /** Pods that would be deleted to make room. */
  readonly preemption?: { readonly node: string; readonly victims: readonly string[] };
}

/**
 * Asks every plugin of the profile about the pod on every node, as if it had no node yet: a pod that is placed is first taken away from
 * where it is. Changes nothing.
 */
export function explainPod(loaded: LoadedCluster, framework: Framework, pod: Pod): PodExplanation {
  const key = podKey(pod);
  const { schedulerName } = pod.spec;
  const cache = cacheOf(
    { ...loaded, pods: loaded.pods.filter((other) => podKey(other) !== key) },
    ({ spec }) => spec.schedulerName === schedulerName,
  );
  const asked = withoutNode(pod);
  const snapshot = cache.snapshot();
  for (const other of loaded.pods) framework.podChanged(undefined, podKey(other) === key ? asked : other);
  const gate = framework.runPreEnqueue(asked);
  const { nodeName } = pod.spec;
  const said = explain(framework, asked, snapshot);
  const wayOut = said.feasible === 0 ? nearestWayOut(said.nodes) : undefined;
  const attempt = decideOne({ framework, cache, tieBreak: () => 0 }, newlyQueued(asked, 0, 0));
  return {
    pod: { namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name, uid: key },
    schedulerName: pod.spec.schedulerName ?? 'default-scheduler',
    state: nodeName ? 'placed' : gate ? 'gated' : 'waiting',
    ...(nodeName && { node: nodeName }),
    ...(attempt.kind === 'decision' ? { best: attempt.node } : { message: attempt.message }),
    ...(gate && !nodeName && { message: gate.rejection.reasons.join(', ') }),
    ...(wayOut && { wayOut }),
    ...(attempt.kind === 'fit-error' &&
      attempt.preemption && {
        preemption: {
          node: attempt.preemption.node,
          victims: attempt.preemption.victims.map(
            ({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`,
          ),
        },
      }),
    ...said,
  };
}

function withoutNode(pod: Pod): Pod {
  const { nodeName: _node, ...spec } = pod.spec;
  return { ...pod, spec };
}
