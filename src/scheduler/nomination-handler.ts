import { podText } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';
import type { Cache } from './cache.ts';
import type { SchedulingQueue } from './queue.ts';

/** What it feeds, and how it tells which pods are ours. */
export interface NominationOptions {
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly isOurs: (pod: Pod) => boolean;
}

/**
 * Follows `status.nominatedNodeName` of our waiting pods, gated ones too (upstream: eventhandlers.go and backend/queue/nominator.go). Pods of
 * the same or lower priority take a nominated pod for placed; when it gives the node up they are told as if it had been deleted there.
 */
export function nominationHandler({ cache, queue, isOurs }: NominationOptions) {
  const { nominations } = cache;
  const waits = (pod: Pod) => !pod.spec.nodeName && isOurs(pod) && !cache.isAssumed(pod);
  const givenUp = (pod: Pod, node: string) => {
    const priority = pod.spec.priority ?? 0;
    queue.moveOn(
      { event: 'pod-deleted', before: pod },
      `pod ${podText(pod.metadata)} waits for node ${node} no more`,
      (other) => (other.spec.priority ?? 0) <= priority,
    );
  };
  return {
    onAdd(pod: Pod): void {
      if (waits(pod)) nominations.observe(undefined, pod);
    },
    onUpdate(old: Pod, now: Pod): void {
      if (!waits(now)) return;
      nominations.observe(old, now);
      const had = old.status?.nominatedNodeName;
      if (had && had !== now.status?.nominatedNodeName) givenUp(old, had);
    },
    onDelete(pod: Pod): void {
      nominations.clear(pod);
      if (waits(pod) && pod.status?.nominatedNodeName) givenUp(pod, pod.status.nominatedNodeName);
    },
  };
}
