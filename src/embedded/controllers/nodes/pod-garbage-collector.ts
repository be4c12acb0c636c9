import type { Pod } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { NODES, PODS } from '../runtime/kinds.ts';
import type { ObjectIndex } from '../runtime/object-index.ts';
import { timeOf } from '../../../api/times.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { indexByNode } from '../workloads/pod-indexes.ts';
import { isTerminal } from '../workloads/pods.ts';

/** How long a node may be missing before its pods are given up (`quarantineTime`, pkg/controller/podgc). */
const QUARANTINE_MS = 40_000;

/** Deletes the pods of nodes that no longer exist: there is no kubelet to do it. */
export function startPodGarbageCollector(parts: ControllerParts): Running {
  return new PodGarbageCollector(parts).context;
}

class PodGarbageCollector {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'pod-garbage-collector');
    this.#queue = this.context.queue((node) => {
      this.#sync(node);
    });
    this.#pods = indexByNode(parts.store, (node, { type }) => {
      if (type !== 'DELETED') this.#check(node);
    });
    this.context.onStop(this.#pods.stop);
    this.context.follow(NODES, ({ type, entry }) => {
      if (type === 'DELETED' && this.#pods.count(entry.key) > 0) this.#check(entry.key);
    });
    for (const node of this.#pods.words()) this.#check(node);
  }

  #check(node: string): void {
    if (!this.context.client.byKey(NODES, node)) this.#queue.addAfter(node, QUARANTINE_MS);
  }

  #sync(node: string): void {
    if (this.context.client.byKey(NODES, node)) return;
    for (const pod of this.#pods.get(node)) this.#collect(pod);
  }

  /** `markFailedAndDeletePodWithCondition`. */
  #collect(pod: Pod): void {
    if (!isTerminal(pod)) {
      const condition = {
        type: 'DisruptionTarget',
        observedGeneration: pod.metadata.generation ?? 0,
        status: 'True',
        lastTransitionTime: timeOf(this.context.now()),
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
      };
      const others = pod.status?.conditions?.filter(({ type }) => type !== condition.type) ?? [];
      const status = { ...pod.status, phase: 'Failed', conditions: [...others, condition] };
      this.context.client.update(PODS, { ...pod, status }, 'status');
    }
    this.context.client.delete(PODS, pod, { gracePeriodSeconds: 0 });
  }
}
