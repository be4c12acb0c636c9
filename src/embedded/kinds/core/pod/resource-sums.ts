import { canonicalQuantity, compareQuantities, parseQuantity } from '../../../../api/quantity.ts';
import type { PodSpec, ResourceRequirements } from '../../../data/types.ts';
import { isSidecar } from '../../../../api/pod-requests.ts';
import type { ResourceList } from './resource-rounding.ts';

/**
 * What the containers of a pod need together (`AggregateContainerRequests` and `…Limits`, component-helpers/resource): all that run at the
 * same time, or an init container with the sidecars before it, whichever is more.
 */
export function sumOfContainers(spec: PodSpec, kind: 'requests' | 'limits'): ResourceList {
  const listOf = ({ resources = {} }: { resources?: ResourceRequirements }): ResourceList =>
    resources[kind] ?? {};
  const total: ResourceList = {};
  const sidecars: ResourceList = {};
  const starting: ResourceList = {};
  for (const container of spec.containers ?? []) add(total, listOf(container));
  for (const container of spec.initContainers ?? []) {
    const list = listOf(container);
    if (isSidecar(container)) {
      add(total, list);
      add(sidecars, list);
    }
    raise(starting, isSidecar(container) ? sidecars : together(list, sidecars));
  }
  raise(total, starting);
  return total;
}

function together(...lists: readonly ResourceList[]): ResourceList {
  const total: ResourceList = {};
  for (const list of lists) add(total, list);
  return total;
}

function add(total: ResourceList, more: ResourceList): void {
  for (const [name, amount] of Object.entries(more)) {
    const before = total[name];
    total[name] = before === undefined ? amount : sumOf(String(before), String(amount));
  }
}

function raise(total: ResourceList, other: ResourceList): void {
  for (const [name, amount] of Object.entries(other)) {
    const before = total[name];
    if (before === undefined || compareQuantities(String(amount), String(before)) > 0) total[name] = amount;
  }
}

/** `Quantity.Add`: in the form of the first that is not zero. */
function sumOf(a: string, b: string): string {
  const [first, second] = [parseQuantity(a), parseQuantity(b)];
  if (!first || first.mantissa === 0n) return b;
  if (!second || second.mantissa === 0n) return a;
  const scale = Math.min(first.scale, second.scale);
  const mantissa =
    first.mantissa * 10n ** BigInt(first.scale - scale) +
    second.mantissa * 10n ** BigInt(second.scale - scale);
  return canonicalQuantity(textOf(mantissa, scale, first.format === 'BinarySI')) ?? a;
}

function textOf(mantissa: bigint, scale: number, isBinary: boolean): string {
  if (isBinary && scale === 0 && mantissa % 1024n === 0n) return `${(mantissa / 1024n).toString()}Ki`;
  return `${(mantissa * 10n ** BigInt(scale + 9)).toString()}n`;
}
