import type { Resource } from '../api/resources.ts';
import type { KubeObject, Pod } from '../api/types.ts';
import type { ClusterChange } from './framework/cluster-event.ts';
import { Framework } from './framework/framework.ts';
import type { PluginEntry } from './framework/plugin.ts';

/** The plugins for the pods with this `spec.schedulerName`. */
export interface SchedulerProfile {
  readonly schedulerName: string;
  readonly plugins: readonly PluginEntry[];
  /** How many nodes are looked at until enough fit: see `nodesToFind`. All when not said. */
  readonly percentageOfNodesToScore?: number;
}

/** A framework, and how much of the cluster it looks at. */
export interface ActiveProfile {
  readonly framework: Framework;
  readonly percentageOfNodesToScore: number;
}

/**
 * The frameworks of one scheduler process by scheduler name (upstream: profile/profile.go, `Map`). They can be replaced while it runs; who
 * asked for one before goes on with that, so a pod is bound by the plugins that reserved for it.
 */
export class Profiles {
  readonly names: readonly string[];
  readonly #active = new Map<string, ActiveProfile>();
  #first: ActiveProfile | undefined;

  /** @throws Error when there is none, or when one cannot bind. */
  constructor(profiles: readonly SchedulerProfile[]) {
    this.names = profiles.map(({ schedulerName }) => schedulerName);
    this.replace(profiles);
  }

  /** Of the pods that no profile serves, the first's. */
  of({ spec }: Pod): ActiveProfile {
    return this.#active.get(spec.schedulerName ?? '') ?? this.first;
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
    for (const { schedulerName, plugins, percentageOfNodesToScore = 100 } of profiles)
      this.#active.set(schedulerName, { framework: new Framework(plugins), percentageOfNodesToScore });
    this.#first = this.#active.get(this.names[0] ?? '');
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
