import type { ClusterApi } from '../api/cluster-api.ts';
import { ApiError, isNotFound } from '../api/errors.ts';
import { EVENTS, NAMESPACES, NODES, PODS, PRIORITY_CLASSES } from '../api/resources.ts';
import type { KubeEvent, Node, Pod } from '../api/types.ts';
import { POD_SELECTOR } from './marks.ts';
import { timeOf } from './trace.ts';

/** Looks at the cluster through the API, changing nothing: what checks and observations are made of. */
export class Look {
  readonly #api: ClusterApi;
  readonly #signal: AbortSignal;
  readonly namespace: string;

  constructor(api: ClusterApi, namespace: string, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
    this.namespace = namespace;
  }

  async nodes(): Promise<readonly Node[]> {
    return (await this.#api.list(NODES, { signal: this.#signal })).items;
  }

  /** Whether the namespace is there; who may not look is told yes, since only pods are needed in it. */
  async hasNamespace(): Promise<boolean> {
    try {
      await this.#api.get(NAMESPACES, { name: this.namespace }, { signal: this.#signal });
      return true;
    } catch (error) {
      if (error instanceof ApiError) return !isNotFound(error);
      throw error;
    }
  }

  /** Undefined when there is none. */
  async pod(name: string): Promise<Pod | undefined> {
    try {
      return await this.#api.get(PODS, { namespace: this.namespace, name }, { signal: this.#signal });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async pods(labelSelector?: string): Promise<readonly Pod[]> {
    const options = { namespace: this.namespace, signal: this.#signal };
    return (await this.#api.list(PODS, { ...options, ...(labelSelector ? { labelSelector } : {}) })).items;
  }

  /** Those of all namespaces. */
  async podsEverywhere(): Promise<readonly Pod[]> {
    return (await this.#api.list(PODS, { signal: this.#signal })).items;
  }

  /** The names of the priority classes that the workshop made; none where one may not look for them. */
  async priorityClasses(): Promise<readonly string[]> {
    try {
      const options = { labelSelector: POD_SELECTOR, signal: this.#signal };
      const { items } = await this.#api.list(PRIORITY_CLASSES, options);
      return items.map(({ metadata }) => metadata.name);
    } catch (error) {
      if (error instanceof ApiError) return [];
      throw error;
    }
  }

  /** The events about this very pod (not about an earlier one of the same name), oldest first. */
  async eventsAbout(pod: Pod): Promise<readonly KubeEvent[]> {
    const { items } = await this.#api.list(EVENTS, {
      namespace: this.namespace,
      fieldSelector: `regarding.name=${pod.metadata.name}`,
      signal: this.#signal,
    });
    return items
      .filter(({ regarding }) => regarding?.uid === pod.metadata.uid)
      .toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
  }
}
