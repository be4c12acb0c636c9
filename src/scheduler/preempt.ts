import type { ClusterApi } from '../api/cluster-api.ts';
import { isConflict, isNotFound } from '../api/errors.ts';
import { podKey } from '../api/pods.ts';
import { PODS } from '../api/resources.ts';
import type { Pod } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { Preemption } from './framework/post-filter.ts';
import type { WaitingPods } from './framework/waiting-pods.ts';
import type { Nominations } from './nominations.ts';
import { patchNotNominated, patchPreempted, type PatchOptions } from './pod-condition.ts';

/** What is needed to carry a preemption out. */
export interface PreemptOptions {
  readonly api: ClusterApi;
  readonly recorder: Pick<EventRecorder, 'record'>;
  readonly nominations: Nominations;
  /** A victim that waits for leave to be bound is refused it instead of being deleted. */
  readonly waiting?: Pick<WaitingPods, 'get'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told what is amiss and does not stop the preemption. */
  readonly onTrouble: (error: Error) => void;
}

/** The victims that are not being deleted already: those are on their way, and asking again would change nothing. */
export function stillToGo({ victims }: Preemption): readonly Pod[] {
  return victims.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/**
 * Makes room for the pod: pods of lower priority that were nominated for the node must look for another, and the victims are deleted, with
 * the time they ask for to end (upstream: framework/preemption/executor.go, `prepareCandidateAsync`). The last victim goes only after all
 * others went, so that a failure costs as few pods as possible. Resolves when all has been written, not when the victims are gone.
 * Rejects with the first failure; a victim that is gone already is none.
 */
export async function preempt(options: PreemptOptions, pod: Pod, preemption: Preemption): Promise<void> {
  await makeOthersLookElsewhere(options, pod, preemption.node);
  const victims = stillToGo(preemption);
  const [others, last] = [victims.slice(0, -1), victims.slice(-1)];
  for (const part of [others, last]) {
    const results = await Promise.allSettled(
      part.map((victim) => evict(options, pod, preemption.node, victim)),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }
}

/** A failure of this is told and not fatal: such a pod would only wait longer than it must (as upstream). */
async function makeOthersLookElsewhere(options: PreemptOptions, pod: Pod, node: string): Promise<void> {
  const { api, nominations, onTrouble } = options;
  const priority = pod.spec.priority ?? 0;
  const lower = nominations.on(node).filter((other) => (other.spec.priority ?? 0) < priority);
  for (const other of lower) nominations.clear(other);
  await Promise.all(
    lower.map((other) => patchNotNominated(api, other, patchOptions(options)).catch(onTrouble)),
  );
}

/** Upstream: executor.go, `PreemptPod`. */
async function evict(options: PreemptOptions, pod: Pod, node: string, victim: Pod): Promise<void> {
  const { waiting, recorder } = options;
  const isInMemory = waiting?.get(podKey(victim))?.preempt('DefaultPreemption', 'preempted') ?? false;
  if (!isInMemory && !(await remove(options, pod, victim))) return;
  const note = `Preempted by pod ${podKey(pod)} on node ${node}${isInMemory ? ' (in kube-scheduler memory).' : ''}`;
  recorder.record(victim, {
    type: 'Normal',
    reason: 'Preempted',
    action: 'Preempting',
    note,
    // the victim may be another scheduler's
    scheduler: pod.spec.schedulerName,
  });
}

/** False when the victim was gone already. */
async function remove(options: PreemptOptions, pod: Pod, victim: Pod): Promise<boolean> {
  const { api, signal } = options;
  const { schedulerName = '' } = pod.spec;
  if (!(await patchPreempted(api, victim, schedulerName, patchOptions(options)))) return false;
  try {
    await api.delete(PODS, victim.metadata, { signal });
    return true;
  } catch (error) {
    // a conflict: another pod of the same name
    if (isNotFound(error) || isConflict(error)) return false;
    throw error;
  }
}

function patchOptions({ clock, signal }: PreemptOptions): PatchOptions {
  return { now: clock.now(), signal };
}
