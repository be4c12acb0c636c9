import { amountOf, requestsOf } from '../../api/pod-requests.ts';
import { isFinished } from '../../api/pods.ts';
import type { PodOrder } from '../pod-order.ts';
import type { Stage } from '../stage.ts';
import { FILLER } from './names.ts';

/** `cpu` in thousandths, `memory` in bytes, as what is free of them is counted. */
export type RoomResource = 'cpu' | 'memory';

const MI = 2 ** 20;

/** How much of a node none of these pods (all of the cluster when missing) has requested. */
export function freeOn({ view }: Stage, node: string, resource: RoomResource, pods = view.pods()): number {
  const allocatable = view.node(node)?.status?.allocatable?.[resource] ?? '0';
  const used = pods
    .filter((pod) => pod.spec.nodeName === node && !isFinished(pod))
    .reduce((sum, pod) => sum + (requestsOf(pod).get(resource) ?? 0), 0);
  return amountOf(resource, allocatable) - used;
}

/** An amount as a pod requests it. */
export function quantity(resource: RoomResource, amount: number): string {
  return resource === 'cpu' ? `${String(Math.floor(amount))}m` : `${String(Math.floor(amount / MI))}Mi`;
}

/** A pod that takes so much of what is free of a node, of both resources. */
export function fillerOf(stage: Stage, name: string, node: string, part: number): PodOrder {
  const requests = Object.fromEntries(
    (['cpu', 'memory'] as const).map((resource) => [
      resource,
      quantity(resource, freeOn(stage, node, resource) * part),
    ]),
  );
  return { name, node, requests, schedulerName: FILLER };
}
