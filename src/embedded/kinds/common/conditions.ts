import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../../api/field-error.ts';
import type { Condition } from '../../data/types.ts';
import { labelNameErrors } from './metadata.ts';

const STATUSES = ['False', 'True', 'Unknown'];
const MAX_REASON_BYTES = 1024;
const MAX_MESSAGE_BYTES = 32 * 1024;
const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const REASON_PATTERN = new RegExp(`^${REASON}$`);
const REASON_WORDS = `a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '${REASON}')`;

/** `ValidateConditions` (apimachinery/pkg/apis/meta/v1/validation): of kinds whose conditions are meta/v1's. */
export function conditionsErrors(conditions: readonly Condition[], path: string): FieldError[] {
  const types = conditions.map(({ type }) => type);
  return conditions.flatMap((condition, index) => {
    const at = `${path}[${String(index)}]`;
    const isTwice = types.indexOf(condition.type) < index;
    return [...(isTwice ? [duplicate(at, condition.type)] : []), ...conditionErrors(condition, at)];
  });
}

/** `ValidateCondition`. */
function conditionErrors(condition: Condition, path: string): FieldError[] {
  const { type, observedGeneration = 0, lastTransitionTime, message } = condition;
  return [
    ...(type === '' ? [required(`${path}.type`, 'is required')] : labelNameErrors(type, `${path}.type`)),
    ...statusErrors(condition, `${path}.status`),
    ...(observedGeneration < 0
      ? [invalid(`${path}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero')]
      : []),
    ...(lastTransitionTime ? [] : [required(`${path}.lastTransitionTime`)]),
    ...reasonErrors(condition, `${path}.reason`),
    ...(Buffer.byteLength(message) > MAX_MESSAGE_BYTES
      ? [tooLong(`${path}.message`, MAX_MESSAGE_BYTES)]
      : []),
  ];
}

function statusErrors({ status }: Condition, path: string): FieldError[] {
  if (status === '') return [required(path)];
  return STATUSES.includes(status) ? [] : [notSupported(path, status, STATUSES)];
}

function reasonErrors({ reason }: Condition, path: string): FieldError[] {
  if (reason === '') return [required(path)];
  return [
    ...(REASON_PATTERN.test(reason) ? [] : [invalid(path, reason, REASON_WORDS)]),
    ...(Buffer.byteLength(reason) > MAX_REASON_BYTES ? [tooLong(path, MAX_REASON_BYTES)] : []),
  ];
}
