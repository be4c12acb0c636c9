import type { Node, Pod } from '../api/types.ts';
import type { Cache } from './cache.ts';
import { isFinished, podKey, podText } from '../api/pods.ts';
import type { WaitingPods } from './framework/waiting-pods.ts';
import { nominationHandler } from './nomination-handler.ts';
import { mayFitNow, nodeChanges, placedOn, placedPodChanges } from './object-changes.ts';
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
  readonly waitingPods: Pick<WaitingPods, 'gone'>;
  /** Tells the plugins that keep count. */
  readonly podChanged: (before: Pod | undefined, now: Pod | undefined) => void;
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
  const { queue, podChanged, isOurs, onNoticed } = options;
  const nomination = nominationHandler(options);
  const waits = (pod: Pod) => !pod.spec.nodeName && !isFinished(pod) && isOurs(pod);
  const notice = (pod: Pod) => {
    onNoticed(pod);
    queue.add(pod);
  };
  return {
    onAdd(pod) {
      podChanged(undefined, pod);
      nomination.onAdd(pod);
      if (occupies(pod)) settle(options, undefined, pod);
      else if (waits(pod)) notice(pod);
    },
    onUpdate(old, now) {
      podChanged(old, now);
      nomination.onUpdate(old, now);
      if (occupies(now)) settle(options, old, now);
      else if (occupies(old)) leave(options, now);
      else if (!waits(now)) queue.delete(now);
      else if (!waits(old)) notice(now);
      else {
        if (isDeletedNow(old, now)) giveUp(options, now);
        queue.update(now, mayFitNow(old, now));
      }
    },
    onDelete(pod) {
      podChanged(pod, undefined);
      queue.delete(pod);
      nomination.onDelete(pod);
      if (occupies(pod)) leave(options, pod);
      else giveUp(options, pod);
    },
  };
}

type Parts = Pick<HandlerOptions, 'cache' | 'queue'>;

/** The pod is on a node, just placed or placed before. What matters of it for others: that it came, its labels, and what it asks for. */
function settle(
  { cache, queue, waitingPods }: Parts & Pick<HandlerOptions, 'waitingPods'>,
  old: Pod | undefined,
  now: Pod,
): void {
  queue.delete(now);
  cache.setPod(now);
  if (old && occupies(old)) {
    for (const [event, cause] of placedPodChanges(old, now)) queue.moveOn({ event, before: old, now }, cause);
    return;
  }
  // one that waits to be bound by us was placed by somebody else
  waitingPods.gone(podKey(now));
  queue.moveOn({ event: 'pod-placed', now }, `pod ${podText(now.metadata)} was placed`);
}

/**
 * The pod is going, or gone, before it was seen on a node. What it holds here if it is assumed is free at once; a binding that is under
 * way will be refused (upstream: eventhandlers.go, `handleAssumedPodDeletion`).
 */
function giveUp({ cache, queue, waitingPods }: Parts & Pick<HandlerOptions, 'waitingPods'>, pod: Pod): void {
  waitingPods.gone(podKey(pod));
  const node = cache.assumedOn(pod);
  if (node === undefined) return;
  cache.forget(pod);
  queue.moveOn({ event: 'pod-deleted', before: placedOn(pod, node) }, `pod ${podText(pod.metadata)} is gone`);
}

function isDeletedNow(old: Pod, now: Pod): boolean {
  return old.metadata.deletionTimestamp === undefined && now.metadata.deletionTimestamp !== undefined;
}

/** The pod no longer holds anything on its node. */
function leave({ cache, queue }: Parts, pod: Pod): void {
  cache.removePod(pod);
  queue.moveOn({ event: 'pod-deleted', before: pod }, `pod ${podText(pod.metadata)} is gone`);
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
      for (const [event, cause] of nodeChanges(old, now)) queue.moveOn({ event, before: old, now }, cause);
    },
    onDelete(node) {
      cache.removeNode(node.metadata.name);
      queue.moveOn({ event: 'node-removed', before: node }, `node ${node.metadata.name} was removed`);
    },
  };
}
