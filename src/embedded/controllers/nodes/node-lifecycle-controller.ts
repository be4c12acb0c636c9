import type { Node, Pod } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { LEASES, NODES, PODS } from '../runtime/kinds.ts';
import type { ObjectIndex } from '../runtime/object-index.ts';
import { nameOf } from '../runtime/owners.ts';
import { timeOf } from '../../../api/times.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { indexByNode } from '../workloads/pod-indexes.ts';
import {
  isSilent,
  MONITOR_PERIOD_MS,
  readyCondition,
  signOf,
  silentConditions,
  type Sighting,
} from './node-health.ts';
import { needsEvictionTaint, taintsOf } from './node-taints.ts';

/** `--node-eviction-rate` 0.1: one node in ten seconds. */
const EVICTION_MS = 10_000;
/** Above this share of silent nodes (and more than two) it is more likely the network: no more evictions in a cluster of up to 50 nodes. */
const UNHEALTHY_SHARE = 0.55;
const LARGE_CLUSTER = 50;
const MONITOR = ' monitor';

/** Watches the nodes' heartbeats, and taints what does not answer (pkg/controller/nodelifecycle). All nodes count as one zone. */
export function startNodeLifecycle(parts: ControllerParts): Running {
  return new NodeLifecycle(parts).context;
}

class NodeLifecycle {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;
  readonly #sightings = new Map<string, Sighting>();
  readonly #known = new Set<string>();
  #nextEviction = 0;

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'node-controller');
    this.#queue = this.context.queue((key) => {
      if (key === MONITOR) this.#monitor();
      else this.#syncTaints(key);
    });
    this.#pods = indexByNode(parts.store);
    this.context.onStop(this.#pods.stop);
    // nodes that were there before this process are not new
    for (const node of this.context.client.list(NODES)) this.#known.add(nameOf(node));
    this.context.follow(NODES, ({ type, entry }) => {
      if (type === 'DELETED') this.#forget(entry.key);
      else this.#queue.add(entry.key);
    });
    for (const { key } of parts.store.list(NODES.info.storage)) this.#queue.add(key);
    this.context.every(MONITOR_PERIOD_MS, () => {
      this.#queue.add(MONITOR);
    });
  }

  #forget(name: string): void {
    this.#sightings.delete(name);
    if (this.#known.delete(name)) this.#queue.add(name);
  }

  #monitor(): void {
    for (const node of this.context.client.list(NODES)) this.#look(node);
  }

  /** `tryUpdateNodeHealth`, and what follows when a node has just been given up. */
  #look(node: Node): void {
    const { client, clock } = this.context;
    const name = nameOf(node);
    const lease = client.get(LEASES, 'kube-node-lease', name);
    const sign = signOf(node, lease?.spec?.renewTime);
    const seen = this.#sightings.get(name);
    if (seen?.sign !== sign) {
      this.#sightings.set(name, { sign, at: clock.monotonic() });
      return;
    }
    if (needsEvictionTaint(node)) this.#queue.add(name);
    if (!isSilent(node, seen, clock.monotonic())) return;
    const old = node.status?.conditions ?? [];
    const conditions = silentConditions(old, node.metadata.creationTimestamp ?? '', clock.now());
    if (conditions.length === old.length && conditions.every((condition, at) => condition === old[at]))
      return;
    const wasReady = readyCondition(node)?.status === 'True';
    client.update(NODES, { ...node, status: { ...node.status, conditions: [...conditions] } }, 'status');
    if (wasReady) this.#giveUp(node);
  }

  /** The node's pods are not ready either, as far as anybody can tell. */
  #giveUp(node: Node): void {
    const name = nameOf(node);
    this.context.event(NODES, node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    for (const pod of this.#pods.get(name)) this.#markNotReady(pod);
  }

  /** `MarkPodsNotReady`. */
  #markNotReady(pod: Pod): void {
    const conditions = pod.status?.conditions ?? [];
    if (!conditions.some(({ type, status }) => type === 'Ready' && status !== 'False')) return;
    const lastTransitionTime = timeOf(this.context.now());
    const next = conditions.map((condition) =>
      condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition,
    );
    this.context.client.update(PODS, { ...pod, status: { ...pod.status, conditions: next } }, 'status');
    this.context.event(PODS, pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  }

  #syncTaints(name: string): void {
    const node = this.context.client.byKey(NODES, name);
    if (!node) {
      this.#tell({ metadata: { name } }, 'RemovingNode', `Removing Node ${name} from Controller`);
      return;
    }
    if (!this.#known.has(name)) {
      this.#known.add(name);
      this.#tell(node, 'RegisteredNode', `Registered Node ${name} in Controller`);
    }
    const mayEvict = needsEvictionTaint(node) && this.#mayEvict();
    const taints = taintsOf(node, mayEvict, this.context.now());
    if (!taints) return;
    this.context.client.update(NODES, { ...node, spec: { ...node.spec, taints } });
    if (mayEvict) this.#nextEviction = this.context.clock.monotonic() + EVICTION_MS;
  }

  #mayEvict(): boolean {
    if (this.context.clock.monotonic() < this.#nextEviction) return false;
    const nodes = this.context.client.list(NODES);
    const silent = nodes.filter((node) => readyCondition(node)?.status !== 'True').length;
    if (silent === nodes.length) return false;
    const isDisrupted = silent > 2 && silent / nodes.length >= UNHEALTHY_SHARE;
    return !isDisrupted || nodes.length > LARGE_CLUSTER;
  }

  #tell(node: Node, reason: string, words: string): void {
    this.context.event(NODES, node, 'Normal', reason, `Node ${nameOf(node)} event: ${words}`);
  }
}
