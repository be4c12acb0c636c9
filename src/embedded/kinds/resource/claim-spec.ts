import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../../api/field-error.ts';
import type {
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimSpec,
} from '../../data/types.ts';
import {
  classNameErrors,
  configurationErrors,
  itemsErrors,
  labelErrors,
  selectorErrors,
  tolerationErrors,
} from './device-parts.ts';

const MAX_REQUESTS = 32;
const MAX_CONSTRAINTS = 32;
const MAX_CONFIGS = 32;
const MAX_SELECTORS = 32;
const MAX_ALTERNATIVES = 8;
const MODES = ['All', 'ExactCount'];

/** `SetDefaults_ExactDeviceRequest`, `SetDefaults_DeviceSubRequest` (pkg/apis/resource/v1/defaults.go). */
export function defaultClaimSpec({ devices }: ResourceClaimSpec): void {
  const wanted = (devices?.requests ?? []).flatMap(({ exactly, firstAvailable = [] }) =>
    exactly ? [exactly, ...firstAvailable] : firstAvailable,
  );
  for (const request of wanted) {
    request.allocationMode ||= 'ExactCount';
    if (request.allocationMode === 'ExactCount') request.count ||= 1;
    for (const toleration of request.tolerations ?? []) toleration.operator ||= 'Equal';
  }
}

/** `validateDeviceClaim` (pkg/apis/resource/validation); `path` is the spec's. */
export function claimSpecErrors({ devices = {} }: ResourceClaimSpec, path: string): FieldError[] {
  const { constraints = [], config = [] } = devices;
  const requests = devices.requests ?? [];
  const names = namesOf(requests);
  const at = `${path}.devices`;
  return [
    ...itemsErrors(requests, MAX_REQUESTS, `${at}.requests`, requestErrors),
    ...itemsErrors(constraints, MAX_CONSTRAINTS, `${at}.constraints`, (constraint, place) =>
      constraintErrors(constraint, names, place),
    ),
    ...itemsErrors(config, MAX_CONFIGS, `${at}.config`, (item, place) => [
      ...referencesErrors(item.requests ?? [], names, `${place}.requests`),
      ...configurationErrors(item, place),
    ]),
    ...repeatedErrors(
      requests.map(({ name }) => name),
      `${at}.requests`,
    ),
  ];
}

function requestErrors({ name, exactly, firstAvailable = [] }: DeviceRequest, path: string): FieldError[] {
  const words = 'exactly one of `exactly` or `firstAvailable` is required';
  const nameErrors = labelErrors(name, `${path}.name`);
  if (exactly && firstAvailable.length > 0) {
    return [...nameErrors, invalid(path, null, `${words}, but multiple fields are set`)];
  }
  if (exactly) return [...nameErrors, ...wantedErrors(exactly, `${path}.exactly`)];
  if (firstAvailable.length === 0) return [...nameErrors, required(path, words)];
  const at = `${path}.firstAvailable`;
  return [
    ...nameErrors,
    ...itemsErrors(firstAvailable, MAX_ALTERNATIVES, at, (request, place) => [
      ...labelErrors(request.name, `${place}.name`),
      ...wantedErrors(request, place),
    ]),
    ...repeatedErrors(
      firstAvailable.map((request) => request.name),
      at,
    ),
  ];
}

/** What is asked for: so many devices of a class. */
function wantedErrors(request: ExactDeviceRequest | DeviceSubRequest, path: string): FieldError[] {
  const { allocationMode = '', count = 0 } = request;
  const counted = count > 0 ? [] : [invalid(`${path}.count`, count, 'must be greater than zero')];
  const all = "must not be specified when allocationMode is 'All'";
  return [
    ...classNameErrors(request.deviceClassName, `${path}.deviceClassName`),
    ...itemsErrors(request.selectors ?? [], MAX_SELECTORS, `${path}.selectors`, selectorErrors),
    ...(allocationMode === 'ExactCount' ? counted : []),
    ...(allocationMode === 'All' && count !== 0 ? [invalid(`${path}.count`, count, all)] : []),
    ...(request.tolerations ?? []).flatMap((toleration, index) =>
      tolerationErrors(toleration, `${path}.tolerations[${String(index)}]`),
    ),
    ...(MODES.includes(allocationMode)
      ? []
      : [notSupported(`${path}.allocationMode`, allocationMode, MODES)]),
  ];
}

/** `validateDeviceConstraint`. */
function constraintErrors(
  { requests = [], matchAttribute, distinctAttribute }: DeviceConstraint,
  names: ReadonlySet<string>,
  path: string,
): FieldError[] {
  const words =
    'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set';
  const isEmpty = matchAttribute === undefined && distinctAttribute === undefined;
  return [
    ...referencesErrors(requests, names, `${path}.requests`),
    ...(isEmpty ? [required(path, words)] : []),
  ];
}

/** All that may be referred to: requests, and their alternatives as `request/alternative`. */
function namesOf(requests: readonly DeviceRequest[]): ReadonlySet<string> {
  return new Set(
    requests.flatMap(({ name, firstAvailable = [] }) => [
      name,
      ...firstAvailable.map((request) => `${name}/${request.name}`),
    ]),
  );
}

/** `validateRequestNameRef`. */
function referencesErrors(
  references: readonly string[],
  names: ReadonlySet<string>,
  path: string,
): FieldError[] {
  if (references.length > MAX_REQUESTS) return [tooMany(path, references.length, MAX_REQUESTS)];
  const words =
    "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
  return references.flatMap((reference, index) => {
    const at = `${path}[${String(index)}]`;
    const segments = reference.split('/');
    return [
      ...(segments.length > 2 ? [] : segments.flatMap((segment) => labelErrors(segment, at))),
      ...(names.has(reference) ? [] : [invalid(at, reference, words)]),
    ];
  });
}

function repeatedErrors(names: readonly string[], path: string): FieldError[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [duplicate(`${path}[${String(index)}]`, name)] : [],
  );
}
