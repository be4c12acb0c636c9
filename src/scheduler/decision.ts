import type { NodeVerdict } from './events.ts';
import type { Preemption } from './framework/post-filter.ts';
import type { PermitEnd } from './framework/waiting-pods.ts';
import type { QueuedPod } from './queued-pod.ts';

/** A node was chosen and the pod is assumed on it. */
export interface Decision {
  readonly kind: 'decision';
  readonly queued: QueuedPod;
  readonly node: string;
  /** Pods on the node before this one. */
  readonly hadPods: number;
  /** The pod may not be bound before this says so; missing when nothing is in its way. */
  readonly permitted?: Promise<PermitEnd>;
}

/** No node fits: a value, since it is an ordinary outcome. */
export interface FitError {
  readonly kind: 'fit-error';
  readonly queued: QueuedPod;
  /** kube-scheduler's own wording. */
  readonly message: string;
  /** Plugins whose rejection a change could undo. */
  readonly rejectedBy: ReadonlySet<string>;
  /** One for each node, in natural order, at most {@link MAX_VERDICTS}. */
  readonly nodes: readonly NodeVerdict[];
  /** Room that can be made for it. */
  readonly preemption?: Preemption;
  /** The node that was nominated for it before is of no use any more. */
  readonly clearNomination?: true;
}

/** A plugin could not say: tried again after a rest, whatever happens meanwhile (upstream: `SchedulerError`). */
export interface SchedulingError {
  readonly kind: 'error';
  readonly queued: QueuedPod;
  readonly message: string;
}

/** A message for people lists no more nodes than this; the counts in the message are always complete. */
export const MAX_VERDICTS = 100;
