import { podKey } from '../../api/pods.ts';
import type { Pod } from '../../api/types.ts';
import type { ClusterChange } from './cluster-event.ts';

/** Whether the pod that changed is the one that waits (upstream: `TargetPod` events), not one that was placed. */
export function isItself(pod: Pod, { before, now }: ClusterChange<Pod>): boolean {
  const changed = now ?? before;
  return changed !== undefined && podKey(changed) === podKey(pod);
}
