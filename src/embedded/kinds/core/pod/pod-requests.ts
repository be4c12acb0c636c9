import { quantityMilli, quantityValue } from '../../../../api/quantity.ts';
import type { Container, Pod } from '../../../data/types.ts';

/** Amounts by resource: cpu in thousandths, the rest in units. */
export type Amounts = ReadonlyMap<string, number>;

/** An init container that goes on running beside the others. */
export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}

/** `PodRequests`: the containers together, or a bigger init container; with the pod's overhead. */
export function requestsOf({ spec }: Pod): Amounts {
  const { containers = [], initContainers = [], overhead = {} } = spec ?? {};
  const sidecars = initContainers.filter(isSidecar);
  const total = new Map<string, number>();
  for (const container of [...containers, ...sidecars]) add(total, amountsOf(container.resources?.requests));
  for (const container of initContainers.filter((init) => !isSidecar(init))) atLeast(total, container);
  add(total, amountsOf(overhead));
  return total;
}

function add(total: Map<string, number>, more: Amounts): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0) + amount);
}

function atLeast(total: Map<string, number>, { resources }: Container): void {
  for (const [name, amount] of amountsOf(resources?.requests))
    total.set(name, Math.max(total.get(name) ?? 0, amount));
}

function amountsOf(resources: Readonly<Record<string, string | number>> = {}): Amounts {
  return new Map(Object.entries(resources).map(([name, text]) => [name, amountOf(name, String(text))]));
}

/** One amount of a resource, in the unit of `Amounts`. */
export function amountOf(name: string, text: string | number): number {
  return name === 'cpu' ? quantityMilli(String(text)) : quantityValue(String(text));
}
