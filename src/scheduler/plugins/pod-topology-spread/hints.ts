import { isDeepStrictEqual } from 'node:util';
import { podKey } from '../../../api/pods.ts';
import { labelOf } from '../../../api/requirement.ts';
import type { Node, Pod } from '../../../api/types.ts';
import type { ClusterChange, EventHint } from '../../framework/cluster-event.ts';
import { hasAllKeys, hardConstraintsOf, type SpreadConstraint } from './constraints.ts';

/**
 * The changes that can let in a pod that was rejected (upstream: plugin.go, `EventsToRegister` with its hints). A pod without constraints
 * of its own was rejected by default ones, whose selector is not known here: for it each of them is worth a try.
 */
export const HINTS: readonly EventHint[] = [
  { event: 'pod-placed', hint: afterPod },
  { event: 'pod-changed', hint: afterPod },
  { event: 'pod-deleted', hint: afterPod },
  { event: 'node-added', hint: afterNode },
  { event: 'node-removed', hint: afterNode },
  { event: 'node-labels', hint: afterNode },
  { event: 'node-taints', hint: afterNode },
];

function afterPod(pod: Pod, { before, now }: ClusterChange<Pod>): boolean {
  const constraints = hardConstraintsOf(pod);
  const other = now ?? before;
  if (constraints.length === 0 || !other) return true;
  if (podKey(other) === podKey(pod)) return before === undefined || afterItself(constraints, before, pod);
  if (other.metadata.namespace !== pod.metadata.namespace) return false;
  return before && now ? countsAnew(constraints, before, now) : counts(constraints, other);
}

function afterItself(constraints: readonly SpreadConstraint[], before: Pod, now: Pod): boolean {
  const tolerates = !isDeepStrictEqual(before.spec.tolerations ?? [], now.spec.tolerations ?? []);
  return (
    (tolerates && constraints.some(({ honorTaints }) => honorTaints)) || countsAnew(constraints, before, now)
  );
}

function countsAnew(constraints: readonly SpreadConstraint[], before: Pod, now: Pod): boolean {
  return constraints.some(
    ({ selector }) => selector.matches(before.metadata.labels) !== selector.matches(now.metadata.labels),
  );
}

function counts(constraints: readonly SpreadConstraint[], { metadata }: Pod): boolean {
  return constraints.some(({ selector }) => selector.matches(metadata.labels));
}

/** A node comes to count or counts no more, moves to another domain, or changes its taints. */
function afterNode(pod: Pod, { before, now }: ClusterChange<Node>): boolean {
  const constraints = hardConstraintsOf(pod);
  if (constraints.length === 0) return true;
  const [had, has] = [before, now].map((node) => node !== undefined && hasAllKeys(node, constraints));
  if (had !== has) return true;
  if (!before || !now || !has) return false;
  return (
    !isDeepStrictEqual(before.spec?.taints ?? [], now.spec?.taints ?? []) ||
    constraints.some(({ topologyKey }) => domainOf(before, topologyKey) !== domainOf(now, topologyKey))
  );
}

function domainOf({ metadata }: Node, topologyKey: string): string | undefined {
  return labelOf(metadata.labels, topologyKey);
}
