import { timeOf } from '../api/times.ts';
import type { ClusterApi } from '../api/cluster-api.ts';
import { isConflict, isNotFound } from '../api/errors.ts';
import { PODS } from '../api/resources.ts';
import type { Condition, Pod } from '../api/types.ts';

/** Why a pod waits: no node fits, or a plugin could not say. */
export type UnscheduledReason = 'Unschedulable' | 'SchedulerError';

/** What a waiting pod's status is to say. */
export interface Unscheduled {
  readonly reason: UnscheduledReason;
  readonly message: string;
  /** The node that is made free for it; empty when none is. */
  readonly nominatedNodeName: string;
}

/** The time (milliseconds since 1970), and when to give up. */
export interface PatchOptions {
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * Tells in the pod's own status why it waits: `PodScheduled=False`, and on which node room is made for it
 * (upstream: schedule_one.go, `updatePod`). Written only when it says something new. A pod that is gone is no error.
 */
export async function patchUnscheduled(
  api: ClusterApi,
  pod: Pod,
  { reason, message, nominatedNodeName }: Unscheduled,
  options: PatchOptions,
): Promise<void> {
  const condition = { type: 'PodScheduled', status: 'False', reason, message } as const;
  await patchStatus(api, pod, { condition, nominatedNodeName }, options);
}

/** The pod is nominated nowhere any more (upstream: framework/preemption/executor.go, `clearNominatedNodeName`). */
export async function patchNotNominated(api: ClusterApi, pod: Pod, options: PatchOptions): Promise<void> {
  await patchStatus(api, pod, { nominatedNodeName: '' }, options);
}

/** Tells a pod why it is going to be deleted: `DisruptionTarget`. False when it is gone already (upstream: executor.go, `PreemptPod`). */
export async function patchPreempted(
  api: ClusterApi,
  victim: Pod,
  scheduler: string,
  options: PatchOptions,
): Promise<boolean> {
  const message = `${scheduler}: preempting to accommodate a higher priority pod`;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    message,
  } as const;
  return patchStatus(api, victim, { condition }, options);
}

interface StatusChange {
  readonly condition?: Pick<Condition, 'type' | 'status'> & Required<Pick<Condition, 'reason' | 'message'>>;
  readonly nominatedNodeName?: string;
}

/** False when the pod is gone. */
async function patchStatus(
  api: ClusterApi,
  pod: Pod,
  { condition, nominatedNodeName }: StatusChange,
  options: PatchOptions,
): Promise<boolean> {
  const status = {
    ...(condition && conditionsOf(pod, condition, options.now)),
    ...(nominatedNodeName !== undefined &&
      nominatedNodeName !== (pod.status?.nominatedNodeName ?? '') && {
        nominatedNodeName: nominatedNodeName === '' ? null : nominatedNodeName,
      }),
  };
  if (Object.keys(status).length === 0) return true;
  const { namespace = 'default', name, uid } = pod.metadata;
  try {
    // the uid makes the server refuse a successor of the same name
    await api.patch(
      PODS,
      { namespace, name, ...(uid && { uid }) },
      { metadata: { uid }, status },
      {
        subresource: 'status',
        signal: options.signal,
      },
    );
    return true;
  } catch (error) {
    if (isNotFound(error) || isConflict(error)) return false;
    throw error;
  }
}

/** Undefined when the pod says so already (upstream: pkg/api/v1/pod/util.go, `UpdatePodCondition`). */
function conditionsOf(
  { metadata, status }: Pod,
  wanted: NonNullable<StatusChange['condition']>,
  now: number,
): { readonly conditions: readonly Partial<Condition>[] } | undefined {
  const known = status?.conditions?.find(({ type }) => type === wanted.type);
  const hasStatus = known?.status === wanted.status;
  if (hasStatus && known.reason === wanted.reason && known.message === wanted.message) return undefined;
  const condition = {
    ...wanted,
    // the time of the last change of `status`, not of the message
    lastTransitionTime: hasStatus ? known.lastTransitionTime : timeOf(now),
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
  };
  return { conditions: [condition] };
}
