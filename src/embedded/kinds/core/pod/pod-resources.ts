import { compareQuantities } from '../../../../api/quantity.ts';
import type { PodSpec } from '../../../data/types.ts';
import type { ResourceList } from './resource-rounding.ts';
import { sumOfContainers } from './resource-sums.ts';

export const HUGE_PAGES = 'hugepages-';

/** `IsSupportedPodLevelResource` (component-helpers/resource): what a pod may ask for as a whole. */
export function isPodResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith(HUGE_PAGES);
}

/** `IsPodLevelResourcesSet`. */
export function hasPodResources({ resources }: PodSpec): boolean {
  const names = [...Object.keys(resources?.requests ?? {}), ...Object.keys(resources?.limits ?? {})];
  return names.some(isPodResource);
}

/**
 * `DefaultPodLevelResources` (pkg/api/pod/util.go): fills the requests and limits of a pod that asks as a whole from those of its
 * containers.
 */
export function defaultPodResources(spec: PodSpec): void {
  const { resources } = spec;
  if (!resources) return;
  const { requests = {}, limits = {} } = resources;
  if (Object.keys(requests).length + Object.keys(limits).length === 0) return;
  const limitsOfContainers = sumOfContainers(spec, 'limits');
  limitHugePages(limits, requests, limitsOfContainers);
  requestTogether(requests, limits, sumOfContainers(spec, 'requests'));
  limitTogether(spec, requests, limits, limitsOfContainers);
  if (Object.keys(requests).length > 0) resources.requests = requests;
  if (Object.keys(limits).length > 0) resources.limits = limits;
}

function limitHugePages(limits: ResourceList, requests: ResourceList, sums: ResourceList): void {
  for (const [name, sum] of Object.entries(sums)) {
    if (name.startsWith(HUGE_PAGES) && requests[name] === undefined) limits[name] ??= sum;
  }
}

function requestTogether(requests: ResourceList, limits: ResourceList, sums: ResourceList): void {
  for (const [name, sum] of Object.entries(sums)) {
    if (isPodResource(name) && !name.startsWith(HUGE_PAGES)) requests[name] ??= sum;
  }
  for (const [name, limit] of Object.entries(limits)) {
    if (isPodResource(name)) requests[name] ??= limit;
  }
}

/** Only where every container has a limit. */
function limitTogether(
  spec: PodSpec,
  requests: ResourceList,
  limits: ResourceList,
  sums: ResourceList,
): void {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  for (const [name, request] of Object.entries(requests)) {
    const sum = sums[name];
    const isLimited = containers.every(({ resources }) => resources?.limits?.[name] !== undefined);
    if (!isPodResource(name) || limits[name] !== undefined || sum === undefined || !isLimited) continue;
    limits[name] = compareQuantities(String(request), String(sum)) > 0 ? request : sum;
  }
}
