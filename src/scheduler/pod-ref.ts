import { podKey } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';
import type { PodRef } from './events.ts';

/** The pod as events name it. */
export function podRef(pod: Pod): PodRef {
  return { namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name, uid: podKey(pod) };
}
