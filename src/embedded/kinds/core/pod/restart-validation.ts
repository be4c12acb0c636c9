import { duplicate, invalid, required, tooMany, type FieldError } from '../../../api/field-error.ts';
import type { Container, ContainerRestartRule, EphemeralContainer } from '../../../data/types.ts';
import { choiceErrors, eachErrors, optionErrors, when } from './checks.ts';

const POLICIES = ['Always', 'Never', 'OnFailure'];
const ACTIONS = ['Restart', 'RestartAllContainers'];
const OPERATORS = ['In', 'NotIn'];
const MAX_RULES = 20;
const MAX_VALUES = 255;
const RESIZABLE = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

/** A container's own word on when it is restarted (`validateContainerRestartPolicy`, pkg/apis/core/validation). */
export function restartErrors(
  { restartPolicy, restartPolicyRules: rules = [] }: Container,
  path: string,
): FieldError[] {
  const words = 'must specify restartPolicy when restart rules are used';
  const at = `${path}.restartPolicyRules`;
  return [
    ...when(restartPolicy === undefined && rules.length > 0, required(`${path}.restartPolicy`, words)),
    ...optionErrors(restartPolicy, POLICIES, `${path}.restartPolicy`),
    ...when(rules.length > MAX_RULES, tooMany(at, rules.length, MAX_RULES)),
    ...eachErrors(rules, at, ruleErrors),
  ];
}

function ruleErrors({ action, exitCodes }: ContainerRestartRule, path: string): FieldError[] {
  const at = `${path}.exitCodes`;
  const actionErrors = optionErrors(action, ACTIONS, `${path}.action`);
  if (!exitCodes) return [...actionErrors, required(at, 'must be specified')];
  const { operator, values = [] } = exitCodes;
  return [
    ...actionErrors,
    ...optionErrors(operator, OPERATORS, `${at}.operator`),
    ...when(values.length > MAX_VALUES, tooMany(`${at}.values`, values.length, MAX_VALUES)),
  ];
}

/** `validateResizePolicy`. But for what is there twice it is told of the list, as upstream does. */
export function resizePolicyErrors(
  { resizePolicy }: Container | EphemeralContainer,
  podRestartPolicy: string | undefined,
  path: string,
): FieldError[] {
  const names = (resizePolicy ?? []).map(({ resourceName }) => resourceName);
  return eachErrors(resizePolicy, path, ({ resourceName, restartPolicy }, at, index) => [
    ...when(names.indexOf(resourceName) < index, duplicate(at, resourceName)),
    ...choiceErrors(resourceName, RESIZABLE, path),
    ...choiceErrors(restartPolicy, RESIZE_POLICIES, path),
    ...when(
      podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired',
      invalid(path, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"),
    ),
  ]);
}
