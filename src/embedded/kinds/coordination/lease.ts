import { invalid, type FieldError } from '../../api/field-error.ts';
import type { Lease } from '../../data/types.ts';
import { negativeErrors } from '../common/numbers.ts';
import type { Strategy } from '../strategy.ts';

/** pkg/registry/coordination/lease/strategy.go, pkg/apis/coordination/validation. */
export const leases: Strategy<Lease> = {
  anyFinalizer: true,
  prepareForCreate: ({ spec }) => {
    dropStrategy(spec, undefined);
  },
  validateCreate: specErrors,
  prepareForUpdate: ({ spec }, old) => {
    dropStrategy(spec, old.spec);
  },
  validateUpdate: specErrors,
  createOnUpdate: true,
  unconditionalUpdate: false,
};

/** Coordinated leader election is off. */
function dropStrategy(spec: Lease['spec'], old: Lease['spec']): void {
  if (old?.strategy === undefined) delete spec?.strategy;
  if (old?.preferredHolder === undefined) delete spec?.preferredHolder;
}

/** `ValidateLeaseSpec`. */
function specErrors({ spec = {} }: Lease): FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions } = spec;
  return [
    ...(seconds !== undefined && seconds <= 0
      ? [invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
      : []),
    ...negativeErrors(leaseTransitions, 'spec.leaseTransitions'),
  ];
}
