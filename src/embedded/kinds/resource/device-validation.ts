import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../../api/field-error.ts';
import type { Device, DeviceAttribute, DeviceTaint } from '../../data/types.ts';
import { labelNameErrors } from '../common/metadata.ts';
import { dns1123SubdomainErrors, labelValueErrors } from '../../../api/names.ts';
import { driverNameErrors } from '../storage/driver-name.ts';
import { itemsErrors, labelErrors, TAINT_EFFECTS, tooManyErrors } from './device-parts.ts';

const KINDS_OF_VALUES = ['int', 'bool', 'string', 'version', 'ints', 'bools', 'strings', 'versions'] as const;
const MAX_ENTRIES = 32;
const MAX_VALUE_BYTES = 64;
const MAX_ID_BYTES = 32;
const MAX_TAINTS = 16;
const IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const IDENTIFIER_PATTERN = new RegExp(`^${IDENTIFIER}$`);
const IDENTIFIER_WORDS = `a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '${IDENTIFIER}')`;
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;

/** `validateDevice` (pkg/apis/resource/validation), without what counters and node resources ask for. */
export function deviceErrors(device: Device, perDevice: boolean, path: string): FieldError[] {
  const { attributes = {}, capacity = {}, taints = [] } = device;
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  const words = `the total number of attributes and capacities must not exceed ${String(MAX_ENTRIES)}`;
  return [
    ...labelErrors(device.name, `${path}.name`),
    ...(count > MAX_ENTRIES ? [invalid(path, count, words)] : []),
    ...Object.entries(attributes).flatMap(([name, attribute]) => [
      ...qualifiedErrors(name, `${path}.attributes`),
      ...attributeErrors(attribute, `${path}.attributes[${name}]`),
    ]),
    ...capacityErrors(device, `${path}.capacity`),
    ...tooManyErrors(taints, MAX_TAINTS, `${path}.taints`),
    ...itemsErrors(taints, MAX_TAINTS, `${path}.taints`, taintErrors),
    ...placeErrors(device, perDevice, path),
  ];
}

/** What is declared of devices: each attribute is one thing, taints do something. */
export function declaredDeviceErrors({ attributes = {}, taints = [] }: Device, path: string): FieldError[] {
  return [
    ...Object.entries(attributes).flatMap(([name, attribute]) =>
      unionErrors(attribute, `${path}.attributes[${name}]`),
    ),
    ...itemsErrors(taints, MAX_TAINTS, `${path}.taints`, effectErrors),
  ];
}

/** `validateQualifiedName`: a C identifier, perhaps with a domain before it. */
function qualifiedErrors(name: string, path: string): FieldError[] {
  const [first = '', second, ...rest] = name.split('/');
  if (rest.length > 0) return [];
  if (second === undefined) return identifierErrors(first, path);
  return [
    ...(first === '' ? [invalid(path, '', 'the domain must not be empty')] : driverNameErrors(first, path)),
    ...(second === '' ? [invalid(path, '', 'the name must not be empty')] : identifierErrors(second, path)),
  ];
}

function identifierErrors(id: string, path: string): FieldError[] {
  return [
    ...(Buffer.byteLength(id) > MAX_ID_BYTES ? [tooLong(path, MAX_ID_BYTES)] : []),
    ...(IDENTIFIER_PATTERN.test(id) ? [] : [invalid(path, id, IDENTIFIER_WORDS)]),
  ];
}

/** `validateDeviceAttribute`. */
function attributeErrors(attribute: DeviceAttribute, path: string): FieldError[] {
  const { string, version, strings = [], versions = [] } = attribute;
  return [
    ...(string === undefined ? [] : lengthErrors(string, `${path}.string`)),
    ...(version === undefined ? [] : versionErrors(version, `${path}.version`)),
    ...strings.flatMap((item, index) => lengthErrors(item, `${path}.strings[${String(index)}]`)),
    ...versions.flatMap((item, index) => versionErrors(item, `${path}.versions[${String(index)}]`)),
  ];
}

function versionErrors(version: string, path: string): FieldError[] {
  const words = 'must be a string compatible with semver.org spec 2.0.0';
  return [...(SEMVER.test(version) ? [] : [invalid(path, version, words)]), ...lengthErrors(version, path)];
}

function lengthErrors(value: string, path: string): FieldError[] {
  return Buffer.byteLength(value) > MAX_VALUE_BYTES ? [tooLong(path, MAX_VALUE_BYTES)] : [];
}

function capacityErrors({ capacity = {}, allowMultipleAllocations }: Device, path: string): FieldError[] {
  return Object.entries(capacity).flatMap(([name, { requestPolicy }]) => [
    ...qualifiedErrors(name, path),
    ...(requestPolicy && allowMultipleAllocations !== true
      ? [forbiddenField(`${path}[${name}].requestPolicy`, 'allowMultipleAllocations must be true')]
      : []),
  ]);
}

/** `validateDeviceTaint`. */
function taintErrors({ key, value = '' }: DeviceTaint, path: string): FieldError[] {
  return [
    ...labelNameErrors(key, `${path}.key`),
    ...labelValueErrors(value).map((words) => invalid(`${path}.value`, value, words)),
  ];
}

function effectErrors({ effect }: DeviceTaint, path: string): FieldError[] {
  const at = `${path}.effect`;
  if (effect === '') return [required(at)];
  return TAINT_EFFECTS.includes(effect) ? [] : [notSupported(at, effect, TAINT_EFFECTS)];
}

/** `validate.Union`: one value, or one list of values. */
function unionErrors(attribute: DeviceAttribute, path: string): FieldError[] {
  const given = KINDS_OF_VALUES.filter((kind) => (attribute[kind] ?? null) !== null);
  if (given.length === 1) return [];
  const all = KINDS_OF_VALUES.map((kind) => `\`${kind}\``).join(', ');
  return given.length === 0
    ? [invalid(path, '', `must specify one of: ${all}`)]
    : [invalid(path, `{${given.join(', ')}}`, `must specify exactly one of: ${all}`)];
}

/** Where each device tells for which nodes it is, it tells; else it does not. */
function placeErrors(device: Device, perDevice: boolean, path: string): FieldError[] {
  const { nodeName, nodeSelector, allNodes } = device;
  if (!perDevice) {
    const words =
      '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
    const isPlaced = nodeName !== undefined || nodeSelector !== undefined || allNodes !== undefined;
    return isPlaced ? [invalid(path, null, words)] : [];
  }
  const words =
    'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  const set = (['nodeName', 'nodeSelector', 'allNodes'] as const)
    .filter((field) => Boolean(device[field]))
    .map((field) => `\`${field}\``);
  const nameErrors = nodeName ? dns1123SubdomainErrors(nodeName) : [];
  return [
    ...nameErrors.map((detail) => invalid(`${path}.nodeName`, nodeName, detail)),
    ...(nodeName === '' ? [invalid(`${path}.nodeName`, '', 'must not be empty')] : []),
    ...(allNodes === false
      ? [invalid(`${path}.allNodes`, false, 'must be either unset or set to true')]
      : []),
    ...(set.length === 0 ? [required(path, words)] : []),
    ...(set.length > 1 ? [invalid(path, `{${set.join(', ')}}`, words)] : []),
  ];
}
