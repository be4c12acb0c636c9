import type { ClusterApi } from '../api/cluster-api.ts';
import { isNotFound } from '../api/errors.ts';
import { PODS } from '../api/resources.ts';
import type { Condition, Pod } from '../api/types.ts';

/**
 * Tells in the pod's own status why it waits: `PodScheduled=False`, reason Unschedulable
 * (upstream: schedule_one.go, `updatePod`). Written only when it says something new. A pod that is gone is no error.
 */
export async function patchUnschedulable(
  api: ClusterApi,
  pod: Pod,
  message: string,
  options: { readonly now: number; readonly signal: AbortSignal },
): Promise<void> {
  const known = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (known?.status === 'False' && known.reason === 'Unschedulable' && known.message === message) return;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    // the time of the last change of `status`, not of the message
    lastTransitionTime: known?.status === 'False' ? known.lastTransitionTime : seconds(options.now),
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
  } satisfies Partial<Condition>;
  const { namespace, name, uid } = pod.metadata;
  try {
    // the uid makes the server refuse a successor of the same name
    const patch = { metadata: { uid }, status: { conditions: [condition] } };
    await api.patch(PODS, { namespace: namespace ?? 'default', name }, patch, {
      subresource: 'status',
      signal: options.signal,
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function seconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
