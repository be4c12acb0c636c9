import type { TopologySpreadConstraint } from '../../../api/pod-spec.ts';
import type { Given } from '../../config/given.ts';
import type { InterPodAffinityArgs } from '../inter-pod-affinity/score.ts';
import type { NodeAffinityArgs } from '../node-affinity/node-affinity.ts';
import type { UtilizationShapePoint } from '../node-resources/args.ts';
import type { PodTopologySpreadArgs } from '../pod-topology-spread/args.ts';
import { DEFAULT_SHAPE } from '../volumes/volume-score.ts';
import { readShape } from './resource-args.ts';
import { readNodeSelector, readNodeTerm } from './selector-args.ts';

/** Args of DefaultPreemption: on how many nodes, at least, room is looked for before the best is taken. */
export interface DefaultPreemptionArgs {
  /** Of all nodes. */
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

/** Args of VolumeBinding. */
export interface VolumeBindingArgs {
  readonly bindTimeoutSeconds: number;
  /** What it is worth when so much of a volume is asked for. */
  readonly shape: readonly UtilizationShapePoint[];
}

/** Upstream: `SetDefaults_DefaultPreemptionArgs`, `ValidateDefaultPreemptionArgs`. */
export function readDefaultPreemptionArgs(given: Given | undefined): DefaultPreemptionArgs {
  const { minCandidateNodesPercentage: percentage, minCandidateNodesAbsolute: absolute } =
    given?.fields(['minCandidateNodesPercentage', 'minCandidateNodesAbsolute']) ?? {};
  const args = {
    minCandidateNodesPercentage: percentage?.integer(0, 100) ?? 10,
    minCandidateNodesAbsolute: absolute?.integer(0) ?? 100,
  };
  if (percentage && args.minCandidateNodesPercentage + args.minCandidateNodesAbsolute === 0)
    throw percentage.wrong('cannot be zero at the same time as minCandidateNodesAbsolute');
  return args;
}

/** Upstream: `SetDefaults_InterPodAffinityArgs`, `ValidateInterPodAffinityArgs`. */
export function readInterPodAffinityArgs(given: Given | undefined): InterPodAffinityArgs {
  const fields = given?.fields(['hardPodAffinityWeight', 'ignorePreferredTermsOfExistingPods']) ?? {};
  return {
    hardPodAffinityWeight: fields.hardPodAffinityWeight?.integer(0, 100) ?? 1,
    ignorePreferredTermsOfExistingPods: fields.ignorePreferredTermsOfExistingPods?.boolean() ?? false,
  };
}

/** Upstream: `ValidateNodeAffinityArgs`. */
export function readNodeAffinityArgs(given: Given | undefined): NodeAffinityArgs {
  const { addedAffinity } = given?.fields(['addedAffinity']) ?? {};
  if (!addedAffinity) return {};
  const fields = addedAffinity.fields([
    'requiredDuringSchedulingIgnoredDuringExecution',
    'preferredDuringSchedulingIgnoredDuringExecution',
  ]);
  const required = fields.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = fields.preferredDuringSchedulingIgnoredDuringExecution;
  return {
    addedAffinity: {
      ...(required && { requiredDuringSchedulingIgnoredDuringExecution: readNodeSelector(required) }),
      ...(preferred && {
        preferredDuringSchedulingIgnoredDuringExecution: preferred.list().map(readPreferred),
      }),
    },
  };
}

function readPreferred(item: Given) {
  const { weight, preference } = item.fields(['weight', 'preference']);
  if (!weight || !preference) throw item.wrong('weight and preference are needed');
  return { weight: weight.integer(), preference: readNodeTerm(preference) };
}

/** Upstream: `SetDefaults_PodTopologySpreadArgs`, `ValidatePodTopologySpreadArgs`. */
export function readPodTopologySpreadArgs(given: Given | undefined): PodTopologySpreadArgs {
  const { defaultConstraints, defaultingType } =
    given?.fields(['defaultConstraints', 'defaultingType']) ?? {};
  const constraints = defaultConstraints?.list().map(readConstraint) ?? [];
  const type = defaultingType?.oneOf(['System', 'List']) ?? 'System';
  if (type === 'System' && defaultConstraints && constraints.length > 0)
    throw (defaultingType ?? defaultConstraints).wrong(
      'defaultingType must be List when defaultConstraints are not empty',
    );
  for (const [at, { topologyKey, whenUnsatisfiable }] of constraints.entries()) {
    const first = constraints.findIndex(
      (other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable,
    );
    if (first < at)
      throw defaultConstraints
        ?.at(at, undefined)
        .wrong(`duplicate value {${topologyKey}, ${whenUnsatisfiable}}`);
  }
  return { defaultConstraints: constraints, defaultingType: type };
}

function readConstraint(item: Given): TopologySpreadConstraint {
  const fields = item.fields([
    'labelSelector',
    'matchLabelKeys',
    'maxSkew',
    'minDomains',
    'nodeAffinityPolicy',
    'nodeTaintsPolicy',
    'topologyKey',
    'whenUnsatisfiable',
  ]);
  if (fields.labelSelector)
    throw fields.labelSelector.wrong('constraint must not define a selector, as they deduced for each pod');
  if (!fields.topologyKey) throw item.wrong('topologyKey is missing');
  if (!fields.whenUnsatisfiable) throw item.wrong('whenUnsatisfiable is missing');
  if (!fields.maxSkew) throw item.wrong('maxSkew is missing');
  return {
    maxSkew: fields.maxSkew.integer(1),
    topologyKey: fields.topologyKey.qualifiedName(),
    whenUnsatisfiable: fields.whenUnsatisfiable.oneOf(['DoNotSchedule', 'ScheduleAnyway']),
    ...(fields.minDomains && { minDomains: fields.minDomains.integer(1) }),
    ...(fields.nodeAffinityPolicy && {
      nodeAffinityPolicy: fields.nodeAffinityPolicy.oneOf(['Honor', 'Ignore']),
    }),
    ...(fields.nodeTaintsPolicy && { nodeTaintsPolicy: fields.nodeTaintsPolicy.oneOf(['Honor', 'Ignore']) }),
    ...(fields.matchLabelKeys && {
      matchLabelKeys: fields.matchLabelKeys.list().map((key) => key.qualifiedName()),
    }),
  };
}

/** Upstream: `SetDefaults_VolumeBindingArgs`, `ValidateVolumeBindingArgs`. */
export function readVolumeBindingArgs(given: Given | undefined): VolumeBindingArgs {
  const { bindTimeoutSeconds, shape } = given?.fields(['bindTimeoutSeconds', 'shape']) ?? {};
  const isGiven = shape && shape.list().length > 0;
  return {
    bindTimeoutSeconds: bindTimeoutSeconds?.integer(0) ?? 600,
    shape: isGiven ? readShape(shape, shape) : DEFAULT_SHAPE,
  };
}

/** Upstream: `DynamicResourcesArgs`. Nothing is allocated here, so its time limits limit nothing. */
export function readDynamicResourcesArgs(given: Given | undefined): object {
  const { filterTimeout, bindingTimeout } = given?.fields(['filterTimeout', 'bindingTimeout']) ?? {};
  return {
    ...(filterTimeout && { filterTimeout: filterTimeout.text() }),
    ...(bindingTimeout && { bindingTimeout: bindingTimeout.text() }),
  };
}
