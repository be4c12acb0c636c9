import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type {
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimSpec,
} from '../../data/types.ts';
import { declaredClaimErrors } from './claim-spec-declared.ts';
import { MAX_ALTERNATIVES, MAX_CONFIGS, MAX_CONSTRAINTS, MAX_REQUESTS, MAX_SELECTORS } from './limits.ts';
import {
  classNameErrors,
  configurationErrors,
  itemsErrors,
  labelErrors,
  selectorErrors,
  tolerationErrors,
} from './device-parts.ts';

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
    ...declaredClaimErrors(devices, at),
  ];
}

function requestErrors({ name, exactly, firstAvailable = [] }: DeviceRequest, path: string): FieldError[] {
  const words = 'exactly one of `exactly` or `firstAvailable` is required';
  const nameErrors = labelErrors(name, `${path}.name`);
  if (exactly && firstAvailable.length > 0) {
    return [...nameErrors, invalid(path, null, `${words}, but multiple fields are set`)];
  }
  if (exactly) {
    const at = `${path}.exactly`;
    const classErrors = classNameErrors(exactly.deviceClassName, `${at}.deviceClassName`);
    return [...nameErrors, ...classErrors, ...wantedErrors(exactly, at)];
  }
  if (firstAvailable.length === 0) return [...nameErrors, required(path, words)];
  const alternatives = itemsErrors(
    firstAvailable,
    MAX_ALTERNATIVES,
    `${path}.firstAvailable`,
    (request, place) => [...labelErrors(request.name, `${place}.name`), ...wantedErrors(request, place)],
  );
  return [...nameErrors, ...alternatives];
}

/** What is asked for: so many devices of a class. */
function wantedErrors(request: ExactDeviceRequest | DeviceSubRequest, path: string): FieldError[] {
  const { allocationMode, count = 0 } = request;
  const all = "must not be specified when allocationMode is 'All'";
  return [
    ...itemsErrors(request.selectors ?? [], MAX_SELECTORS, `${path}.selectors`, selectorErrors),
    ...(allocationMode === 'ExactCount' && count <= 0
      ? [invalid(`${path}.count`, count, 'must be greater than zero')]
      : []),
    ...(allocationMode === 'All' && count !== 0 ? [invalid(`${path}.count`, count, all)] : []),
    ...(request.tolerations ?? []).flatMap((toleration, index) =>
      tolerationErrors(toleration, `${path}.tolerations[${String(index)}]`),
    ),
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
  const words =
    "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
  return itemsErrors(references, MAX_REQUESTS, path, (reference, at) => {
    const segments = reference.split('/');
    return [
      ...(segments.length > 2 ? [] : segments.flatMap((segment) => labelErrors(segment, at))),
      ...(names.has(reference) ? [] : [invalid(at, reference, words)]),
    ];
  });
}
