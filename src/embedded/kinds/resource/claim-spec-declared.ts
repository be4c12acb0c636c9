import { notSupported, type FieldError } from '../../api/field-error.ts';
import type { DeviceClaim, DeviceRequest, DeviceSubRequest, ExactDeviceRequest } from '../../data/types.ts';
import {
  classNameErrors,
  declaredConfigurationErrors,
  declaredTolerationErrors,
  itemsErrors,
  repeatedErrors,
  tooManyErrors,
} from './device-parts.ts';
import { MAX_ALTERNATIVES, MAX_CONFIGS, MAX_CONSTRAINTS, MAX_REQUESTS, MAX_SELECTORS } from './limits.ts';

const MODES = ['All', 'ExactCount'];

/** The rules of a claim that are declared at its types (pkg/apis/resource/v1/zz_generated.validations.go): told after all others. */
export function declaredClaimErrors(
  { constraints = [], config = [], ...rest }: DeviceClaim,
  path: string,
): FieldError[] {
  const requests = rest.requests ?? [];
  return [
    ...tooManyErrors(requests, MAX_REQUESTS, `${path}.requests`),
    ...repeatedErrors(requests, `${path}.requests`, ({ name }) => name),
    ...itemsErrors(requests, MAX_REQUESTS, `${path}.requests`, requestErrors),
    ...tooManyErrors(constraints, MAX_CONSTRAINTS, `${path}.constraints`),
    ...itemsErrors(constraints, MAX_CONSTRAINTS, `${path}.constraints`, referencesErrors),
    ...tooManyErrors(config, MAX_CONFIGS, `${path}.config`),
    ...itemsErrors(config, MAX_CONFIGS, `${path}.config`, (item, at) => [
      ...referencesErrors(item, at),
      ...declaredConfigurationErrors(item, at),
    ]),
  ];
}

function requestErrors({ exactly, firstAvailable = [] }: DeviceRequest, path: string): FieldError[] {
  const at = `${path}.firstAvailable`;
  return [
    ...(exactly ? wantedErrors(exactly, `${path}.exactly`) : []),
    ...tooManyErrors(firstAvailable, MAX_ALTERNATIVES, at),
    ...repeatedErrors(firstAvailable, at, ({ name }) => name),
    ...itemsErrors(firstAvailable, MAX_ALTERNATIVES, at, (request, place) => [
      ...classNameErrors(request.deviceClassName, `${place}.deviceClassName`),
      ...wantedErrors(request, place),
    ]),
  ];
}

function wantedErrors(request: ExactDeviceRequest | DeviceSubRequest, path: string): FieldError[] {
  const { allocationMode = '', selectors = [], tolerations = [] } = request;
  return [
    ...tooManyErrors(selectors, MAX_SELECTORS, `${path}.selectors`),
    ...(MODES.includes(allocationMode)
      ? []
      : [notSupported(`${path}.allocationMode`, allocationMode, MODES)]),
    ...tolerations.flatMap((toleration, index) =>
      declaredTolerationErrors(toleration, `${path}.tolerations[${String(index)}]`),
    ),
  ];
}

function referencesErrors({ requests = [] }: { readonly requests?: string[] }, path: string): FieldError[] {
  const at = `${path}.requests`;
  return [...tooManyErrors(requests, MAX_REQUESTS, at), ...repeatedErrors(requests, at)];
}
