import { compareQuantities, quantityMilli } from '../../../api/quantity.ts';
import { invalid, type FieldError } from '../../api/field-error.ts';
import type { Quantity } from '../../data/types.ts';
import { qualifiedNameErrors } from '../../../api/names.ts';

const COUNTED: ReadonlySet<string> = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);
const STANDARD: ReadonlySet<string> = new Set([
  ...COUNTED,
  'storage',
  'requests.storage',
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

/** `IsStandardResourceName` (pkg/apis/core/helper): a name that Kubernetes itself knows. */
export function isStandardResource(name: string): boolean {
  return STANDARD.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}

/** `IsExtendedResourceName`: a device of somebody else's. */
export function isExtendedResource(name: string): boolean {
  const native = !name.includes('/') || name.includes('kubernetes.io/');
  return !native && !name.startsWith('requests.') && qualifiedNameErrors(`requests.${name}`).length === 0;
}

/** `ValidateResourceQuantityValue` (pkg/apis/core/validation): never below 0, whole where things are counted. */
export function resourceAmountErrors(name: string, amount: Quantity, path: string): FieldError[] {
  const text = String(amount);
  const counted = COUNTED.has(name) || isExtendedResource(name);
  return [
    ...negativeQuantityErrors(text, path),
    ...(counted && quantityMilli(text) % 1000 !== 0 ? [invalid(path, text, 'must be an integer')] : []),
  ];
}

/** `ValidateNonnegativeQuantity`. */
export function negativeQuantityErrors(amount: Quantity, path: string): FieldError[] {
  if (compareQuantities(String(amount), '0') >= 0) return [];
  return [invalid(path, String(amount), 'must be greater than or equal to 0')];
}

/** `ValidatePositiveQuantityValue`. */
export function notPositiveQuantityErrors(amount: Quantity, path: string): FieldError[] {
  if (compareQuantities(String(amount), '0') > 0) return [];
  return [invalid(path, String(amount), 'must be greater than zero')];
}
