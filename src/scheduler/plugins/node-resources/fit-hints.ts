import type { Node, Pod } from '../../../api/types.ts';
import type { ClusterChange, EventHint } from '../../framework/cluster-event.ts';
import { isItself } from '../../framework/itself.ts';
import { podRequests } from '../../framework/pod-requests.ts';
import { allocatableOf, amountIn } from '../../framework/resource-sums.ts';
import { fitsEmpty, type Want, wantsOf } from './wants.ts';

/** The changes that can make room (upstream: fit.go, `EventsToRegister` with its hints). They know no ignored resource, as upstream's do not. */
export function fitHints(): readonly EventHint[] {
  return [
    { event: 'pod-deleted', hint: wasOnANode },
    { event: 'pod-scaled-down', hint: (pod, change: ClusterChange<Pod>) => frees(wantsOf(pod, {}), change) },
    { event: 'pod-changed', hint: asksForLess },
    {
      event: 'node-added',
      hint: (pod, { now }: ClusterChange<Node>) => !now || fitsEmpty(allocatableOf(now), wantsOf(pod, {})),
    },
    {
      event: 'node-allocatable',
      hint: (pod, change: ClusterChange<Node>) => grows(wantsOf(pod, {}), change),
    },
  ];
}

/** `isSchedulableAfterAssignedPodDelete`: one that never was on a node held nothing. */
function wasOnANode(_pod: Pod, { before }: ClusterChange<Pod>): boolean {
  return !before || Boolean(before.spec.nodeName) || Boolean(before.status?.nominatedNodeName);
}

/** `haveEnoughRelevantResourcesDecreased`: of something that the waiting pod needs. */
function frees(wants: readonly Want[], { before, now }: ClusterChange<Pod>): boolean {
  if (!before || !now) return true;
  if (!now.spec.nodeName) return false;
  const [had, has] = [podRequests(before).requests, podRequests(now).requests];
  return wants.some(({ name }) => amountIn(had, name) > amountIn(has, name));
}

/** `isSchedulableAfterTargetPodScaleDown`: the waiting pod itself. */
function asksForLess(pod: Pod, change: ClusterChange<Pod>): boolean {
  const { before, now } = change;
  if (!isItself(pod, change)) return false;
  if (!before || !now) return true;
  const [asked, asks] = [podRequests(before).requests, podRequests(now).requests];
  return wantsOf(before, {}).some(({ name }) => amountIn(asked, name) > amountIn(asks, name));
}

/** `isSchedulableAfterNodeChange`: it fits the node now, of which there is more than before (`haveAnyRequestedResourcesIncreased`). */
function grows(wants: readonly Want[], { before, now }: ClusterChange<Node>): boolean {
  if (!before || !now) return true;
  const [had, has] = [allocatableOf(before), allocatableOf(now)];
  if (!fitsEmpty(has, wants)) return false;
  return (
    has.allowedPods > had.allowedPods || wants.some(({ name }) => amountIn(has, name) > amountIn(had, name))
  );
}
