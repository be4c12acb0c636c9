import { matcherOf } from '../../../api/label-selector.ts';
import type { Pod } from '../../../api/types.ts';
import type { Plugin } from '../../framework/plugin.ts';
import type { Objects } from '../../framework/snapshot.ts';
import { SKIP } from '../../framework/status.ts';
import { type PodTopologySpreadArgs, SYSTEM_CONSTRAINTS } from './args.ts';
import {
  constraintsOf,
  hardConstraintsOf,
  readConstraints,
  type SpreadConstraint,
  type WhenUnsatisfiable,
} from './constraints.ts';
import { DEFAULT_SELECTOR_READS, defaultSelector } from './default-selector.ts';
import { fact, remedy } from './explain.ts';
import { type CountedConstraint, countByDomain, rejectionOf, update, violationsOf } from './filter.ts';
import { HINTS } from './hints.ts';
import { normalizeSpread, prepareScores, type SpreadScores, spreadScore } from './score.ts';

/**
 * Spreads the pods that a selector names evenly over nodes, zones or any other label: `DoNotSchedule` filters, `ScheduleAnyway` scores.
 * Pods without constraints get the default ones (upstream: plugins/podtopologyspread).
 */
export function podTopologySpread(
  args: PodTopologySpreadArgs = {},
): Plugin<readonly CountedConstraint[], SpreadScores> {
  const isSystem = (args.defaultingType ?? 'System') === 'System';
  const defaults = isSystem ? SYSTEM_CONSTRAINTS : (args.defaultConstraints ?? []);

  const defaultsFor = (pod: Pod, when: WhenUnsatisfiable, objects: Objects): readonly SpreadConstraint[] => {
    if (!defaults.some(({ whenUnsatisfiable }) => whenUnsatisfiable === when)) return [];
    const selector = matcherOf(defaultSelector(pod, objects));
    return selector.isEmpty ? [] : readConstraints(defaults, pod.metadata.labels, when, selector);
  };

  return {
    name: 'PodTopologySpread',
    requeueOn: HINTS,
    reads: defaults.length > 0 ? DEFAULT_SELECTOR_READS : [],

    preFilter(pod, { nodes, objects }) {
      const constraints = hasOwn(pod) ? hardConstraintsOf(pod) : defaultsFor(pod, 'DoNotSchedule', objects);
      return constraints.length === 0 ? SKIP : { state: countByDomain(pod, constraints, nodes) };
    },

    filter: (_pod, node, state) => rejectionOf(node, state),

    cloneState: (state) => state.map((counted) => ({ ...counted, counts: counted.counts.copy() })),
    addPod: (state, pod, added, node) => update(state, pod, added, node, 1),
    removePod: (state, pod, removed, node) => update(state, pod, removed, node, -1),

    explain: (_pod, node, state) => violationsOf(node, state).map(fact).join('; '),
    wayOut: (_pod, node, state) => violationsOf(node, state).map(remedy).join(' and '),

    preScore(pod, feasible, { nodes, objects }) {
      const own = hasOwn(pod);
      const constraints = own
        ? constraintsOf(pod, 'ScheduleAnyway')
        : defaultsFor(pod, 'ScheduleAnyway', objects);
      if (constraints.length === 0) return SKIP;
      return { state: prepareScores(pod, constraints, own || !isSystem, feasible, nodes) };
    },

    score: (pod, node, state) => spreadScore(pod, node, state),
    normalize: (scores, _pod, nodes, state) => normalizeSpread(scores, nodes, state),
  };
}

function hasOwn({ spec }: Pod): boolean {
  return (spec.topologySpreadConstraints?.length ?? 0) > 0;
}
