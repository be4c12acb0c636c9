import { amountOf, type Requests } from '../../api/pod-requests.ts';
import type { Node } from '../../api/types.ts';
import { isScalarResource } from './resource-names.ts';
import type { Resources } from './resources.ts';

/** Sums that can be changed. */
export interface ResourceSums extends Resources {
  milliCpu: number;
  memory: number;
  ephemeralStorage: number;
  allowedPods: number;
  readonly scalar: Map<string, number>;
}

/** Nothing at all. */
export function noResources(): ResourceSums {
  return { milliCpu: 0, memory: 0, ephemeralStorage: 0, allowedPods: 0, scalar: new Map() };
}

/** Adds `more` to `sum`, in place. */
export function addTo(sum: ResourceSums, more: Resources): void {
  sum.milliCpu += more.milliCpu;
  sum.memory += more.memory;
  sum.ephemeralStorage += more.ephemeralStorage;
  for (const [name, amount] of more.scalar) changeScalar(sum, name, amount);
}

/** The reverse of {@link addTo}: what is added and taken leaves no trace. */
export function takeFrom(sum: ResourceSums, less: Resources): void {
  sum.milliCpu -= less.milliCpu;
  sum.memory -= less.memory;
  sum.ephemeralStorage -= less.ephemeralStorage;
  for (const [name, amount] of less.scalar) changeScalar(sum, name, -amount);
}

function changeScalar({ scalar }: ResourceSums, name: string, by: number): void {
  const amount = (scalar.get(name) ?? 0) + by;
  if (amount === 0) scalar.delete(name);
  else scalar.set(name, amount);
}

/** One of the amounts by the name of its resource: cpu in thousandths, the rest in whole units; 0 where there is none. */
export function amountIn(resources: Resources, name: string): number {
  switch (name) {
    case 'cpu':
      return resources.milliCpu;
    case 'memory':
      return resources.memory;
    case 'ephemeral-storage':
      return resources.ephemeralStorage;
    default:
      return resources.scalar.get(name) ?? 0;
  }
}

/** `status.allocatable` of a node (pkg/scheduler/framework/types.go, `NewResource`). */
export function allocatableOf({ status }: Node): ResourceSums {
  const texts = Object.entries(status?.allocatable ?? {});
  return resourcesOf(texts.map(([name, text]) => [name, amountOf(name, text)]));
}

/** The amounts that the scheduler counts; others are left out (`Resource.Add`). */
export function resourcesOf(amounts: Requests | readonly (readonly [string, number])[]): ResourceSums {
  const sums = noResources();
  for (const [name, amount] of amounts) {
    if (name === 'cpu') sums.milliCpu = amount;
    else if (name === 'memory') sums.memory = amount;
    else if (name === 'ephemeral-storage') sums.ephemeralStorage = amount;
    else if (name === 'pods') sums.allowedPods = amount;
    else if (isScalarResource(name)) sums.scalar.set(name, amount);
  }
  return sums;
}
