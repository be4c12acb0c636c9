import type { ClusterApi } from '../api/cluster-api.ts';
import { isControlPlane } from '../api/nodes.ts';
import { EVENTS, NODES, PODS, type Resource } from '../api/resources.ts';
import type { KubeEvent, KubeObject, Node, Pod } from '../api/types.ts';
import { type Informer, runInformer, type Selection } from '../informer/informer.ts';
import type { Clock } from '../lib/clock.ts';
import { naturalOrder } from '../lib/natural-order.ts';

/** What a view is made of. */
export interface ViewOptions {
  readonly api: ClusterApi;
  /** Of the trials' pods: only its events are followed. */
  readonly namespace: string;
  /** Is called at every change. */
  readonly tell: () => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** The cluster as our own watches tell it: what the program did is seen here and not asked of the program. */
export class ClusterView {
  readonly #namespace: string;
  readonly #pods: Informer<Pod>;
  readonly #nodes: Informer<Node>;
  readonly #events: Informer<KubeEvent>;

  private constructor(options: ViewOptions) {
    this.#namespace = options.namespace;
    this.#pods = follow(options, PODS, {});
    this.#nodes = follow(options, NODES, {});
    this.#events = follow(options, EVENTS, { namespace: options.namespace });
  }

  /** Rejects with the signal's reason. */
  static async open(options: ViewOptions): Promise<ClusterView> {
    const view = new ClusterView(options);
    await Promise.all([view.#pods.synced, view.#nodes.synced, view.#events.synced]);
    return view;
  }

  /** All pods of the cluster. */
  pods(): readonly Pod[] {
    return this.#pods.store.list();
  }

  /** A pod of the trials. */
  pod(name: string): Pod | undefined {
    return this.#pods.store.get({ namespace: this.#namespace, name });
  }

  /** Those of the trials' namespace. */
  ownPods(): readonly Pod[] {
    return this.pods().filter(({ metadata }) => metadata.namespace === this.#namespace);
  }

  /** The node that a pod of the trials is on. */
  nodeOf(pod: string): string | undefined {
    return this.pod(pod)?.spec.nodeName || undefined;
  }

  /** In natural order of names. */
  nodes(): readonly Node[] {
    return this.#nodes.store.list().toSorted((a, b) => naturalOrder(a.metadata.name, b.metadata.name));
  }

  /** By its name. */
  node(name: string): Node | undefined {
    return this.#nodes.store.get({ name });
  }

  /** Nodes that pods go to when nothing is wrong: no control plane, no taint that bans, not cordoned. */
  workers(): readonly Node[] {
    return this.nodes().filter((node) => !isControlPlane(node) && !isBarred(node));
  }

  /** All events about a pod of the trials, as far as they say which. */
  eventsOf(pod: string): readonly KubeEvent[] {
    return this.#events.store.list().filter(({ regarding }) => regarding?.name === pod);
  }

  /** All events in the trials' namespace. */
  events(): readonly KubeEvent[] {
    return this.#events.store.list();
  }
}

/** Whether a pod without tolerations is kept away. */
export function isBarred({ spec }: Node): boolean {
  return (
    spec?.unschedulable === true || (spec?.taints ?? []).some(({ effect }) => effect !== 'PreferNoSchedule')
  );
}

function follow<T extends KubeObject>(
  { api, tell, clock, random, signal }: ViewOptions,
  resource: Resource<T>,
  options: Selection,
): Informer<T> {
  const handler = { onAdd: tell, onUpdate: tell, onDelete: tell };
  const informer = runInformer({
    api,
    resource,
    options,
    handler,
    observe: () => {
      // an outage shows as what is not seen in time
    },
    clock,
    random,
    signal,
  });
  informer.done.catch(() => {
    // `synced` tells the same
  });
  return informer;
}
