import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../../api/field-error.ts';
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from '../../data/types.ts';
import { qualifiedNameErrors } from '../../../api/names.ts';
import { withoutValue } from './without-value.ts';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_PATTERNS = 20;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];

/** `validatePodFailurePolicy` (pkg/apis/batch/validation). */
export function podFailurePolicyErrors(spec: JobSpec, path: string): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  return [
    ...(rules.length > MAX_RULES ? [tooMany(`${path}.rules`, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((rule, index) => ruleErrors(spec, rule, `${path}.rules[${String(index)}]`)),
  ];
}

function ruleErrors(spec: JobSpec, rule: PodFailurePolicyRule, path: string): FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  const has = { codes: onExitCodes !== undefined, conditions: onPodConditions.length > 0 };
  const both = 'specifying both OnExitCodes and OnPodConditions is not supported';
  const none = 'specifying one of OnExitCodes and OnPodConditions is required';
  return [
    ...actionErrors(spec, rule.action, `${path}.action`),
    ...(onExitCodes ? exitCodesErrors(spec, onExitCodes, `${path}.onExitCodes`) : []),
    ...(has.conditions ? conditionsErrors(onPodConditions, `${path}.onPodConditions`) : []),
    ...(has.codes && has.conditions ? [withoutValue(path, both)] : []),
    ...(has.codes || has.conditions ? [] : [withoutValue(path, none)]),
  ];
}

function actionErrors({ backoffLimitPerIndex }: JobSpec, action: string, path: string): FieldError[] {
  if (action === 'FailIndex') {
    const words = 'requires the backoffLimitPerIndex to be set';
    return backoffLimitPerIndex === undefined ? [invalid(path, action, words)] : [];
  }
  return choiceErrors(action, ACTIONS, path);
}

function conditionsErrors(
  patterns: readonly PodFailurePolicyOnPodConditionsPattern[],
  path: string,
): FieldError[] {
  return [
    ...(patterns.length > MAX_PATTERNS ? [tooMany(path, patterns.length, MAX_PATTERNS)] : []),
    ...patterns.flatMap(({ type, status = '' }, index) => {
      const at = `${path}[${String(index)}]`;
      return [
        ...qualifiedNameErrors(type).map((words) => invalid(`${at}.type`, type, words)),
        ...choiceErrors(status, STATUSES, `${at}.status`),
      ];
    }),
  ];
}

/** `validatePodFailurePolicyRuleOnExitCodes`. */
function exitCodesErrors(
  { template }: JobSpec,
  { operator, containerName, values }: PodFailurePolicyOnExitCodesRequirement,
  path: string,
): FieldError[] {
  const { containers = [], initContainers = [] } = template.spec ?? {};
  const names = [...(containers ?? []), ...initContainers].map(({ name }) => name);
  const words = 'must be one of the container or initContainer names in the pod template';
  return [
    ...choiceErrors(operator, OPERATORS, `${path}.operator`),
    ...(containerName === undefined || names.includes(containerName)
      ? []
      : [invalid(`${path}.containerName`, containerName, words)]),
    ...valuesErrors(values ?? [], operator, `${path}.values`),
  ];
}

function valuesErrors(values: readonly number[], operator: string, path: string): FieldError[] {
  if (values.length === 0) return [invalid(path, null, 'at least one value is required')];
  const isOrdered = values.every((value, index) => index === 0 || (values[index - 1] ?? 0) <= value);
  return [
    ...(values.length > MAX_EXIT_CODES ? [tooMany(path, values.length, MAX_EXIT_CODES)] : []),
    ...values.flatMap((value, index) => {
      const at = `${path}[${String(index)}]`;
      const isZero = operator === 'In' && value === 0;
      return [
        ...(isZero ? [invalid(at, value, 'must not be 0 for the In operator')] : []),
        ...(values.indexOf(value) < index ? [duplicate(at, value)] : []),
      ];
    }),
    ...(isOrdered ? [] : [invalid(path, values, 'must be ordered')]),
  ];
}

function choiceErrors(value: string, known: readonly string[], path: string): FieldError[] {
  if (value === '') {
    return [required(path, `valid values: [${known.map((name) => JSON.stringify(name)).join(' ')}]`)];
  }
  return known.includes(value) ? [] : [notSupported(path, value, known)];
}
