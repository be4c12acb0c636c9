import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  type FieldError,
} from '../../api/field-error.ts';
import type { DeviceSelector, DeviceToleration, OpaqueDeviceConfiguration } from '../../data/types.ts';
import { labelNameErrors } from '../common/metadata.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, labelValueErrors } from '../../../api/names.ts';
import { declaredDriverNameErrors } from '../storage/driver-name.ts';

const MAX_EXPRESSION_BYTES = 10 * 1024;
/** What the compiler says of an empty text, and the only thing that it says here. */
const NOTHING_TO_COMPILE =
  "compilation failed: ERROR: <input>:1:0: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const MAX_PARAMETERS_BYTES = 10 * 1024;
/** What a taint of a device does to whom it keeps away. */
export const TAINT_EFFECTS: readonly string[] = ['NoExecute', 'NoSchedule', 'None'];

/** `validateSlice` (pkg/apis/resource/validation): where there are too many, none is looked at; `tooManyErrors` tells. */
export function itemsErrors<T>(
  items: readonly T[],
  max: number,
  path: string,
  rule: (item: T, path: string) => FieldError[],
): FieldError[] {
  return items.length > max ? [] : items.flatMap((item, index) => rule(item, `${path}[${String(index)}]`));
}

/** `MaxItems`: declared, and so told after what is not. */
export function tooManyErrors(items: readonly unknown[], max: number, path: string): FieldError[] {
  return items.length > max ? [tooMany(path, items.length, max)] : [];
}

/** No two are the same, or have the same key. */
export function repeatedErrors<T>(
  items: readonly T[],
  path: string,
  key: (item: T) => unknown = (item) => item,
): FieldError[] {
  const keys = items.map(key);
  return items.flatMap((item, index) =>
    keys.indexOf(keys[index]) < index ? [duplicate(`${path}[${String(index)}]`, item)] : [],
  );
}

/** A DNS label: requests, devices, sets of counters. */
export function labelErrors(name: string, path: string): FieldError[] {
  return dns1123LabelErrors(name).map((words) => invalid(path, name, words));
}

/** `validateDeviceClass`. */
export function classNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  return dns1123SubdomainErrors(name).map((words) => invalid(path, name, words));
}

/**
 * `validateSelector`, without the compiler: nothing here allocates devices, so that any CEL is taken that is there and not too long. The real
 * server also refuses what does not compile, what is no condition, and what costs too much.
 */
export function selectorErrors({ cel }: DeviceSelector, path: string): FieldError[] {
  if (!cel) return [required(`${path}.cel`)];
  const at = `${path}.cel.expression`;
  if (cel.expression === '') return [invalid(at, '', NOTHING_TO_COMPILE)];
  return Buffer.byteLength(cel.expression) > MAX_EXPRESSION_BYTES ? [tooLong(at, MAX_EXPRESSION_BYTES)] : [];
}

/** What a driver is to be told. */
interface Configuration {
  readonly opaque?: OpaqueDeviceConfiguration;
}

/** `validateDeviceConfiguration`: somebody's driver understands it. */
export function configurationErrors({ opaque }: Configuration, path: string): FieldError[] {
  const at = `${path}.opaque`;
  return opaque ? parametersErrors(opaque.parameters, `${at}.parameters`) : [required(at)];
}

/** Which driver: declared. */
export function declaredConfigurationErrors({ opaque }: Configuration, path: string): FieldError[] {
  return opaque ? declaredDriverNameErrors(opaque.driver, `${path}.opaque.driver`) : [];
}

/** `validateRawExtension`. */
function parametersErrors(parameters: unknown, path: string): FieldError[] {
  if (parameters === null || parameters === undefined) return [required(path)];
  if (Buffer.byteLength(JSON.stringify(parameters)) > MAX_PARAMETERS_BYTES) {
    return [tooLong(path, MAX_PARAMETERS_BYTES)];
  }
  const isObject = typeof parameters === 'object' && !Array.isArray(parameters);
  return isObject ? [] : [invalid(path, '<value omitted>', 'must be a valid JSON object')];
}

/** `validateDeviceToleration`. */
export function tolerationErrors({ operator, value = '' }: DeviceToleration, path: string): FieldError[] {
  const at = `${path}.value`;
  if (operator === 'Exists') {
    return value === '' ? [] : [invalid(at, value, 'must be empty for operator `Exists`')];
  }
  if (operator !== 'Equal') return [];
  return labelValueErrors(value).map((words) => invalid(at, value, words));
}

/** What is declared of it. */
export function declaredTolerationErrors(toleration: DeviceToleration, path: string): FieldError[] {
  const { key = '', operator = '', effect = '' } = toleration;
  return [
    ...(key === '' ? [] : labelNameErrors(key, `${path}.key`)),
    ...(operator === '' ? [required(`${path}.operator`)] : []),
    ...unknownErrors(operator, ['Equal', 'Exists'], `${path}.operator`),
    ...unknownErrors(effect, TAINT_EFFECTS, `${path}.effect`),
  ];
}

function unknownErrors(value: string, known: readonly string[], path: string): FieldError[] {
  return value === '' || known.includes(value) ? [] : [notSupported(path, value, known)];
}
