import type { Resource } from '../api/resources.ts';
import type { KubeObject, Pod } from '../api/types.ts';
import type { ClusterChange, ClusterEvent } from './framework/cluster-event.ts';
import { Framework } from './framework/framework.ts';
import { MeasuredFramework, type Measuring, timedEntries } from './framework/measured-framework.ts';
import type { Handle } from './framework/handle.ts';
import { NodeSample } from './node-sample.ts';
import type { PluginEntry, Queued } from './framework/plugin.ts';

/** The plugins for the pods with this `spec.schedulerName`. */
export interface SchedulerProfile {
  readonly schedulerName: string;
  readonly plugins: readonly PluginEntry[];
  /** How many nodes are looked at until enough fit: see `nodesToFind`. All when not said. */
  readonly percentageOfNodesToScore?: number;
}

/** A framework, and how much of the cluster it looks at; all of it without `sample`. */
export interface ActiveProfile {
  readonly framework: Framework;
  readonly sample?: NodeSample;
  /** The same framework, whose plugins are measured one by one, where anything is measured. */
  readonly timed?: Framework;
}

/** How some of the cycles are chosen to be measured plugin by plugin. */
export interface ProfileMeasuring extends Measuring {
  readonly random: () => number;
}

/** Upstream: `pluginMetricsSamplePercent`. */
const TIMED_CYCLES = 0.1;
/** Among more nodes fewer cycles are: each measures as many calls, and would cost as much time as it is to tell of. */
const TIMED_NODES = 20;

interface Started {
  readonly handle: Handle;
  readonly pods: () => Iterable<Pod>;
}

/**
 * The frameworks of one scheduler process by scheduler name (upstream: profile/profile.go, `Map`). They can be replaced while it runs; who
 * asked for one before goes on with that, so a pod is bound by the plugins that reserved for it.
 */
export class Profiles {
  readonly names: readonly string[];
  readonly #active = new Map<string, ActiveProfile>();
  readonly #measuring: ProfileMeasuring | undefined;
  #first: ActiveProfile | undefined;
  #started: Started | undefined;

  /** @throws Error when there is none, or when one cannot bind. */
  constructor(profiles: readonly SchedulerProfile[], measuring?: ProfileMeasuring) {
    this.#measuring = measuring;
    this.names = profiles.map(({ schedulerName }) => schedulerName);
    this.replace(profiles);
  }

  /** Of the pods that no profile serves, the first's. */
  of({ spec }: Pod): ActiveProfile {
    return this.#active.get(spec.schedulerName ?? '') ?? this.first;
  }

  /** The same for one cycle of the pod over so many nodes: where anything is measured, some of them plugin by plugin. */
  forCycle(pod: Pod, nodes: number): ActiveProfile {
    const profile = this.of(pod);
    if (!profile.timed || !this.#measuring) return profile;
    const share = TIMED_CYCLES * Math.min(1, TIMED_NODES / nodes);
    if (this.#measuring.random() >= share) return profile;
    return { ...profile, framework: profile.timed };
  }

  get first(): ActiveProfile {
    if (!this.#first) throw new Error('a scheduler needs a profile');
    return this.#first;
  }

  serves({ spec }: Pod): boolean {
    return spec.schedulerName !== undefined && this.#active.has(spec.schedulerName);
  }

  /** Other plugins from now on, for those of the names that are given. */
  replace(profiles: readonly SchedulerProfile[]): void {
    for (const { schedulerName, plugins, percentageOfNodesToScore = 100 } of profiles) {
      const framework = this.#frameworkOf(schedulerName, plugins);
      const sample = percentageOfNodesToScore < 100 && { sample: new NodeSample(percentageOfNodesToScore) };
      const timed = this.#measuring && {
        timed: this.#frameworkOf(schedulerName, timedEntries(plugins, this.#measuring)),
      };
      this.#active.set(schedulerName, { framework, ...sample, ...timed });
      if (this.#started) this.#start(framework, this.#started);
    }
    this.#first = this.#active.get(this.names[0] ?? '');
  }

  /** Gives the plugins, also those that replace them later, what they may use, and tells them of the pods that are there then. */
  start(handle: Handle, pods: () => Iterable<Pod>): void {
    this.#started = { handle, pods };
    for (const { framework } of this.#active.values()) this.#start(framework, this.#started);
  }

  #frameworkOf(name: string, plugins: readonly PluginEntry[]): Framework {
    return this.#measuring ? new MeasuredFramework(plugins, name, this.#measuring) : new Framework(plugins);
  }

  #start(framework: Framework, { handle, pods }: Started): void {
    framework.start(handle);
    for (const pod of pods()) framework.podChanged(undefined, pod);
  }

  /** @see Framework.podChanged */
  podChanged(before: Pod | undefined, now: Pod | undefined): void {
    for (const { framework } of this.#active.values()) framework.podChanged(before, now);
  }

  /** Why the pod may not enter the queue yet. */
  gate(pod: Pod): string | undefined {
    return this.of(pod).framework.runPreEnqueue(pod)?.rejection.reasons.join(', ');
  }

  /** The order of the queue: all profiles have the same, so the first's. */
  less(a: Queued, b: Queued): boolean {
    return this.first.framework.less(a, b);
  }

  /** @see Framework.isOfInterest */
  isOfInterest(event: ClusterEvent): boolean {
    for (const { framework } of this.#active.values()) if (framework.isOfInterest(event)) return true;
    return false;
  }

  /** The plugins that read this kind. */
  readersOf(resource: Resource<KubeObject>): readonly string[] {
    const names = [...this.#active.values()].flatMap(({ framework }) => framework.readersOf(resource));
    return [...new Set(names)];
  }

  /** The kinds that plugins read, beside pods and nodes. */
  get reads(): ReadonlySet<Resource<KubeObject>> {
    return new Set([...this.#active.values()].flatMap(({ framework }) => [...framework.reads]));
  }

  /** @see Framework.isWorthAnotherTry */
  isWorthAnotherTry(rejectedBy: ReadonlySet<string>, pod: Pod, change: ClusterChange): boolean {
    return this.of(pod).framework.isWorthAnotherTry(rejectedBy, pod, change);
  }
}
