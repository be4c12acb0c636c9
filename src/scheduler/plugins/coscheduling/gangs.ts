import { isFinished, podKey } from '../../../api/pods.ts';
import type { Pod } from '../../../api/types.ts';
import { type Membership, membershipOf } from './pod-group.ts';

/** One pod group: its pods in the order in which they were seen, and how far they are. Pods by their keys. */
export class Gang {
  readonly name: string;
  /** Of its first pod. */
  readonly priority: number;
  /** Where it stands among gangs and pods of its priority: the place of the first of its pods that was asked about. */
  rank: number | undefined;
  /** Pods that are neither finished nor being deleted. */
  readonly members = new Map<string, Pod>();
  /** Those that have a node as far as this scheduler knows, and the API server has not confirmed it yet. */
  readonly reserved = new Set<string>();
  /** Those that found no node since the first of them was placed. */
  readonly unplaceable = new Set<string>();

  constructor(name: string, first: Pod) {
    this.name = name;
    this.priority = first.spec.priority ?? 0;
  }

  /** How many must be placed together, as its first pod says. */
  get minMember(): number {
    const first = this.members.values().next().value;
    return (first && membershipOf(first)?.minMember) ?? NaN;
  }

  isPlaced(key: string, pod: Pod): boolean {
    return Boolean(pod.spec.nodeName) || this.reserved.has(key);
  }

  /** How many have a node, assumed or confirmed. */
  get placed(): number {
    return this.members
      .entries()
      .filter(([key, pod]) => this.isPlaced(key, pod))
      .toArray().length;
  }

  /** All of them are placed that must be. */
  get isComplete(): boolean {
    return this.placed >= this.minMember;
  }

  /** Those that have a node, or can get one from the scheduler that serves `asking`: gated pods and those of others cannot. */
  candidates(asking: Pod): (readonly [string, Pod])[] {
    const { schedulerName } = asking.spec;
    return [...this.members].filter(
      ([key, pod]) =>
        this.isPlaced(key, pod) ||
        (pod.spec.schedulerName === schedulerName && !pod.spec.schedulingGates?.length),
    );
  }

  /** Whether so many found no node that the others are too few. */
  isHopeless(asking: Pod): boolean {
    return this.candidates(asking).filter(([key]) => !this.unplaceable.has(key)).length < this.minMember;
  }
}

/** Every gang that has pods, by its name. Is told of each pod of the cluster. */
export class Gangs {
  readonly #gangs = new Map<string, Gang>();

  /** The gang of the pod; undefined for a pod of none, and for one that nobody told of. */
  of(pod: Pod): Gang | undefined {
    const membership = membershipOf(pod);
    return membership && this.#gangs.get(membership.group);
  }

  /** A pod came, changed, or went. Gives the gang that lost it. */
  podChanged(before: Pod | undefined, now: Pod | undefined): Gang | undefined {
    const [from, to] = [before && countedIn(before), now && countedIn(now)];
    if (now && to) this.#put(now, to);
    if (!before || !from || from.group === to?.group) return undefined;
    return this.#remove(before, from);
  }

  #put(pod: Pod, { group }: Membership): void {
    const gang = this.#gangs.get(group) ?? new Gang(group, pod);
    this.#gangs.set(group, gang);
    const key = podKey(pod);
    gang.members.set(key, pod);
    if (pod.spec.nodeName) gang.reserved.delete(key);
  }

  #remove(pod: Pod, { group }: Membership): Gang | undefined {
    const gang = this.#gangs.get(group);
    const key = podKey(pod);
    gang?.members.delete(key);
    gang?.reserved.delete(key);
    gang?.unplaceable.delete(key);
    if (gang?.members.size === 0) this.#gangs.delete(group);
    return gang;
  }
}

/** A pod that is going away, or has finished, is none that others can count on. */
function countedIn(pod: Pod): Membership | undefined {
  return isFinished(pod) || pod.metadata.deletionTimestamp ? undefined : membershipOf(pod);
}
