import { readyCondition } from '../api/nodes.ts';
import type { Node, Pod } from '../api/types.ts';
import type { Cache } from './cache.ts';
import type { ClusterEvent } from './framework/cluster-event.ts';
import { isFinished, podText } from '../api/pods.ts';
import { nominationHandler } from './nomination-handler.ts';
import type { SchedulingQueue } from './queue.ts';

/** What an informer calls, in order, for each object. */
export interface ResourceHandler<T> {
  onAdd(object: T): void;
  onUpdate(old: T, now: T): void;
  onDelete(last: T): void;
}

/** What the handlers feed, and how they tell which pods are ours. */
export interface HandlerOptions {
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  /** Whether an unassigned pod is one that this scheduler serves. */
  readonly isOurs: (pod: Pod) => boolean;
  /** One of ours came in that waits for a node. */
  readonly onNoticed: (pod: Pod) => void;
}

/**
 * The only junction between what is watched and what the scheduler knows (upstream: eventhandlers.go): assigned pods
 * and nodes go to the cache, our unassigned pods to the queue, and every change that could help a waiting pod is told
 * to the queue.
 */
export function podHandler(options: HandlerOptions): ResourceHandler<Pod> {
  const { cache, queue, isOurs, onNoticed } = options;
  const nomination = nominationHandler(options);
  const waits = (pod: Pod) => !pod.spec.nodeName && !isFinished(pod) && !isGated(pod) && isOurs(pod);
  const notice = (pod: Pod) => {
    onNoticed(pod);
    queue.add(pod);
  };
  return {
    onAdd(pod) {
      nomination.onAdd(pod);
      if (occupies(pod)) settle(options, undefined, pod);
      else if (waits(pod)) notice(pod);
    },
    onUpdate(old, now) {
      nomination.onUpdate(old, now);
      if (occupies(now)) settle(options, old, now);
      else if (occupies(old)) leave(options, now);
      else if (!waits(now)) queue.delete(now);
      else if (!waits(old)) notice(now);
      else
        queue.update(
          now,
          !sameJson(old.spec, now.spec) || !sameJson(old.metadata.labels, now.metadata.labels),
        );
    },
    onDelete(pod) {
      queue.delete(pod);
      nomination.onDelete(pod);
      // an assumed pod is in the cache although the watch never said that it was placed
      if (occupies(pod) || cache.isAssumed(pod)) leave(options, pod);
    },
  };
}

type Parts = Pick<HandlerOptions, 'cache' | 'queue'>;

/** The pod is on a node, just placed or placed before. What matters of it for others: that it came, and its labels. */
function settle({ cache, queue }: Parts, old: Pod | undefined, now: Pod): void {
  queue.delete(now);
  cache.setPod(now);
  const name = podText(now.metadata);
  if (!old || !occupies(old)) queue.moveOn({ event: 'pod-placed', now }, `pod ${name} was placed`);
  else if (!sameJson(old.metadata.labels, now.metadata.labels))
    queue.moveOn({ event: 'pod-changed', before: old, now }, `pod ${name} has new labels`);
}

/** The pod no longer holds anything on its node. */
function leave({ cache, queue }: Parts, pod: Pod): void {
  cache.removePod(pod);
  queue.moveOn({ event: 'pod-deleted', before: pod }, `pod ${podText(pod.metadata)} is gone`);
}

/** Held back by its owner: the API server would refuse the binding (upstream: plugins/schedulinggates). */
function isGated(pod: Pod): boolean {
  return (pod.spec.schedulingGates?.length ?? 0) > 0;
}

/** Holds a place on its node. */
function occupies(pod: Pod): boolean {
  return Boolean(pod.spec.nodeName) && !isFinished(pod);
}

/** The same for nodes. @see podHandler */
export function nodeHandler({ cache, queue }: Parts): ResourceHandler<Node> {
  return {
    onAdd(node) {
      cache.setNode(node);
      queue.moveOn({ event: 'node-added', now: node }, `node ${node.metadata.name} was added`);
    },
    onUpdate(old, now) {
      cache.setNode(now);
      for (const [event, what] of nodeChanges(old, now))
        queue.moveOn({ event, before: old, now }, `node ${now.metadata.name}: ${what}`);
    },
    onDelete(node) {
      cache.removeNode(node.metadata.name);
      queue.moveOn({ event: 'node-removed', before: node }, `node ${node.metadata.name} was removed`);
    },
  };
}

/** What changed that a plugin can care for (upstream: `nodeSchedulingPropertiesChange`). Heartbeats give nothing. */
function nodeChanges(old: Node, now: Node): readonly (readonly [ClusterEvent, string])[] {
  const aspects: readonly (readonly [ClusterEvent, string, (node: Node) => unknown])[] = [
    ['node-taints', 'its taints changed', (node) => node.spec?.taints ?? []],
    ['node-unschedulable', 'it was cordoned or uncordoned', (node) => node.spec?.unschedulable ?? false],
    ['node-ready', 'its Ready condition changed', (node) => readyCondition(node)?.status ?? 'absent'],
    ['node-labels', 'its labels changed', (node) => node.metadata.labels ?? {}],
    ['node-allocatable', 'its allocatable resources changed', (node) => node.status?.allocatable ?? {}],
    ['node-features', 'its features changed', (node) => node.status?.declaredFeatures ?? []],
  ];
  return aspects.flatMap(([event, what, of]) => (sameJson(of(old), of(now)) ? [] : [[event, what] as const]));
}

/** The API server keeps the order of keys, so texts compare well enough; a false difference costs one extra try. */
function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
