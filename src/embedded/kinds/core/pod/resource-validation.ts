import { compareQuantities, parseQuantity, quantityMilli, quantityValue } from '../../../../api/quantity.ts';
import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { ResourceClaim, ResourceRequirements } from '../../../data/types.ts';
import { dns1123LabelErrors, qualifiedNameErrors } from '../../../../api/names.ts';
import {
  isExtendedResource,
  isStandardResource,
  resourceAmountErrors,
} from '../../common/resource-amounts.ts';
import { eachErrors, when, wordErrors } from './checks.ts';
import { HUGE_PAGES, isPodResource } from './pod-resources.ts';

type NameRule = (name: string, path: string) => FieldError[];

const COMPUTE = ['cpu', 'memory'];
const OF_CONTAINERS = ['cpu', 'memory', 'ephemeral-storage'];
const OF_PODS = ['cpu', HUGE_PAGES, 'memory'];

/** `ValidateContainerResourceName` (pkg/apis/core/validation). */
export function containerResourceNameErrors(name: string, path: string): FieldError[] {
  const errors = resourceNameErrors(name, path);
  if (!name.includes('/')) {
    const isKnown = OF_CONTAINERS.includes(name) || name.startsWith(HUGE_PAGES);
    return [...errors, ...when(!isKnown, invalid(path, name, 'must be a standard resource for containers'))];
  }
  const isFine = isNative(name) || isExtendedResource(name);
  return [...errors, ...when(!isFine, invalid(path, name, "doesn't follow extended resource name standard"))];
}

/** `validatePodResourceName`. */
export function podResourceNameErrors(name: string, path: string): FieldError[] {
  const errors = resourceNameErrors(name, path);
  if (errors.length > 0 || isPodResource(name)) return errors;
  return [notSupported(path, name, OF_PODS)];
}

function resourceNameErrors(name: string, path: string): FieldError[] {
  const errors = wordErrors(qualifiedNameErrors(name), name, path);
  if (errors.length > 0 || name.includes('/') || isStandardResource(name)) return errors;
  return [invalid(path, name, 'must be a standard resource type or fully qualified')];
}

/** `validateResourceRequirements`; `claims` are the names of the pod's resource claims. */
export function requirementErrors(
  requirements: ResourceRequirements | undefined,
  nameErrors: NameRule,
  claims: readonly string[],
  path: string,
): FieldError[] {
  const { limits = {}, requests = {} } = requirements ?? {};
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const isLonely = names.some((name) => name.startsWith(HUGE_PAGES)) && !names.some(isCompute);
  return [
    ...Object.entries(limits).flatMap(([name, amount]) =>
      amountErrors(name, String(amount), nameErrors, `${path}.limits[${name}]`),
    ),
    ...Object.entries(requests).flatMap(([name, amount]) =>
      requestErrors(name, String(amount), limits[name], nameErrors, path),
    ),
    ...when(isLonely, forbiddenField(path, 'HugePages require cpu or memory')),
    ...claimErrors(requirements?.claims, claims, `${path}.claims`),
  ];
}

function isCompute(name: string): boolean {
  return COMPUTE.includes(name);
}

function amountErrors(name: string, amount: string, nameErrors: NameRule, path: string): FieldError[] {
  return [
    ...nameErrors(name, path),
    ...resourceAmountErrors(name, amount, path),
    ...pageErrors(name, amount, path),
  ];
}

function requestErrors(
  name: string,
  amount: string,
  limit: string | number | undefined,
  nameErrors: NameRule,
  path: string,
): FieldError[] {
  const at = `${path}.requests[${name}]`;
  return [
    ...nameErrors(name, at),
    ...resourceAmountErrors(name, amount, at),
    ...limitErrors(name, amount, limit, path),
    ...pageErrors(name, amount, at),
  ];
}

/** Told of all requests together, as upstream does. */
function limitErrors(
  name: string,
  amount: string,
  limit: string | number | undefined,
  path: string,
): FieldError[] {
  const mayDiffer = isNative(name) && !name.startsWith(HUGE_PAGES);
  if (limit === undefined) {
    const words = 'Limit must be set for non overcommitable resources';
    return when(!mayDiffer, required(`${path}.limits`, words));
  }
  const order = compareQuantities(amount, String(limit));
  const than = (words: string): FieldError =>
    invalid(`${path}.requests`, amount, `must be ${words} ${name} limit of ${String(limit)}`);
  if (order !== 0 && !mayDiffer) return [than('equal to')];
  return when(order > 0, than('less than or equal to'));
}

/** `IsHugePageResourceValueDivisible`. */
function pageErrors(name: string, amount: string, path: string): FieldError[] {
  if (!name.startsWith(HUGE_PAGES)) return [];
  const size = name.slice(HUGE_PAGES.length);
  const isWhole = parseQuantity(size) !== undefined && quantityMilli(size) % 1000 === 0;
  const bytes = isWhole ? quantityValue(size) : 0;
  const isFine = bytes > 0 && quantityValue(amount) % bytes === 0;
  return when(!isFine, invalid(path, amount, `${amount} is not positive integer multiple of ${name}`));
}

/** `IsNativeResource`. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** `validateResourceClaimNames`: what a container takes of the pod's claims, each once. */
function claimErrors(
  claims: readonly ResourceClaim[] | undefined,
  known: readonly string[],
  path: string,
): FieldError[] {
  const seen = new Set<string>();
  return eachErrors(claims, path, ({ name, request = '' }, at) => {
    if (!name) return [required(at)];
    return [...takenErrors(name, request, seen, at), ...unknownErrors(name, known, at)];
  });
}

/** A claim is taken as a whole or request by request. Remembers what is taken. */
function takenErrors(name: string, request: string, seen: Set<string>, path: string): FieldError[] {
  if (seen.has(name)) return [duplicate(path, name)];
  const key = request ? `${name}/${request}` : name;
  const parts = request ? [] : [...seen].filter((other) => other.startsWith(`${name}/`));
  const errors = [
    ...(request ? wordErrors(dns1123LabelErrors(request), request, `${path}.request`) : []),
    ...when(seen.has(key), duplicate(path, key)),
    ...parts.map(() => duplicate(path, name)),
  ];
  seen.add(key);
  return errors;
}

function unknownErrors(name: string, known: readonly string[], path: string): FieldError[] {
  if (known.includes(name)) return [];
  const list = known.length === 0 ? ' which is empty' : `: ${known.toSorted().join(', ')}`;
  const message = `Not found: ${JSON.stringify(name)}: must be one of the names in pod.spec.resourceClaims${list}`;
  return [{ type: 'FieldValueNotFound', field: path, message }];
}
