import { podKey } from '../../../api/pods.ts';
import type { Pod } from '../../../api/types.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import type { Handle } from '../../framework/handle.ts';
import type { Plugin, Queued } from '../../framework/plugin.ts';
import { SKIP } from '../../framework/status.ts';
import { type Gang, Gangs } from './gangs.ts';
import { membershipOf, MIN_AVAILABLE } from './pod-group.ts';
import { Rests } from './rests.ts';

const NAME = 'Coscheduling';

/** By upstream's names (scheduler-plugins: apis/config, `CoschedulingArgs`). */
export interface CoschedulingArgs {
  /** How long a pod waits for the others of its group. */
  readonly permitWaitingTimeSeconds?: number;
  /** How long a group that failed rests; without it, or 0, one second, doubling to ten, as a single pod does. */
  readonly podGroupBackoffSeconds?: number;
}

/**
 * Gangs: pods of one group (see {@link membershipOf} for the labels) are bound all together or not at all
 * (upstream: sigs.k8s.io/scheduler-plugins, pkg/coscheduling).
 *
 * - QueueSort keeps a gang together, where the plugin is enabled there: it stands where its first pod stands.
 * - PreFilter refuses its pods while there are fewer than `minMember`, and while it rests.
 * - Permit lets a pod that found its node wait until so many have; the first one wakes those that rest or are parked.
 * - PostFilter and Unreserve give up for all as soon as too few are left that can make it: nothing is held in vain, so that two gangs
 *   that hold half of what each needs never wait for each other. What remains is ended by the time limit.
 */
export function coscheduling(args: CoschedulingArgs = {}): Plugin {
  const waitMs = (args.permitWaitingTimeSeconds ?? 60) * 1000;
  const gangs = new Gangs();
  const rests = new Rests(args.podGroupBackoffSeconds ? args.podGroupBackoffSeconds * 1000 : undefined);
  let handle: Handle | undefined;

  const isResting = (gang: Gang) => handle !== undefined && rests.isResting(gang, handle);
  const waiting = (gang: Gang) =>
    [...(handle?.waitingPods ?? [])].filter(({ pod }) => gangs.of(pod) === gang);
  const release = (gang: Gang, message: string) => {
    for (const one of waiting(gang)) one.reject(NAME, message);
  };
  const giveUp = (gang: Gang, message: string, retry: boolean) => {
    if (!handle || isResting(gang)) return;
    rests.begin(gang, { retry }, handle);
    gang.unplaceable.clear();
    release(gang, message);
  };

  return {
    name: NAME,
    requeueOn: [
      { event: 'pod-waiting', hint: completes },
      { event: 'pod-placed', hint: completes },
      { event: 'pod-changed', hint: completes },
    ],

    start(given) {
      handle = given;
    },

    podChanged(before, now) {
      const smaller = gangs.podChanged(before, now);
      if (before && smaller && !smaller.isComplete && smaller.isHopeless(before))
        release(smaller, `pod ${before.metadata.name} of its group is gone`);
    },

    less(a, b) {
      const [first, second] = [priorityOf(a), priorityOf(b)];
      if (first !== second) return first > second;
      const [left, right] = [rankOf(a), rankOf(b)];
      return left === right ? a.sequence < b.sequence : left < right;
    },

    preFilter(pod) {
      const membership = membershipOf(pod);
      if (!membership) return SKIP;
      const { group, minMember } = membership;
      if (Number.isNaN(minMember))
        return refusal(`label ${MIN_AVAILABLE} is not a whole number of at least 1`);
      const gang = gangs.of(pod);
      if (gang?.isComplete) return { state: undefined };
      if (gang && gang.minMember !== minMember)
        return refusal(`podGroup ${group} has pods with another ${MIN_AVAILABLE}`);
      const count = gang?.candidates(pod).length ?? 0;
      if (count < minMember)
        return refusal(
          `podGroup ${group} cannot find enough sibling pods, current pods number: ${count}, minMember of group: ${minMember}`,
        );
      if (gang && isResting(gang)) return refusal(`podGroup ${group} failed recently`);
      return { state: undefined };
    },

    postFilter(pod) {
      const gang = gangs.of(pod);
      if (!gang || gang.isComplete || gang.candidates(pod).length < gang.minMember) return undefined;
      if (isResting(gang)) {
        rests.refused(gang, pod);
        return undefined;
      }
      gang.unplaceable.add(podKey(pod));
      if (!gang.isHopeless(pod)) return undefined;
      giveUp(gang, 'optimistic rejection in PostFilter', false);
      return {
        message: `PodGroup ${gang.name} gets rejected due to Pod ${pod.metadata.name} is unschedulable even after PostFilter`,
      };
    },

    reserve(pod) {
      const gang = gangs.of(pod);
      gang?.reserved.add(podKey(pod));
      gang?.unplaceable.delete(podKey(pod));
      return undefined;
    },

    unreserve(pod) {
      const gang = gangs.of(pod);
      if (!gang?.reserved.delete(podKey(pod)) || gang.isComplete) return;
      giveUp(gang, `pod ${pod.metadata.name} of its group lost its node`, true);
    },

    permit(pod) {
      const gang = gangs.of(pod);
      if (!gang) return undefined;
      const others = waiting(gang);
      if (gang.isComplete) {
        rests.forget(gang);
        for (const other of others) other.allow(NAME);
        return undefined;
      }
      if (others.length === 0) {
        // a new try: whoever found no node before may find one now
        gang.unplaceable.clear();
        handle?.activate(gang.members.values().filter((other) => other !== pod));
      }
      return { waitMs };
    },
  };

  function priorityOf({ pod }: Queued): number {
    return gangs.of(pod)?.priority ?? pod.spec.priority ?? 0;
  }

  function rankOf({ pod, sequence }: Queued): number {
    const gang = gangs.of(pod);
    if (!gang) return sequence;
    gang.rank ??= sequence;
    return gang.rank;
  }

  /** Whether the change concerns the pod's own gang, and there are enough of it now. */
  function completes(pod: Pod, { now }: ClusterChange): boolean {
    const gang = gangs.of(pod);
    const changed = now && membershipOf(now);
    return (
      changed?.group === gang?.name && gang !== undefined && gang.candidates(pod).length >= gang.minMember
    );
  }
}

function refusal(reason: string) {
  return { rejection: { reasons: [reason], unresolvable: true } } as const;
}
