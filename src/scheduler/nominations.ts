import { podKey } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';

const NONE: readonly Pod[] = [];

/**
 * For which waiting pods a node is being made free (upstream: backend/queue/nominator.go). Both sources count: `status.nominatedNodeName`,
 * and what was decided here a moment ago, before the watch tells. A pod that is on a node, or assumed there, is nominated nowhere.
 */
export class Nominations {
  readonly #onNode = new Map<string, readonly Pod[]>();
  readonly #nodeOf = new Map<string, string>();

  /** In the order in which they were nominated. */
  on(node: string): readonly Pod[] {
    return this.#onNode.get(node) ?? NONE;
  }

  /** Undefined for a pod that is nominated nowhere. */
  nodeOf(pod: Pod): string | undefined {
    return this.#nodeOf.get(podKey(pod));
  }

  /** Decided here: from now on the pod counts on this node, and on no other. */
  nominate(pod: Pod, node: string): void {
    this.clear(pod);
    this.#nodeOf.set(podKey(pod), node);
    this.#onNode.set(node, [...this.on(node), pod]);
  }

  clear(pod: Pod): void {
    const key = podKey(pod);
    const node = this.#nodeOf.get(key);
    if (node === undefined) return;
    this.#nodeOf.delete(key);
    const others = this.on(node).filter((other) => podKey(other) !== key);
    if (others.length > 0) this.#onNode.set(node, others);
    else this.#onNode.delete(node);
  }

  /**
   * What the API server says of a waiting pod. An update that knows nothing of a nomination, before and after, does not end one that
   * was decided here: it is older than our own write.
   */
  observe(before: Pod | undefined, now: Pod): void {
    const told = before?.status?.nominatedNodeName ?? '';
    const tells = now.status?.nominatedNodeName ?? '';
    const node = before && told === '' && tells === '' ? this.nodeOf(before) : tells;
    if (before) this.clear(before);
    if (node) this.nominate(now, node);
    else this.clear(now);
  }
}
