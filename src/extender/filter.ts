import type { FilterCycle, PluginRejection } from '../scheduler/framework/filter-cycle.ts';
import type { NodeInfo } from '../scheduler/framework/node-info.ts';
import type { ExtenderArgs, ExtenderFilterResult } from './extender-api.ts';
import type { View } from './view.ts';

/** Said of a node that kube-scheduler's watch has brought and ours has not: a moment later it is known. */
const NOT_KNOWN_YET = 'node(s) were not known to the extender yet';

/** The nodes that pass, and the answer that says so. */
export interface Filtered {
  readonly feasible: readonly NodeInfo[];
  readonly result: ExtenderFilterResult;
}

/**
 * Asks the filter plugins about each candidate (upstream: extender.go, `Filter`, is who reads it). Several reasons of a node are one
 * message, since kube-scheduler counts messages. @throws PluginError
 */
export function filter(cycle: FilterCycle, args: ExtenderArgs, { candidates, unknown }: View): Filtered {
  const feasible: NodeInfo[] = [];
  const failed = new Map(unknown.map((name) => [name, NOT_KNOWN_YET]));
  const unresolvable = new Map<string, string>();
  for (const node of candidates) {
    const found = cycle.filter(node);
    if (!found) feasible.push(node);
    else (found.rejection.unresolvable ? unresolvable : failed).set(node.name, messageOf(found));
  }
  const passed = feasible.map(({ name }) => name);
  return {
    feasible,
    result: {
      ...(args.Nodes ? { Nodes: { items: nodesOf(args.Nodes.items, passed) } } : { NodeNames: passed }),
      FailedNodes: Object.fromEntries(failed),
      FailedAndUnresolvableNodes: Object.fromEntries(unresolvable),
      Error: '',
    },
  };
}

function messageOf({ rejection }: PluginRejection): string {
  return rejection.reasons.join(', ');
}

/** As they came, so that kube-scheduler finds in them what it sent. */
function nodesOf<T extends { readonly metadata: { readonly name: string } }>(
  given: readonly T[],
  names: readonly string[],
): readonly T[] {
  const passed = new Set(names);
  return given.filter(({ metadata }) => passed.has(metadata.name));
}
