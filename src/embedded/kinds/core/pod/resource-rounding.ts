import { canonicalQuantity, parseQuantity, quantityMilli } from '../../../../api/quantity.ts';
import type { Quantity } from '../../../data/types.ts';

/** Amounts by the name of the resource. */
export type ResourceList = Record<string, Quantity>;

/** `SetDefaults_ResourceList`: amounts finer than a thousandth are rounded up to one. */
export function roundResourceList(list: ResourceList | undefined): void {
  for (const [name, amount] of Object.entries(list ?? {})) {
    const scale = parseQuantity(String(amount))?.scale ?? 0;
    if (!list || scale >= -3) continue;
    list[name] = canonicalQuantity(`${String(quantityMilli(String(amount)))}m`) ?? amount;
  }
}

/** The same for requests and limits. */
export function roundResources(
  resources: { readonly limits?: ResourceList; readonly requests?: ResourceList } | undefined,
): void {
  roundResourceList(resources?.limits);
  roundResourceList(resources?.requests);
}
