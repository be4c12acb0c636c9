import type { Fields, Given } from '../../config/given.ts';
import {
  DEFAULT_RESOURCES,
  type NodeResourcesBalancedAllocationArgs,
  type NodeResourcesFitArgs,
  type ResourceSpec,
  type ScoringStrategy,
  type UtilizationShapePoint,
} from '../node-resources/args.ts';

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'] as const;

/** Upstream: `SetDefaults_NodeResourcesFitArgs`, `ValidateNodeResourcesFitArgs`. */
export function readNodeResourcesFitArgs(given: Given | undefined): NodeResourcesFitArgs {
  const fields = given?.fields(['ignoredResources', 'ignoredResourceGroups', 'scoringStrategy']) ?? {};
  const groups = fields.ignoredResourceGroups?.list().map((item) => {
    if (item.text().includes('/')) throw item.wrong("resource group name can't contain '/'");
    return item.qualifiedName();
  });
  return {
    ...(fields.ignoredResources && {
      ignoredResources: fields.ignoredResources.list().map((item) => item.qualifiedName()),
    }),
    ...(groups && { ignoredResourceGroups: groups }),
    scoringStrategy: readStrategy(fields.scoringStrategy),
  };
}

function readStrategy(given: Given | undefined): ScoringStrategy {
  if (!given) return { type: 'LeastAllocated', resources: DEFAULT_RESOURCES };
  const fields = given.fields(['type', 'resources', 'requestedToCapacityRatio']);
  if (!fields.type) throw given.wrong(`type is missing: one of ${STRATEGIES.join(', ')}`);
  const type = fields.type.oneOf(STRATEGIES);
  const resources = readResources(fields.resources, (weight) => weight.integer(1, 100));
  const ratio = readRatio(given, fields, type);
  return { type, resources, ...(ratio && { requestedToCapacityRatio: ratio }) };
}

function readRatio(
  given: Given,
  { requestedToCapacityRatio: ratio }: Fields<'requestedToCapacityRatio'>,
  type: string,
): ScoringStrategy['requestedToCapacityRatio'] {
  if (type !== 'RequestedToCapacityRatio') {
    if (ratio) throw ratio.wrong('must not be there when type is not RequestedToCapacityRatio');
    return undefined;
  }
  if (!ratio)
    throw given.wrong(
      'requestedToCapacityRatio is missing: must be specified when type is RequestedToCapacityRatio',
    );
  return { shape: readShape(ratio, ratio.fields(['shape']).shape) };
}

/** The points of a shape (upstream: `validateFunctionShape`). `parent` is named where there are none. */
export function readShape(parent: Given, given: Given | undefined): readonly UtilizationShapePoint[] {
  const points = (given?.list() ?? []).map((item) => {
    const { utilization, score } = item.fields(['utilization', 'score']);
    return { item, utilization: utilization?.integer(0, 100) ?? 0, score: score?.integer(0, 10) ?? 0 };
  });
  if (points.length === 0) throw (given ?? parent).wrong('at least one point must be specified');
  for (const [at, { item, utilization }] of points.entries()) {
    if (at > 0 && (points[at - 1]?.utilization ?? 0) >= utilization)
      throw item.at('utilization', utilization).wrong('values must be sorted in increasing order');
  }
  return points.map(({ utilization, score }) => ({ utilization, score }));
}

/** Upstream: `SetDefaults_NodeResourcesBalancedAllocationArgs`, `ValidateNodeResourcesBalancedAllocationArgs`. */
export function readBalancedAllocationArgs(given: Given | undefined): NodeResourcesBalancedAllocationArgs {
  const { resources: field } = given?.fields(['resources']) ?? {};
  const resources = readResources(field, (weight) => {
    if (weight.integer() !== 1) throw weight.wrong('must be 1');
    return 1;
  });
  for (const [at, { name }] of resources.entries()) {
    if (field && resources.findIndex((other) => other.name === name) < at)
      throw field
        .at(at, undefined)
        .at('name', name)
        .wrong(`duplicate value ${JSON.stringify(name)}`);
  }
  return { resources };
}

function readResources(
  given: Given | undefined,
  readWeight: (weight: Given) => number,
): readonly ResourceSpec[] {
  const items = given?.list() ?? [];
  if (items.length === 0) return DEFAULT_RESOURCES;
  return items.map((item) => {
    const { name, weight } = item.fields(['name', 'weight']);
    if (!name) throw item.wrong('name is missing');
    // 0 is as good as nothing, as upstream's defaults have it
    return { name: name.text(), weight: weight && weight.value !== 0 ? readWeight(weight) : 1 };
  });
}
