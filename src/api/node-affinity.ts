import {
  type AnyNodeSelector,
  matchesAnyTerm,
  type NodeLike,
  type NodeTerm,
  nodeTerms,
} from './node-selector.ts';
import { holdAll, type Requirement } from './requirement.ts';

/** What a pod's spec says about the nodes that it may run on, by whichever type it comes. */
export interface ChoosesNodes {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution?: AnyNodeSelector };
  };
}

/** A pod's node selector and required node affinity, read once and asked of many nodes. */
export interface RequiredNodeAffinity {
  /** Of `nodeSelector`: all must hold. */
  readonly selector: readonly Requirement[];
  /** One must match, when given. */
  readonly terms?: readonly NodeTerm[];
}

const known = new WeakMap<ChoosesNodes, RequiredNodeAffinity>();

/** @see readRequiredNodeAffinity. Worked out once for each version of a pod, which is never changed in place. */
export function requiredNodeAffinity({ spec }: { readonly spec: ChoosesNodes }): RequiredNodeAffinity {
  let found = known.get(spec);
  if (!found) known.set(spec, (found = readRequiredNodeAffinity(spec)));
  return found;
}

/** Reads both (upstream: component-helpers/scheduling/corev1/nodeaffinity, `GetRequiredNodeAffinity`). */
export function readRequiredNodeAffinity({
  nodeSelector = {},
  affinity,
}: ChoosesNodes): RequiredNodeAffinity {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return {
    selector: Object.entries(nodeSelector).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...(required && { terms: nodeTerms(required) }),
  };
}

/** Whether the pod may run on the node, as far as labels and name of the node go (upstream: `RequiredNodeAffinity.Match`). */
export function allowsNode({ selector, terms }: RequiredNodeAffinity, node: NodeLike): boolean {
  return holdAll(selector, node.metadata.labels) && (!terms || matchesAnyTerm(terms, node));
}
