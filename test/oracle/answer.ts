import { isFinished } from '../../src/api/pods.ts';
import { Cache } from '../../src/scheduler/cache.ts';
import { fitErrorMessage, preFilterMessage } from '../../src/scheduler/framework/fit-error.ts';
import type { Framework } from '../../src/scheduler/framework/framework.ts';
import type { NodeInfo } from '../../src/scheduler/framework/node-info.ts';
import { type Case, objectsOfCase, type Verdict } from './cases.ts';

/**
 * What our framework says of a case, without preemption. `feasible` replaces our own feasible set for the scores, so that they can be
 * compared while some filter is missing.
 */
export function answer(framework: Framework, one: Case, feasible?: readonly string[]): Verdict {
  const snapshot = clusterOf(one).snapshot();
  const cycle = framework.runPreFilter(one.pod, snapshot);
  const rejections = snapshot.nodes.flatMap((node) => {
    const found = cycle.filter(node);
    return found ? [[node.name, found] as const] : [];
  });
  const rejected = new Set(rejections.map(([name]) => name));
  const ours = snapshot.nodes.filter(({ name }) => !rejected.has(name));
  const preFilter = cycle.found.rejected?.rejection.reasons;
  const reasonsOfEach = rejections.map(([, { rejection }]) => rejection.reasons);
  const scored = feasible ? snapshot.nodes.filter(({ name }) => feasible.includes(name)) : ours;
  return {
    id: one.id,
    feasible: ours.map(({ name }) => name),
    reasons: Object.fromEntries(rejections.map(([name, { rejection }]) => [name, rejection.reasons])),
    codes: Object.fromEntries(rejections.map(([name, { rejection }]) => [name, codeOf(rejection)])),
    plugins: Object.fromEntries(rejections.map(([name, { plugin }]) => [name, plugin?.name ?? ''])),
    ...(preFilter
      ? { preFilter: preFilter.join(', '), message: preFilterMessage(snapshot.nodes.length, preFilter) }
      : ours.length === 0 && { message: fitErrorMessage(reasonsOfEach) }),
    // one feasible node is not scored upstream
    ...(scored.length > 1 && { scores: scoresOf(framework, one, snapshot, scored) }),
  };
}

/** The cluster of a case, with the pods that hold something on its nodes. */
export function clusterOf(one: Case): Cache {
  const cache = new Cache(objectsOfCase(one));
  for (const node of one.nodes) cache.setNode(node);
  for (const pod of one.pods ?? []) if (!isFinished(pod)) cache.setPod(pod);
  return cache;
}

function scoresOf(
  framework: Framework,
  { pod }: Case,
  snapshot: ReturnType<Cache['snapshot']>,
  nodes: readonly NodeInfo[],
) {
  const scores = nodes.map((): Record<string, number> => ({}));
  const totals = framework.runScore(pod, nodes, snapshot, (at, plugin, { score }) => {
    const ofNode = scores[at];
    if (ofNode) ofNode[plugin] = score;
  });
  return Object.fromEntries(nodes.map(({ name }, at) => [name, { ...scores[at], total: totals[at] ?? 0 }]));
}

function codeOf({ unresolvable }: { readonly unresolvable?: true }): string {
  return unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
}
