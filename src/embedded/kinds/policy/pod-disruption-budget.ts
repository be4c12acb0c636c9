import { invalid, notSupported, type FieldError } from '../../api/field-error.ts';
import type { IntOrString, PodDisruptionBudget } from '../../data/types.ts';
import { conditionsErrors } from '../common/conditions.ts';
import { intOrPercentErrors, over100PercentErrors } from '../common/int-or-percent.ts';
import { internalForm } from '../common/internal-form.ts';
import { labelSelectorErrors } from '../common/label-selector.ts';
import { pathSegmentErrors } from '../../../api/names.ts';
import { negativeFieldsErrors } from '../common/numbers.ts';
import { beginGenerations, keepSpec, raiseGeneration } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** pkg/registry/policy/poddisruptionbudget/strategy.go, pkg/apis/policy/validation. */
export const podDisruptionBudgets: Strategy<PodDisruptionBudget> = {
  metadataLast: true,
  anyFinalizer: true,
  nameErrors: pathSegmentErrors,
  prepareForCreate: beginGenerations,
  validateCreate: specErrors,
  prepareForUpdate: raiseGeneration,
  validateUpdate: specErrors,
  unconditionalUpdate: false,
  status: { prepareForUpdate: keepSpec, validateUpdate: statusErrors },
};

/** `ValidatePodDisruptionBudgetSpec`. */
function specErrors({ spec = {} }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  const shown = internalForm(spec, 'policy/v1.PodDisruptionBudgetSpec');
  return [
    ...(both ? [invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...boundErrors(minAvailable, 'spec.minAvailable'),
    ...boundErrors(maxUnavailable, 'spec.maxUnavailable'),
    ...labelSelectorErrors(selector, 'spec.selector'),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES)]),
  ];
}

function boundErrors(bound: IntOrString | undefined, path: string): FieldError[] {
  if (bound === undefined) return [];
  return [...intOrPercentErrors(bound, path), ...over100PercentErrors(bound, path)];
}

/** `ValidatePodDisruptionBudgetStatusUpdate`. */
function statusErrors({ status = {} }: PodDisruptionBudget): FieldError[] {
  return [
    ...conditionsErrors(status.conditions ?? [], 'status.conditions'),
    ...negativeFieldsErrors(
      status,
      ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'],
      'status',
    ),
  ];
}
