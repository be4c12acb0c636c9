import type { Node, Pod } from '../api/types.ts';
import { naturalOrder } from '../lib/natural-order.ts';
import type { NodeInfo } from './framework/node-info.ts';
import { NodeState } from './framework/node-state.ts';
import { NO_OBJECTS, type Objects, type Snapshot, snapshotOf } from './framework/snapshot.ts';
import { podKey } from '../api/pods.ts';
import { ImageStates } from './image-states.ts';
import { Nominations } from './nominations.ts';

/**
 * What is where: nodes with their pods, whoever placed them (upstream: backend/cache). One writer, the event handlers,
 * plus the scheduling cycle, which assumes.
 *
 *     (unknown) --assume--> Assumed --addPod (the watch confirms)--> Added --removePod--> (unknown)
 *                              |                                       ^
 *                              +--forget (the binding failed)          +-- addPod of a pod placed by anyone
 *
 * An assumed pod never expires: a binding that got no answer is read back before it is forgotten. Pods on a node that
 * is not known (yet, or any more) are kept, so that neither order of events loses usage; such a node is no candidate.
 */
export class Cache {
  /** Where pods wait for room that is being made. One that is placed here waits no more. */
  readonly nominations = new Nominations();
  readonly #nodes = new Map<string, NodeState>();
  readonly #pods = new Map<string, { readonly pod: Pod; readonly node: string; readonly assumed: boolean }>();
  readonly #images = new ImageStates();
  readonly #objects: Objects;
  #sorted: readonly NodeInfo[] | undefined;

  constructor(objects: Objects = NO_OBJECTS) {
    this.#objects = objects;
  }

  /** Every known node in natural order of names: the live infos, valid until the next await. */
  get nodes(): readonly NodeInfo[] {
    this.#sorted ??= this.#nodes
      .values()
      .filter((info) => info.known)
      .toArray()
      .toSorted((a, b) => naturalOrder(a.name, b.name));
    return this.#sorted;
  }

  /** What a cycle works on: live, valid until the next await. */
  snapshot(): Snapshot {
    return snapshotOf({
      nodes: this.nodes,
      get: (name) => this.get(name),
      nominated: (node) => this.nominations.on(node),
      objects: this.#objects,
    });
  }

  get(node: string): NodeInfo | undefined {
    const info = this.#nodes.get(node);
    return info?.known ? info : undefined;
  }

  /** The pod with this key, on whichever node. */
  pod(key: string): Pod | undefined {
    return this.#pods.get(key)?.pod;
  }

  /** Adds a node, or replaces what is known of it. */
  setNode(node: Node): void {
    const info = this.#info(node.metadata.name);
    if (!info.known) this.#sorted = undefined;
    this.#images.remove(info.images);
    info.setNode(node, this.#images.add(node));
  }

  /** The node is gone; its pods stay until their own deletion is seen. */
  removeNode(name: string): void {
    const info = this.#nodes.get(name);
    if (!info) return;
    this.#images.remove(info.images);
    info.unsetNode();
    this.#sorted = undefined;
    this.#dropIfEmpty(name);
  }

  /** A pod that the API server says is on a node: new, confirmed, or changed. */
  setPod(pod: Pod): void {
    this.removePod(pod);
    this.#place(pod, pod.spec.nodeName ?? '', false);
  }

  /** The pod is gone or finished. Unknown pods are no error. */
  removePod(pod: Pod): void {
    const key = podKey(pod);
    const placed = this.#pods.get(key);
    if (!placed) return;
    this.#pods.delete(key);
    this.#nodes.get(placed.node)?.remove(key);
    this.#dropIfEmpty(placed.node);
  }

  /** Counts the pod on its node before the API server has confirmed it, so that our own speed overcommits nothing. */
  assume(pod: Pod, node: string): void {
    if (this.#pods.has(podKey(pod))) throw new Error(`pod ${pod.metadata.name} is in the cache already`);
    this.#place(pod, node, true);
  }

  /** Takes an assumption back. A pod that was confirmed in the meantime stays. */
  forget(pod: Pod): void {
    if (this.isAssumed(pod)) this.removePod(pod);
  }

  isAssumed(pod: Pod): boolean {
    return this.assumedOn(pod) !== undefined;
  }

  /** The node on which the pod is assumed and not confirmed yet. */
  assumedOn(pod: Pod): string | undefined {
    const placed = this.#pods.get(podKey(pod));
    return placed?.assumed ? placed.node : undefined;
  }

  /** How much is in it, for metrics; goes through all pods. */
  sizes(): { readonly nodes: number; readonly pods: number; readonly assumed_pods: number } {
    let assumed = 0;
    for (const placed of this.#pods.values()) if (placed.assumed) assumed++;
    return { nodes: this.#nodes.size, pods: this.#pods.size, assumed_pods: assumed };
  }

  #place(pod: Pod, node: string, assumed: boolean): void {
    this.nominations.clear(pod);
    this.#pods.set(podKey(pod), { pod, node, assumed });
    this.#info(node).add(pod);
  }

  #info(name: string): NodeState {
    const info = this.#nodes.get(name) ?? new NodeState(name);
    this.#nodes.set(name, info);
    return info;
  }

  #dropIfEmpty(name: string): void {
    const info = this.#nodes.get(name);
    if (info && !info.known && info.pods.size === 0) this.#nodes.delete(name);
  }
}
