import { compareQuantities } from '../../../../api/quantity.ts';
import {
  duplicate,
  forbiddenField,
  invalid,
  required,
  tooLong,
  type FieldError,
} from '../../../api/field-error.ts';
import type {
  Container,
  ContainerStatus,
  Pod,
  PodExtendedResourceClaimStatus,
  PodSpec,
  PodStatus,
  ResourceHealth,
} from '../../../data/types.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../../api/names.ts';
import { duplicateErrors, eachErrors, optionErrors, when, wordErrors } from './checks.ts';

const HEALTH = ['Healthy', 'Unhealthy', 'Unknown'];
const MAX_MESSAGE_BYTES = 1024;
const CLAIM = 'claim:';
const OF_CLAIMS =
  "must match one of the container's resource claims as 'claim:<claimName>/<requestName>' when container.resources.claims[*].request is set or 'claim:<claimName>' when it is empty";

/** What a container got of its devices (`validateContainerStatusAllocatedResourcesStatus`, pkg/apis/core/validation); without `containers` it may have none. */
export function allocatedErrors(
  { name, allocatedResourcesStatus }: ContainerStatus,
  containers: readonly Container[] | undefined,
  status: PodStatus,
  path: string,
): FieldError[] {
  const at = `${path}.allocatedResourcesStatus`;
  if (!containers) {
    const words = 'must not be specified in container status';
    return when((allocatedResourcesStatus?.length ?? 0) > 0, forbiddenField(at, words));
  }
  const container = containers.find((one) => one.name === name);
  return eachErrors(allocatedResourcesStatus, at, ({ name: resource, resources }, resourceAt) => [
    ...(container ? unaskedErrors(resource, container, status, `${resourceAt}.name`) : []),
    ...eachErrors(resources, `${resourceAt}.resources`, healthErrors),
    ...duplicateErrors(
      resources,
      ({ resourceID }) => resourceID,
      (index) => `${resourceAt}.resources[${String(index)}].resourceID`,
    ),
  ]);
}

function unaskedErrors(
  resource: string,
  container: Container,
  { extendedResourceClaimStatus }: PodStatus,
  path: string,
): FieldError[] {
  const { requests = {}, claims = [] } = container.resources ?? {};
  if (!resource.startsWith(CLAIM)) {
    const words = "must match one of the container's resource requests";
    return when(requests[resource] === undefined, invalid(path, resource, words));
  }
  const isClaimed = claims.some(
    ({ name, request }) => resource === `${CLAIM}${name}${request ? `/${request}` : ''}`,
  );
  const isMapped = extendedResourceClaimStatus
    ? isExtended(resource, container, extendedResourceClaimStatus)
    : false;
  return when(!isClaimed && !isMapped, invalid(path, resource, OF_CLAIMS));
}

/** `matchesExtendedResourceClaimStatus`. */
function isExtended(
  resource: string,
  { name, resources }: Container,
  { requestMappings, resourceClaimName }: PodExtendedResourceClaimStatus,
): boolean {
  return requestMappings.some(({ containerName, requestName, resourceName }) => {
    const amount = resources?.requests?.[resourceName] ?? 0;
    const isThis = resource === `${CLAIM}${resourceClaimName}/${requestName}` && containerName === name;
    return isThis && compareQuantities(String(amount), '0') !== 0;
  });
}

function healthErrors({ health = '', message }: ResourceHealth, path: string): FieldError[] {
  const at = `${path}.message`;
  return [
    ...optionErrors(health, HEALTH, `${path}.health`),
    ...when(message === '', required(at, 'must be non-empty if specified')),
    ...when(Buffer.byteLength(message ?? '') > MAX_MESSAGE_BYTES, tooLong(at, MAX_MESSAGE_BYTES)),
  ];
}

/** `validatePodResourceClaimStatuses` and `validatePodExtendedResourceClaimStatus`. */
export function claimStatusErrors({ spec, status }: Pod): FieldError[] {
  const { resourceClaimStatuses, extendedResourceClaimStatus: extended } = status ?? {};
  const path = 'status.resourceClaimStatuses';
  const names = (spec?.resourceClaims ?? []).map(({ name }) => name);
  const words = 'must match the name of an entry in `spec.resourceClaims`';
  return [
    ...eachErrors(resourceClaimStatuses, path, ({ name, resourceClaimName: claim }, at, index) => [
      ...when(!names.includes(name), invalid(`${at}.name`, name, words)),
      ...when(
        (resourceClaimStatuses ?? []).slice(0, index).some((one) => one.name === name),
        duplicate(`${at}.name`, name),
      ),
      ...(claim === undefined
        ? []
        : wordErrors(dns1123SubdomainErrors(claim), claim, `${at}.resourceClaimName`)),
    ]),
    ...(extended
      ? extendedErrors(extended, spec ?? { containers: [] }, 'status.extendedResourceClaimStatus')
      : []),
  ];
}

function extendedErrors(
  { requestMappings, resourceClaimName: claim }: PodExtendedResourceClaimStatus,
  spec: PodSpec,
  path: string,
): FieldError[] {
  const at = `${path}.requestMappings`;
  const keys = requestMappings.map((mapping) => JSON.stringify(mapping));
  return [
    ...when(keys.length === 0, required(at, 'at least one request mapping is required')),
    ...eachErrors(requestMappings, at, (mapping, mappingAt, index) => [
      ...unknownMappingErrors(mapping, spec, mappingAt),
      ...wordErrors(dns1123LabelErrors(mapping.requestName), mapping.requestName, `${path}.requestName`),
      ...(keys.indexOf(keys[index] ?? '') < index
        ? (['containerName', 'resourceName', 'requestName'] as const).map((field) =>
            duplicate(`${mappingAt}.${field}`, mapping[field]),
          )
        : []),
    ]),
    ...(claim
      ? wordErrors(dns1123SubdomainErrors(claim), claim, `${path}.resourceClaimName`)
      : [required(`${path}.resourceClaimName`)]),
  ];
}

function unknownMappingErrors(
  mapping: PodExtendedResourceClaimStatus['requestMappings'][number],
  { containers, initContainers = [] }: PodSpec,
  path: string,
): FieldError[] {
  const { containerName, resourceName } = mapping;
  const container = [...containers, ...initContainers].find(({ name }) => name === containerName);
  if (!container) {
    const words = 'must match the name of an entry in spec.initContainers.name or spec.containers.name';
    return [invalid(`${path}.containerName`, containerName, words)];
  }
  const words =
    'must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests';
  const isAsked = container.resources?.requests?.[resourceName] !== undefined;
  return when(!isAsked, invalid(`${path}.resourceName`, resourceName, words));
}
