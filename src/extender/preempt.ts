import { podKey } from '../api/pods.ts';
import type { FilterCycle } from '../scheduler/framework/filter-cycle.ts';
import type { Snapshot } from '../scheduler/framework/snapshot.ts';
import type { ExtenderPreemptionArgs, ExtenderPreemptionResult, MetaVictims } from './extender-api.ts';

/**
 * Of the nodes on which kube-scheduler would make room, those where the pod then passes our filters too, with the victims as they came
 * (upstream: framework/preemption, `callExtenders`). A victim that the cache does not have is gone already. @throws PluginError
 */
export function preempt(
  cycle: FilterCycle,
  args: ExtenderPreemptionArgs,
  snapshot: Snapshot,
): ExtenderPreemptionResult {
  const left = Object.entries(victimsOf(args)).filter(([node, victims]) =>
    fitsWithout(cycle, snapshot, node, victims),
  );
  return { NodeNameToMetaVictims: Object.fromEntries(left) };
}

function victimsOf({
  NodeNameToVictims,
  NodeNameToMetaVictims,
}: ExtenderPreemptionArgs): Readonly<Record<string, MetaVictims>> {
  if (NodeNameToMetaVictims) return NodeNameToMetaVictims;
  return Object.fromEntries(
    Object.entries(NodeNameToVictims ?? {}).map(([node, { Pods, NumPDBViolations }]) => [
      node,
      { Pods: Pods.map((pod) => ({ UID: podKey(pod) })), NumPDBViolations },
    ]),
  );
}

function fitsWithout(cycle: FilterCycle, snapshot: Snapshot, name: string, { Pods }: MetaVictims): boolean {
  const node = snapshot.get(name);
  const { only, rejected } = cycle.found;
  if (!node || rejected?.rejection.unresolvable || (only && !only.nodes.has(name))) return false;
  const trial = cycle.tryOn(node);
  for (const { UID } of Pods) {
    const victim = node.pods.get(UID);
    if (victim) trial.remove(victim);
  }
  return trial.fits();
}
