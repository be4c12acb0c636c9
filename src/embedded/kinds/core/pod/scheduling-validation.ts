import { duplicate, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import type { PodSchedulingGate, Toleration, TopologySpreadConstraint } from '../../../data/types.ts';
import { labelSelectorErrors } from '../../common/label-selector.ts';
import { labelNameErrors } from '../../common/metadata.ts';
import { labelValueErrors, qualifiedNameErrors } from '../../../../api/names.ts';
import { labelKeysErrors } from './affinity-validation.ts';
import { duplicateErrors, eachErrors, missingErrors, optionErrors, when, wordErrors } from './checks.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const NODE_POLICIES = ['Honor', 'Ignore'];
const NUMERIC = ['Lt', 'Gt'];
const POSITIVE = 'must be greater than zero';

/** `ValidateTolerations` (pkg/apis/core/validation). */
export function tolerationsErrors(
  tolerations: readonly Toleration[] | undefined,
  path: string,
): FieldError[] {
  return eachErrors(tolerations, path, (toleration, at) => {
    const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
    const all = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    const evicting = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    return [
      ...(key ? labelNameErrors(key, `${at}.key`) : []),
      ...when(!key && operator !== 'Exists', invalid(`${at}.operator`, operator, all)),
      ...when(
        tolerationSeconds !== undefined && effect !== 'NoExecute',
        invalid(`${at}.effect`, effect, evicting),
      ),
      ...operatorErrors(toleration, `${at}.operator`),
      ...(effect ? optionErrors(effect, EFFECTS, `${at}.effect`) : []),
    ];
  });
}

function operatorErrors({ operator = '', value = '' }: Toleration, path: string): FieldError[] {
  if (operator === '' || operator === 'Equal') {
    const wrong = labelValueErrors(value);
    return when(wrong.length > 0, invalid(path, value, wrong.join(';')));
  }
  if (operator === 'Exists') {
    return when(value !== '', invalid(path, value, "value must be empty when `operator` is 'Exists'"));
  }
  // numbers are compared behind a feature gate that is off, but told of
  const isNumeric = NUMERIC.includes(operator);
  return [notSupported(path, operator, ['Equal', 'Exists', ...(isNumeric ? NUMERIC : [])])];
}

/** `validateTopologySpreadConstraints`. */
export function spreadErrors(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: string,
): FieldError[] {
  return eachErrors(constraints, path, (constraint, at, index) => {
    const { maxSkew, topologyKey, whenUnsatisfiable: action } = constraint;
    const { minDomains, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
    const later = (constraints ?? []).slice(index + 1);
    const isTwice = later.some((one) => one.topologyKey === topologyKey && one.whenUnsatisfiable === action);
    const strict = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
    return [
      ...when(maxSkew <= 0, invalid(`${at}.maxSkew`, maxSkew, POSITIVE)),
      ...missingErrors(topologyKey, `${at}.topologyKey`, 'can not be empty'),
      ...optionErrors(action, ACTIONS, `${at}.whenUnsatisfiable`),
      ...when(isTwice, duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`)),
      ...when((minDomains ?? 1) <= 0, invalid(`${at}.minDomains`, minDomains, POSITIVE)),
      ...when(
        minDomains !== undefined && action !== 'DoNotSchedule',
        invalid(`${at}.minDomains`, minDomains, strict),
      ),
      ...optionErrors(nodeAffinityPolicy, NODE_POLICIES, `${at}.nodeAffinityPolicy`),
      ...optionErrors(nodeTaintsPolicy, NODE_POLICIES, `${at}.nodeTaintsPolicy`),
      ...labelKeysErrors(constraint, at),
      ...labelSelectorErrors(constraint.labelSelector, `${at}.labelSelector`),
    ];
  });
}

/** `validateSchedulingGates`. */
export function gatesErrors(gates: readonly PodSchedulingGate[] | undefined, path: string): FieldError[] {
  return [
    ...eachErrors(gates, path, ({ name }, at) => wordErrors(qualifiedNameErrors(name), name, at)),
    ...duplicateErrors(
      gates,
      ({ name }) => name,
      (index) => `${path}[${String(index)}]`,
    ),
  ];
}

/** `ValidatePreemptionPolicy`. */
export function preemptionErrors(policy: string | undefined, path: string): FieldError[] {
  if (policy === '') return [required(path)];
  return optionErrors(policy, ['PreemptLowerPriority', 'Never'], path);
}
