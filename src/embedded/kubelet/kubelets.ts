import { MASTERS, type User } from '../api/caller.ts';
import { Client } from '../controllers/runtime/client.ts';
import type { ControllerParts, Running } from '../controllers/runtime/controller.ts';
import { EventRecorder } from '../controllers/runtime/event-recorder.ts';
import { NODES, PODS } from '../controllers/runtime/kinds.ts';
import type { ObjectIndex } from '../controllers/runtime/object-index.ts';
import { keyOfObject, nameOf } from '../controllers/runtime/owners.ts';
import { repeat } from '../controllers/runtime/repeat.ts';
import { WorkQueue } from '../controllers/runtime/work-queue.ts';
import { indexByNode } from '../controllers/workloads/pod-indexes.ts';
import type { Node, Pod } from '../data/types.ts';
import { BEAT_MS, Heartbeats } from './heartbeats.ts';
import { PodWorker } from './pod-worker.ts';
import { isEmbedded, isSilenced } from './silence.ts';

/** What the kubelets stand on. */
export interface KubeletParts extends ControllerParts {
  /** How long a pod is ContainerCreating, in milliseconds. */
  readonly startDelayMs: number;
}

/** What a kubelet acts as. In a real cluster each has its node's name in it; nobody here asks which. */
const KUBELET: User = { name: 'system:node', groups: ['system:nodes', MASTERS] };
const HEARTBEATS = 'heartbeats';
const NODE_PREFIX = 'node ';

/**
 * Plays the kubelets of all embedded nodes: one subscription and one queue, however many nodes. Pods that are bound to them become
 * Running without a process behind them, end, restart and go as a kubelet would let them; nodes give signs of life.
 */
export function startKubelets(parts: KubeletParts): Running {
  const kubelets = new Kubelets(parts);
  return {
    stop() {
      kubelets.stop();
    },
  };
}

/** The client that the kubelets write with: also for `stopNode` and `startNode`. */
export function kubeletClient(parts: Pick<KubeletParts, 'store' | 'verbs'>): Client {
  return new Client(parts, KUBELET, 'kubelet');
}

class Kubelets {
  readonly #parts: KubeletParts;
  readonly #client: Client;
  readonly #recorder: EventRecorder;
  readonly #queue: WorkQueue;
  /** Beside the pods' queue: behind ten thousand new pods the nodes would seem dead. */
  readonly #beats: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;
  readonly #worker: PodWorker;
  readonly #heartbeats: Heartbeats;
  readonly #silent = new Set<string>();
  readonly #stops: (() => void)[] = [];

  constructor(parts: KubeletParts) {
    this.#parts = parts;
    this.#client = kubeletClient(parts);
    this.#recorder = new EventRecorder(this.#client, parts.clock);
    this.#queue = this.#newQueue((key) => {
      this.#sync(key);
    });
    this.#beats = this.#newQueue(() => {
      this.#heartbeats.beat(this.#parts.clock.now());
    });
    this.#heartbeats = new Heartbeats(this.#client, (node) => {
      this.#tellReady(node);
    });
    this.#pods = indexByNode(parts.store, (_node, { type, entry }) => {
      if (type === 'DELETED') this.#worker.forgetPod(entry.key);
      else this.#queue.add(entry.key);
    });
    this.#worker = this.#newWorker();
    this.#followNodes();
    for (const { key } of parts.store.list(PODS.info.storage)) this.#queue.add(key);
    const beating = repeat(parts.clock, BEAT_MS, () => {
      this.#beats.add(HEARTBEATS);
    });
    this.#stops.push(this.#pods.stop, beating);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#queue.stop();
    this.#beats.stop();
  }

  #newQueue(sync: (key: string) => void): WorkQueue {
    const { clock, turns, log } = this.#parts;
    return new WorkQueue({
      clock,
      turns,
      sync,
      onError: (key, error) => {
        log(`kubelet: ${key}: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
  }

  #newWorker(): PodWorker {
    return new PodWorker({
      client: this.#client,
      recorder: this.#recorder,
      clock: this.#parts.clock,
      pods: this.#pods,
      startDelayMs: this.#parts.startDelayMs,
      lookAgain: (key, ms) => {
        this.#queue.addAfter(key, ms);
      },
    });
  }

  #followNodes(): void {
    for (const node of this.#client.list(NODES)) this.#onNode(nameOf(node), node, false);
    const { store } = this.#parts;
    const stop = store.subscribe(NODES.info.storage, ({ type, entry }) => {
      this.#onNode(entry.key, this.#client.byKey(NODES, entry.key), type === 'ADDED');
    });
    this.#stops.push(stop);
  }

  /** Only what wakes a kubelet matters here: a new node, and one that may speak again. */
  #onNode(name: string, node: Node | undefined, isNew: boolean): void {
    if (!node) {
      this.#silent.delete(name);
      this.#worker.forgetNode(name);
    } else if (isSilenced(node)) this.#silent.add(name);
    else if (this.#silent.delete(name) || isNew) this.#queue.add(`${NODE_PREFIX}${name}`);
  }

  #sync(key: string): void {
    if (key.startsWith(NODE_PREFIX)) this.#wakeNode(key.slice(NODE_PREFIX.length));
    else this.#syncPod(key);
  }

  /** It reports at once, and looks at every pod. */
  #wakeNode(name: string): void {
    const node = this.#client.byKey(NODES, name);
    if (!node) return;
    this.#heartbeats.beatOf(node, this.#parts.clock.now());
    for (const pod of this.#pods.get(name)) this.#queue.add(keyOfObject(pod));
  }

  #syncPod(key: string): void {
    const pod = this.#client.byKey(PODS, key);
    const node = pod?.spec?.nodeName ? this.#client.byKey(NODES, pod.spec.nodeName) : undefined;
    if (pod && node && isEmbedded(node) && !isSilenced(node)) this.#worker.sync(key, pod, node);
  }

  #tellReady(node: Node): void {
    const name = nameOf(node);
    const message = `Node ${name} status is now: NodeReady`;
    const source = { component: 'kubelet', host: name };
    this.#recorder.about(NODES, node, source, { type: 'Normal', reason: 'NodeReady', message });
  }
}
