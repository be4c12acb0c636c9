import { readyCondition } from '../api/nodes.ts';
import { podText } from '../api/pods.ts';
import type { Node, Pod } from '../api/types.ts';
import type { ClusterEvent } from './framework/cluster-event.ts';
import { podRequests } from './framework/pod-requests.ts';
import { amountIn } from './framework/resource-sums.ts';

/** What happened, and in words. */
export type Told = readonly [ClusterEvent, string];

const NODE_ASPECTS: readonly (readonly [ClusterEvent, string, (node: Node) => unknown])[] = [
  ['node-taints', 'its taints changed', ({ spec }) => spec?.taints ?? []],
  ['node-ready', 'its Ready condition changed', (node) => readyCondition(node)?.status ?? 'absent'],
  ['node-labels', 'its labels changed', ({ metadata }) => metadata.labels ?? {}],
  ['node-allocatable', 'its allocatable resources changed', ({ status }) => status?.allocatable ?? {}],
  ['node-features', 'its features changed', ({ status }) => status?.declaredFeatures ?? []],
];

/**
 * What changed of a node that a plugin can care for (upstream: framework/events.go, `NodeSchedulingPropertiesChange`). A heartbeat gives
 * nothing, nor does a cordon: it helps nobody. Of its conditions only Ready counts.
 */
export function nodeChanges(old: Node, now: Node): readonly Told[] {
  const changes = NODE_ASPECTS.flatMap(([event, what, of]) =>
    sameJson(of(old), of(now)) ? [] : [[event, `node ${now.metadata.name}: ${what}`] as const],
  );
  if (!old.spec?.unschedulable || now.spec?.unschedulable) return changes;
  return [['node-unschedulable', `node ${now.metadata.name}: it was uncordoned`], ...changes];
}

/** What changed of a pod on a node that can help others (upstream: framework/events.go, `PodSchedulingPropertiesChange`). */
export function placedPodChanges(old: Pod, now: Pod): readonly Told[] {
  const name = podText(now.metadata);
  const changes: Told[] = [];
  if (!sameJson(old.metadata.labels, now.metadata.labels))
    changes.push(['pod-changed', `pod ${name} has new labels`]);
  if (asksForLess(old, now)) changes.push(['pod-scaled-down', `pod ${name} asks for less`]);
  return changes;
}

/** Whether a waiting pod changed in a way that can make it fit. */
export function mayFitNow(old: Pod, now: Pod): boolean {
  return !sameJson(old.spec, now.spec) || !sameJson(old.metadata.labels, now.metadata.labels);
}

/** The pod as it would be seen on this node: an assumed pod does not name it, and hints ask. */
export function placedOn(pod: Pod, nodeName: string): Pod {
  return { ...pod, spec: { ...pod.spec, nodeName } };
}

function asksForLess(old: Pod, now: Pod): boolean {
  if (old.spec === now.spec && old.status === now.status) return false;
  const [asked, asks] = [podRequests(old).requests, podRequests(now).requests];
  const names = ['cpu', 'memory', 'ephemeral-storage', ...asked.scalar.keys()];
  return names.some((name) => amountIn(asked, name) > amountIn(asks, name));
}

/** The API server keeps the order of keys, so texts compare well enough; a false difference costs one extra try. */
function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
