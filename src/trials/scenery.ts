import type { ClusterApi } from '../api/cluster-api.ts';
import { ApiError, isNotFound } from '../api/errors.ts';
import { NAMESPACES, PODS, type Resource } from '../api/resources.ts';
import type { KubeObject, Taint } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import { POD_LABEL } from '../workshop/marks.ts';
import type { News } from './news.ts';
import {
  cordonNode,
  hasOurTaint,
  isOurCordon,
  taintNode,
  uncordonNode,
  untaintNode,
} from './node-changes.ts';
import { podOf, type PodOrder, type PodSurroundings } from './pod-order.ts';
import { type ClusterView, isBarred } from './view.ts';

/** Runs its pods on the nodes that it names; only as much of it as we write. */
interface DaemonSet extends KubeObject {
  readonly spec: object;
}

const DAEMON_SETS: Resource<DaemonSet> = {
  groupVersion: 'apps/v1',
  plural: 'daemonsets',
  kind: 'DaemonSet',
  namespaced: true,
};

const LIMIT_MS = 10_000;
const ACCOUNT_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** What the scenery stands on. */
export interface SceneryOptions extends PodSurroundings {
  readonly api: ClusterApi;
  readonly view: ClusterView;
  /** Of the play: ends with it. */
  readonly news: News;
  /** For cleaning up, which goes on when the play was broken off. */
  readonly ownNews: News;
  readonly mayChangeNodes: boolean;
  readonly clock: Clock;
}

/** What trials put on the cluster, and how it goes away again: all pods in one namespace of our own; on nodes one taint, and cordons. */
export class Scenery {
  readonly #options: SceneryOptions;
  readonly #daemonSets: string[] = [];

  constructor(options: SceneryOptions) {
    this.#options = options;
  }

  /** Makes the namespace. */
  async build(): Promise<void> {
    const { api, namespace } = this.#options;
    await api.create(NAMESPACES, { metadata: { name: namespace, labels: { [POD_LABEL]: 'true' } } });
  }

  /** Resolves when our own watch tells of it. */
  async pod(order: PodOrder): Promise<void> {
    const { api, view, news } = this.#options;
    await this.#withAccount(() => api.create(PODS, podOf(order, this.#options)));
    await news.until(() => view.pod(order.name) !== undefined, LIMIT_MS);
  }

  /** Resolves when all of them are seen. */
  async pods(orders: readonly PodOrder[]): Promise<void> {
    await Promise.all(orders.map((order) => this.pod(order)));
  }

  /** Resolves when it is gone. */
  async deletePod(name: string): Promise<void> {
    const { api, view, news, namespace } = this.#options;
    try {
      await api.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    await news.until(() => view.pod(name) === undefined, LIMIT_MS);
  }

  /** A real DaemonSet that has one pod on each of these nodes. Resolves when they are placed. */
  async daemons(name: string, nodes: readonly string[]): Promise<void> {
    const { api, view, news, namespace, image } = this.#options;
    const labels = { [POD_LABEL]: 'true', daemons: name };
    const expression = {
      key: 'kubernetes.io/hostname',
      operator: 'In',
      values: nodes.map((node) => hostOf(view, node)),
    };
    const terms = [{ matchExpressions: [expression] }];
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    };
    const spec = { affinity, containers: [{ name: 'pause', image }], terminationGracePeriodSeconds: 0 };
    this.#daemonSets.push(name);
    await api.create(DAEMON_SETS, {
      metadata: { name, namespace, labels: { [POD_LABEL]: 'true' } },
      spec: { selector: { matchLabels: { daemons: name } }, template: { metadata: { labels }, spec } },
    });
    const placed = (): number =>
      view
        .ownPods()
        .filter(({ metadata, spec: { nodeName } }) => metadata.labels?.['daemons'] === name && nodeName)
        .length;
    await news.until(() => placed() >= nodes.length, LIMIT_MS);
  }

  /** Resolves when our own watch tells of it. */
  async taint(nodes: readonly string[], effect: Taint['effect'] = 'NoSchedule'): Promise<void> {
    const { api, view, news } = this.#options;
    await Promise.all(nodes.map((node) => taintNode(api, node, effect)));
    const isTainted = (name: string): boolean =>
      view.node(name)?.spec?.taints?.some((taint) => taint.key === 'workshop' && taint.effect === effect) ??
      true;
    await news.until(() => nodes.every(isTainted), LIMIT_MS);
  }

  /** Resolves when our own watch tells of it. */
  async untaint(nodes: readonly string[]): Promise<void> {
    const { api, view, news } = this.#options;
    await Promise.all(nodes.map((node) => untaintNode(api, node)));
    await news.until(() => !view.nodes().some(hasOurTaint), LIMIT_MS);
  }

  /** Resolves when it has the taint that comes with it. */
  async cordon(nodes: readonly string[]): Promise<void> {
    const { api, view, news } = this.#options;
    await Promise.all(nodes.map((node) => cordonNode(api, node)));
    const isCordoned = (name: string): boolean => view.node(name)?.spec?.unschedulable ?? false;
    await news.until(() => nodes.every(isCordoned), LIMIT_MS);
  }

  /** Everything as it was before: no pod of ours, no taint, no cordon. Also what a run that was killed left on nodes. */
  async strike(): Promise<void> {
    const { api, view, ownNews, namespace } = this.#options;
    if (this.#options.mayChangeNodes) await this.#restoreNodes();
    for (const name of this.#daemonSets.splice(0)) {
      await api.delete(DAEMON_SETS, { namespace, name }).catch(ignoreAbsent);
    }
    // a DaemonSet may make one more before it is gone
    const deleted = new Set<string>();
    const deleteNew = (): boolean => {
      for (const { metadata } of view.ownPods()) {
        if (deleted.has(metadata.uid ?? '')) continue;
        deleted.add(metadata.uid ?? '');
        const { name } = metadata;
        api.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 }).catch(() => {
          // gone already, or seen as not gone in time
        });
      }
      return view.ownPods().length === 0;
    };
    await ownNews.until(deleteNew, LIMIT_MS);
  }

  /** The namespace goes, too; nobody waits for it. */
  async remove(): Promise<void> {
    const { api, namespace } = this.#options;
    await api.delete(NAMESPACES, { name: namespace }).catch(ignoreAbsent);
  }

  async #restoreNodes(): Promise<void> {
    const { api, view, ownNews } = this.#options;
    const tainted = view.nodes().filter(hasOurTaint);
    const cordoned = view.nodes().filter(isOurCordon);
    if (tainted.length + cordoned.length === 0) return;
    const names = (nodes: typeof tainted): string[] => nodes.map(({ metadata }) => metadata.name);
    await Promise.all(names(cordoned).map((node) => uncordonNode(api, node)));
    await Promise.all(names(tainted).map((node) => untaintNode(api, node)));
    await ownNews.until(() => !view.nodes().some(hasOurTaint), LIMIT_MS);
    // the taint of a cordon is taken off by a controller
    const isFree = (name: string): boolean => !isBarred(view.node(name) ?? { metadata: { name } });
    await ownNews.until(() => names(cordoned).every(isFree), LIMIT_MS);
  }

  /** A new namespace has its service account, without which it takes no pods, after a moment only. */
  async #withAccount(create: () => Promise<unknown>): Promise<void> {
    const { clock } = this.#options;
    const end = clock.monotonic() + ACCOUNT_LIMIT_MS;
    for (;;) {
      try {
        await create();
        return;
      } catch (error) {
        const isEarly =
          error instanceof ApiError && error.code === 403 && /serviceaccount/.test(error.message);
        if (!isEarly || clock.monotonic() >= end) throw error;
        await clock.sleep(LOOK_EVERY_MS);
      }
    }
  }
}

function hostOf(view: ClusterView, node: string): string {
  return view.node(node)?.metadata.labels?.['kubernetes.io/hostname'] ?? node;
}

function ignoreAbsent(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
