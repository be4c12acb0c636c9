import type { Pod } from '../api/types.ts';
import type { FilterCycle } from './framework/filter-cycle.ts';
import type { Framework } from './framework/framework.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PluginScore } from './framework/plugin.ts';
import type { Snapshot } from './framework/snapshot.ts';
import { scored } from './verdict.ts';

/** What one filter plugin says of one node. Without `reasons` it has nothing against it. */
export interface FilterVerdict {
  readonly plugin: string;
  readonly reasons?: readonly string[];
  /** What the reason leaves out, e.g. which taint. */
  readonly detail?: string;
  /** What would have to change for it to agree, as a clause behind "if": `taint a=b:NoSchedule is removed`. */
  readonly wayOut?: string;
}

/** What all plugins say of one node, every filter asked. Scores only where it fits. */
export interface NodeExplanation {
  readonly node: string;
  /** The N of "had N pods". */
  readonly pods: number;
  readonly filters: readonly FilterVerdict[];
  readonly scores?: Readonly<Record<string, PluginScore>>;
  readonly total?: number;
}

/** What would be decided now. `nodes` are the best first: by total, then by how few filters object; at most {@link MAX_EXPLAINED}. */
export interface Explanation {
  readonly nodes: readonly NodeExplanation[];
  readonly known: number;
  readonly feasible: number;
}

/** A person reads no more nodes than this. */
export const MAX_EXPLAINED = 200;

/** Asks every plugin about every node, as a decision does not: it stops at the first filter that rejects a node. Changes nothing. */
export function explain(framework: Framework, pod: Pod, snapshot: Snapshot): Explanation {
  const { nodes } = snapshot;
  const cycle = framework.runPreFilter(pod, snapshot);
  const asked = nodes.map((info) => ({ info, ...filtersOf(cycle, info) }));
  const feasible = asked.filter(({ objections }) => objections === 0).map(({ info }) => info);
  const scores = scored(framework, pod, feasible, snapshot);
  const best = asked
    .map((one) => ({ ...one, verdict: scores.get(one.info) }))
    // a stable sort: equals stay in natural order of names
    .toSorted((a, b) => a.objections - b.objections || (b.verdict?.total ?? 0) - (a.verdict?.total ?? 0))
    .slice(0, MAX_EXPLAINED)
    .map(({ info, filters, verdict }) => ({
      node: info.name,
      pods: info.podCount,
      filters,
      ...(verdict?.scores && { scores: verdict.scores }),
      ...(verdict?.total !== undefined && { total: verdict.total }),
    }));
  return { nodes: best, known: nodes.length, feasible: feasible.length };
}

function filtersOf(cycle: FilterCycle, info: NodeInfo) {
  let objections = 0;
  const filters = cycle.filterAll(info).map((said): FilterVerdict => {
    if (!('rejection' in said)) return { plugin: said.plugin.name };
    objections++;
    const detail = said.detail?.();
    const wayOut = said.wayOut?.();
    return {
      plugin: said.plugin.name,
      reasons: said.rejection.reasons,
      ...(detail !== undefined && { detail }),
      ...(wayOut !== undefined && { wayOut }),
    };
  });
  return { filters, objections };
}

/** What objects to a node. A cordon is one objection, although the node controller adds a taint to it. */
export function objectionsOf(filters: readonly FilterVerdict[]): readonly FilterVerdict[] {
  const objections = filters.filter(({ reasons }) => reasons);
  const isCordoned = objections.some(({ plugin }) => plugin === 'NodeUnschedulable');
  return objections.filter(
    ({ detail }) => !isCordoned || !detail?.includes('node.kubernetes.io/unschedulable'),
  );
}
