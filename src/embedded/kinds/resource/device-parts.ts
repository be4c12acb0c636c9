import { invalid, notSupported, required, tooLong, tooMany, type FieldError } from '../../api/field-error.ts';
import type { DeviceSelector, DeviceToleration, OpaqueDeviceConfiguration } from '../../data/types.ts';
import { labelNameErrors } from '../common/metadata.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, labelValueErrors } from '../common/names.ts';
import { driverNameErrors } from '../storage/driver-name.ts';

const MAX_EXPRESSION_BYTES = 10 * 1024;
const MAX_PARAMETERS_BYTES = 10 * 1024;
/** What a taint of a device does to whom it keeps away. */
export const TAINT_EFFECTS: readonly string[] = ['NoExecute', 'NoSchedule', 'None'];

/** `validateSlice` (pkg/apis/resource/validation): where there are too many, none is looked at. */
export function itemsErrors<T>(
  items: readonly T[],
  max: number,
  path: string,
  rule: (item: T, path: string) => FieldError[],
): FieldError[] {
  if (items.length > max) return [tooMany(path, items.length, max)];
  return items.flatMap((item, index) => rule(item, `${path}[${String(index)}]`));
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

/** `validateSelector`: nothing here allocates devices, so CEL is kept as it comes. */
export function selectorErrors({ cel }: DeviceSelector, path: string): FieldError[] {
  if (!cel) return [required(`${path}.cel`)];
  return Buffer.byteLength(cel.expression) > MAX_EXPRESSION_BYTES
    ? [tooLong(`${path}.cel.expression`, MAX_EXPRESSION_BYTES)]
    : [];
}

/** `validateDeviceConfiguration`: somebody's driver understands it. */
export function configurationErrors(
  { opaque }: { readonly opaque?: OpaqueDeviceConfiguration },
  path: string,
): FieldError[] {
  const at = `${path}.opaque`;
  if (!opaque) return [required(at)];
  return [
    ...parametersErrors(opaque.parameters, `${at}.parameters`),
    ...driverNameErrors(opaque.driver, `${at}.driver`),
  ];
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
export function tolerationErrors(toleration: DeviceToleration, path: string): FieldError[] {
  const { key = '', operator = '', value = '', effect = '' } = toleration;
  return [
    ...operatorErrors(operator, value, path),
    ...(key === '' ? [] : labelNameErrors(key, `${path}.key`)),
    ...(effect === '' || TAINT_EFFECTS.includes(effect)
      ? []
      : [notSupported(`${path}.effect`, effect, TAINT_EFFECTS)]),
  ];
}

function operatorErrors(operator: string, value: string, path: string): FieldError[] {
  const at = `${path}.value`;
  if (operator === 'Exists') {
    return value === '' ? [] : [invalid(at, value, 'must be empty for operator `Exists`')];
  }
  if (operator === 'Equal') return labelValueErrors(value).map((words) => invalid(at, value, words));
  if (operator === '') return [required(`${path}.operator`)];
  return [notSupported(`${path}.operator`, operator, ['Equal', 'Exists'])];
}
