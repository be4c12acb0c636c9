import type { Node, Pod } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { NODES, PODS } from '../runtime/kinds.ts';
import type { ObjectIndex } from '../runtime/object-index.ts';
import { keyOfObject } from '../runtime/owners.ts';
import { msOf, timeOf } from '../../../api/times.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { indexByNode } from '../workloads/pod-indexes.ts';
import { tolerates } from '../workloads/tolerations.ts';

/** Deletes pods that do not, or no longer, tolerate a NoExecute taint of their node (pkg/controller/tainteviction). */
export function startTaintEviction(parts: ControllerParts): Running {
  return new TaintEviction(parts).context;
}

/**
 * When a pod has to go, in milliseconds since the epoch: the shortest of the tolerations' times from when the last taint came. `never` when
 * the taints do not touch it.
 */
export function evictionTime(pod: Pod, node: Node, now: number): number | 'never' {
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  if (taints.length === 0) return 'never';
  const used = taints.map((taint) =>
    pod.spec?.tolerations?.filter((toleration) => tolerates(toleration, taint)),
  );
  if (used.some((tolerations) => !tolerations?.length)) return now;
  const seconds = used.flatMap((tolerations = []) =>
    tolerations.flatMap(({ tolerationSeconds }) =>
      tolerationSeconds === undefined ? [] : [tolerationSeconds],
    ),
  );
  if (seconds.length === 0) return 'never';
  const since = Math.max(...taints.map(({ timeAdded }) => msOf(timeAdded) || now));
  return since + Math.max(0, Math.min(...seconds)) * 1_000;
}

class TaintEviction {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;
  readonly #tainted = new Set<string>();
  /** Pods whose time is running. */
  readonly #marked = new Set<string>();

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'taint-eviction-controller');
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    });
    this.#pods = indexByNode(parts.store, (node, { entry }) => {
      if (this.#tainted.has(node)) this.#queue.add(entry.key);
    });
    this.context.onStop(this.#pods.stop);
    this.context.follow(NODES, ({ entry }) => {
      this.#onNode(entry.key);
    });
    for (const { key } of parts.store.list(NODES.info.storage)) this.#onNode(key);
  }

  #onNode(name: string): void {
    const node = this.context.client.byKey(NODES, name);
    const isTainted = node?.spec?.taints?.some(({ effect }) => effect === 'NoExecute') ?? false;
    if (!isTainted && !this.#tainted.has(name)) return;
    if (isTainted) this.#tainted.add(name);
    else this.#tainted.delete(name);
    for (const pod of this.#pods.get(name)) this.#queue.add(keyOfObject(pod));
  }

  #sync(key: string): void {
    const { client } = this.context;
    const pod = client.byKey(PODS, key);
    const node = pod?.spec?.nodeName ? client.byKey(NODES, pod.spec.nodeName) : undefined;
    if (!pod || !node || pod.metadata.deletionTimestamp) {
      this.#marked.delete(key);
      return;
    }
    const now = this.context.now();
    const time = evictionTime(pod, node, now);
    if (time === 'never') {
      if (this.#marked.delete(key)) this.#tell(pod, 'Cancelling deletion of Pod');
    } else if (time <= now) this.#evict(key, pod);
    else {
      this.#marked.add(key);
      this.#queue.addAfter(key, time - now);
    }
  }

  /** `addConditionAndDeletePod`. */
  #evict(key: string, pod: Pod): void {
    this.#marked.delete(key);
    this.#tell(pod, 'Marking for deletion Pod');
    const condition = {
      type: 'DisruptionTarget',
      observedGeneration: pod.metadata.generation ?? 0,
      status: 'True',
      lastTransitionTime: timeOf(this.context.now()),
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    };
    const others = pod.status?.conditions?.filter(({ type }) => type !== condition.type) ?? [];
    const status = { ...pod.status, conditions: [...others, condition] };
    this.context.client.update(PODS, { ...pod, status }, 'status');
    this.context.client.delete(PODS, pod);
  }

  #tell(pod: Pod, words: string): void {
    this.context.event(PODS, pod, 'Normal', 'TaintManagerEviction', `${words} ${keyOfObject(pod)}`);
  }
}
