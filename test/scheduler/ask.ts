import type { Node, Pod } from '../../src/api/types.ts';
import type { Cache } from '../../src/scheduler/cache.ts';
import type { PluginRejection } from '../../src/scheduler/framework/filter-cycle.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { cacheOf } from './node-info.ts';

/** Binds nothing: a profile needs one. */
export const BINDER: Plugin = { name: 'Binder', bind: () => Promise.resolve() };

/** What the plugin says of the pod in this cluster, asked as a scheduling cycle asks it. */
export function ask(plugin: Plugin, pod: Pod, cache: Cache) {
  const framework = new Framework([plugin, BINDER].map((each) => ({ plugin: each, weight: 1 })));
  const snapshot = cache.snapshot();
  const cycle = framework.runPreFilter(pod, snapshot);
  const rejections = new Map(snapshot.nodes.map((node) => [node.name, cycle.filter(node)]));
  return {
    cycle,
    feasible: snapshot.nodes.map(({ name }) => name).filter((name) => !rejections.get(name)),
    reasons: (node: string): readonly string[] | undefined => rejections.get(node)?.rejection.reasons,
    rejection: (node: string): PluginRejection | undefined => rejections.get(node),
    detail: (node: string): string | undefined => rejections.get(node)?.detail?.(),
    /** Of every node, feasible or not; empty when the plugin skips. */
    scores(): Readonly<Record<string, number>> {
      const scores: Record<string, number> = {};
      framework.runScore(pod, snapshot.nodes, snapshot, (at, _plugin, { score }) => {
        const name = snapshot.nodes[at]?.name;
        if (name !== undefined) scores[name] = score;
      });
      return scores;
    },
  };
}

/** The same of one node with these pods. */
export function askOne(plugin: Plugin, pod: Pod, node: Node, pods: readonly Pod[] = []) {
  const { name } = node.metadata;
  const asked = ask(plugin, pod, cacheOf([node], pods));
  return {
    reasons: asked.reasons(name),
    rejection: asked.rejection(name)?.rejection,
    detail: asked.detail(name),
    score: asked.scores()[name],
  };
}
