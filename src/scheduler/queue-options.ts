import type { Pod } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { Backoff } from './backoff.ts';
import type { ClusterChange, ClusterEvent } from './framework/cluster-event.ts';
import type { QueuedPod, Waiting } from './queued-pod.ts';

/** Time, and what the queue must ask others. */
export interface QueueOptions {
  readonly clock: Clock;
  /** How long a pod rests after a failure; kube-scheduler's defaults when missing. */
  readonly backoff?: Backoff;
  /** Why the pod may not be tried at all (PreEnqueue), asked when it comes and when it changes. Without it every pod may. */
  readonly gate?: (pod: Pod) => string | undefined;
  /** Which of two pods is tried first (QueueSort). Without it the one with the higher priority, or that came first. */
  readonly less?: (a: QueuedPod, b: QueuedPod) => boolean;
  /** False for what no plugin asks for, so that nothing has to be looked through. Without it everything is of interest. */
  readonly isOfInterest?: (event: ClusterEvent) => boolean;
  /** Whether the change can make a pod fit that these plugins rejected. */
  readonly isWorthAnotherTry: (rejectedBy: ReadonlySet<string>, pod: Pod, change: ClusterChange) => boolean;
  /** A pod came into a place; `why` in upstream's words for it (`NodeAdd`, `ScheduleAttemptFailure`). */
  readonly onEntered?: (place: Waiting['place'], why: string) => void;
  /** A parked pod may fit now. */
  readonly onMoved?: (pod: Pod, cause: string) => void;
}
