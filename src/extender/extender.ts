import type { ClusterApi } from '../api/cluster-api.ts';
import { podText } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import { bindTo } from '../scheduler/bind.ts';
import type { Cache } from '../scheduler/cache.ts';
import { PluginError } from '../scheduler/framework/plugin-error.ts';
import type { Profiles } from '../scheduler/profiles.ts';
import { Expected } from './expected.ts';
import type {
  ExtenderArgs,
  ExtenderBindingArgs,
  ExtenderBindingResult,
  ExtenderFilterResult,
  ExtenderPreemptionArgs,
  ExtenderPreemptionResult,
  HostPriority,
} from './extender-api.ts';
import { filter } from './filter.ts';
import { preempt } from './preempt.ts';
import { prioritiesOf } from './priorities.ts';
import { viewOf } from './view.ts';

/** What an extender answers with, and to whom it tells what it answered. */
export interface ExtenderParts {
  readonly api: ClusterApi;
  /** Of a pod that no profile serves, the first decides. */
  readonly profiles: Profiles;
  readonly cache: Cache;
  /** Picks among equally good nodes. */
  readonly tieBreak: (count: number) => number;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly signal: AbortSignal;
}

/**
 * kube-scheduler's questions, answered by our plugins over our own cache. Only {@link Extender.bind} writes. Reserve, Permit and PreBind of
 * our plugins are not asked: the protocol has no place for them.
 */
export class Extender {
  readonly #parts: ExtenderParts;
  readonly #expected: Expected;

  constructor(parts: ExtenderParts) {
    this.#parts = parts;
    this.#expected = new Expected(parts.cache, parts.clock);
  }

  /** What a plugin throws is in the answer's `Error`. */
  filter(args: ExtenderArgs): ExtenderFilterResult {
    const { pod, view, framework } = this.#begin(args);
    try {
      const cycle = framework.runPreFilter(pod, view.snapshot);
      const { feasible, result } = filter(cycle, args, view);
      const [only, another] = feasible;
      // kube-scheduler takes the only node that is left without asking for priorities
      if (only && !another) this.#expected.expect(pod, only.name);
      return result;
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      return { FailedNodes: {}, FailedAndUnresolvableNodes: {}, Error: error.message };
    }
  }

  /** In natural order of names; nodes that are not known are worth nothing. @throws PluginError */
  prioritize(args: ExtenderArgs): readonly HostPriority[] {
    const { pod, view, framework } = this.#begin(args);
    const { candidates, snapshot, unknown } = view;
    let weights = 0;
    const totals = framework.runScore(pod, candidates, snapshot, (node, _plugin, { weight }) => {
      if (node === 0) weights += weight;
    });
    const best = this.#best(totals);
    const priorities = prioritiesOf(totals, weights, best);
    const chosen = candidates[best];
    if (chosen) this.#expected.expect(pod, chosen.name);
    return [
      ...candidates.map(({ name }, at) => ({ Host: name, Score: priorities[at] ?? 0 })),
      ...unknown.map((name) => ({ Host: name, Score: 0 })),
    ];
  }

  /** @throws PluginError */
  preempt(args: ExtenderPreemptionArgs): ExtenderPreemptionResult {
    const { pod, view, framework } = this.#begin(args);
    return preempt(framework.runPreFilter(pod, view.snapshot), args, view.snapshot);
  }

  /** Never rejects. */
  async bind({ PodName, PodNamespace, PodUID, Node }: ExtenderBindingArgs): Promise<ExtenderBindingResult> {
    const { profiles, cache, api, signal } = this.#parts;
    const expected = this.#expected.settle(PodUID, Node);
    const pod = expected ?? stranger({ name: PodName, namespace: PodNamespace, uid: PodUID });
    const { framework } = profiles.of(pod);
    const outcome = await bindTo({ framework, cache, api, signal }, pod, Node);
    if (outcome.kind === 'bound') return { Error: '' };
    this.#expected.forget(pod);
    return { Error: `${podText(pod.metadata)} -> ${Node}: ${outcome.message}` };
  }

  #begin(args: Pick<ExtenderArgs, 'Pod' | 'Nodes' | 'NodeNames'>) {
    const { profiles, cache } = this.#parts;
    this.#expected.forget(args.Pod);
    const { framework } = profiles.of(args.Pod);
    return { pod: args.Pod, view: viewOf(cache, args), framework };
  }

  #best(totals: readonly number[]): number {
    const highest = totals.reduce((best, total) => Math.max(best, total), -Infinity);
    const winners = Array.from(totals.keys()).filter((at) => totals[at] === highest);
    return winners[this.#parts.tieBreak(winners.length)] ?? 0;
  }
}

/** A pod that we were not asked about before: we were started in between. */
function stranger(metadata: Pod['metadata']): Pod {
  return { metadata, spec: { containers: [] } };
}
