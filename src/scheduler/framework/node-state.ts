import { isReady } from '../../api/nodes.ts';
import type { Node, Pod } from '../../api/types.ts';
import { isDaemon, podKey } from '../../api/pods.ts';
import { type AffinityTerms, affinityTerms } from './affinity-terms.ts';
import { HostPorts } from './host-ports.ts';
import type { ImageState, NodeInfo } from './node-info.ts';
import { type Labelled, podLabels } from './pod-labels.ts';
import { podRequests } from './pod-requests.ts';
import { addTo, allocatableOf, noResources, takeFrom } from './resource-sums.ts';
import type { Resources } from './resources.ts';

const UNKNOWN: Node = { metadata: { name: '' } };
const NO_IMAGES: ReadonlyMap<string, ImageState> = new Map();

/** A node and the pods on it, with their sums kept up to date (upstream: pkg/scheduler/framework/types.go, `NodeInfo`). */
export class NodeState implements NodeInfo {
  readonly name: string;
  readonly pods = new Map<string, Pod>();
  readonly labelSets = new Map<Labelled, number>();
  readonly terminating = new Set<Pod>();
  readonly podsWithAffinity = new Set<Pod>();
  readonly podsWithRequiredAntiAffinity = new Set<Pod>();
  readonly affinities = new Map<AffinityTerms, number>();
  readonly requested = noResources();
  readonly nonZeroRequested = { milliCpu: 0, memory: 0 };
  readonly usedPorts = new HostPorts();
  images: ReadonlyMap<string, ImageState> = NO_IMAGES;
  node: Node = UNKNOWN;
  allocatable: Resources = noResources();
  ready = false;
  podCount = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** False for a node that only pods speak of. */
  get known(): boolean {
    return this.node !== UNKNOWN;
  }

  /** Replaces what is known of the node itself. */
  setNode(node: Node, images: ReadonlyMap<string, ImageState> = NO_IMAGES): void {
    this.node = node;
    this.ready = isReady(node);
    this.allocatable = allocatableOf(node);
    this.images = images;
  }

  /** The node is gone; what is on it stays. */
  unsetNode(): void {
    this.setNode(UNKNOWN);
  }

  /** A pod that is not on it yet. */
  add(pod: Pod): void {
    this.pods.set(podKey(pod), pod);
    if (!isDaemon(pod)) this.podCount++;
    count(this.labelSets, podLabels(pod), 1);
    if (pod.metadata.deletionTimestamp !== undefined) this.terminating.add(pod);
    this.#addAffinity(pod);
    const { requests, nonZero } = podRequests(pod);
    addTo(this.requested, requests);
    this.nonZeroRequested.milliCpu += nonZero.milliCpu;
    this.nonZeroRequested.memory += nonZero.memory;
    this.usedPorts.add(pod);
  }

  /** By its key, in the version that was added. Unknown pods are no error. */
  remove(key: string): void {
    const pod = this.pods.get(key);
    if (!pod) return;
    this.pods.delete(key);
    if (!isDaemon(pod)) this.podCount--;
    count(this.labelSets, podLabels(pod), -1);
    this.terminating.delete(pod);
    this.#removeAffinity(pod);
    const { requests, nonZero } = podRequests(pod);
    takeFrom(this.requested, requests);
    this.nonZeroRequested.milliCpu -= nonZero.milliCpu;
    this.nonZeroRequested.memory -= nonZero.memory;
    this.usedPorts.remove(pod);
  }

  #addAffinity(pod: Pod): void {
    const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
    if (!podAffinity && !podAntiAffinity) return;
    this.podsWithAffinity.add(pod);
    const terms = affinityTerms(pod);
    if (terms.requiredAnti.length > 0) this.podsWithRequiredAntiAffinity.add(pod);
    count(this.affinities, terms, 1);
  }

  #removeAffinity(pod: Pod): void {
    if (!this.podsWithAffinity.delete(pod)) return;
    this.podsWithRequiredAntiAffinity.delete(pod);
    count(this.affinities, affinityTerms(pod), -1);
  }

  /** A copy for what-ifs: pods may be added and removed, `info` stays as it is. */
  static copyOf(info: NodeInfo): NodeState {
    const copy = new NodeState(info.name);
    copy.node = info.node;
    copy.ready = info.ready;
    copy.allocatable = info.allocatable;
    copy.images = info.images;
    for (const pod of info.pods.values()) copy.add(pod);
    return copy;
  }
}

/** `by` more of one thing; what there is none of is left out. */
function count<T>(counts: Map<T, number>, one: T, by: 1 | -1): void {
  const left = (counts.get(one) ?? 0) + by;
  if (left > 0) counts.set(one, left);
  else counts.delete(one);
}
