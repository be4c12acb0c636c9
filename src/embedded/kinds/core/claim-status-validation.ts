import { compareQuantities } from '../../../api/quantity.ts';
import { invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimStatus, Quantity } from '../../data/types.ts';
import { qualifiedNameErrors } from '../../../api/names.ts';
import { resourceAmountErrors } from '../common/resource-amounts.ts';

const RESIZE_STATES = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
].toSorted();
const STATES = 'status.allocatedResourceStatuses';
const AMOUNTS = 'status.allocatedResources';

/** `ValidatePersistentVolumeClaimStatusUpdate` (pkg/apis/core/validation). */
export function claimStatusErrors({ spec, status = {} }: PersistentVolumeClaim): FieldError[] {
  return [
    ...(spec?.accessModes?.length ? [] : [required('Spec.accessModes')]),
    ...Object.entries(status.capacity ?? {}).flatMap(([name, amount]) =>
      negativeErrors(amount, `status.capacity[${name}]`),
    ),
    ...stateErrors(status),
    ...Object.entries(status.allocatedResources ?? {}).flatMap(([name, amount]) =>
      amountErrors(name, amount),
    ),
  ];
}

function stateErrors({ allocatedResourceStatuses: states = {} }: PersistentVolumeClaimStatus): FieldError[] {
  return Object.entries(states).flatMap(([name, state]) => [
    ...nameErrors(name, STATES),
    // upstream shows the resource here
    ...(RESIZE_STATES.includes(state) ? [] : [notSupported(STATES, name, RESIZE_STATES)]),
  ]);
}

function amountErrors(name: string, amount: Quantity): FieldError[] {
  const wrong = nameErrors(name, AMOUNTS);
  if (wrong.length > 0) return wrong;
  const path = `${AMOUNTS}[${name}]`;
  const negative = negativeErrors(amount, path);
  return negative.length > 0 ? negative : resourceAmountErrors('storage', amount, path);
}

/** `validatePersistentVolumeClaimResourceKey`: storage, or something of somebody else's. */
function nameErrors(name: string, path: string): FieldError[] {
  const malformed = qualifiedNameErrors(name).map((words) => invalid(path, name, words));
  const native = !name.includes('/') || name.includes('kubernetes.io/');
  if (malformed.length > 0 || !native || name === 'storage') return malformed;
  return [notSupported(path, name, ['storage'])];
}

/** `validateBasicResource`. */
function negativeErrors(amount: Quantity, path: string): FieldError[] {
  if (compareQuantities(String(amount), '0') >= 0) return [];
  return [invalid(path, amount, 'must be a valid resource quantity')];
}
