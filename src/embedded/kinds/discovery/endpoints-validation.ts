import { duplicate, invalid, required, tooMany, type FieldError } from '../../api/field-error.ts';
import type { Endpoint, EndpointHints } from '../../data/types.ts';
import { parseIp } from '../common/ip-address.ts';
import { endpointIpErrors, ipErrors } from '../common/ip-validation.ts';
import { labelsErrors } from '../common/metadata.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, labelValueErrors } from '../../../api/names.ts';

const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_TOPOLOGY = 16;
const MAX_HINTS = 8;

/** `validateEndpoints` (pkg/apis/discovery/validation). */
export function endpointsErrors(
  endpoints: readonly Endpoint[],
  addressType: string,
  path: string,
): FieldError[] {
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany(path, endpoints.length, MAX_ENDPOINTS)];
  return endpoints.flatMap((endpoint, index) =>
    endpointErrors(endpoint, addressType, `${path}[${String(index)}]`),
  );
}

/** Each has addresses, and not too many. */
export function missingAddressErrors(endpoints: readonly Endpoint[], path: string): FieldError[] {
  return endpoints.flatMap(({ addresses }, index) => {
    const at = `${path}[${String(index)}].addresses`;
    const count = addresses?.length ?? 0;
    if (count === 0) return [required(at)];
    return count > MAX_ADDRESSES ? [tooMany(at, count, MAX_ADDRESSES)] : [];
  });
}

function endpointErrors(endpoint: Endpoint, addressType: string, path: string): FieldError[] {
  const { addresses, nodeName, hostname, hints, deprecatedTopology: topology = {} } = endpoint;
  const size = Object.keys(topology).length;
  return [
    ...(addresses ?? []).flatMap((address, index) =>
      addressErrors(address, addressType, `${path}.addresses`, index),
    ),
    ...named(nodeName, dns1123SubdomainErrors, `${path}.nodeName`),
    ...(size > MAX_TOPOLOGY ? [tooMany(`${path}.deprecatedTopology`, size, MAX_TOPOLOGY)] : []),
    ...labelsErrors(topology, `${path}.deprecatedTopology`),
    ...named(hostname, dns1123LabelErrors, `${path}.hostname`),
    ...(hints ? hintsErrors(hints, `${path}.hints`) : []),
  ];
}

function addressErrors(address: string, type: string, path: string, index: number): FieldError[] {
  const at = `${path}[${String(index)}]`;
  if (type === 'FQDN') return domainErrors(address, at);
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const errors = ipErrors(address, at);
  if (errors.length > 0) return errors;
  const ip = parseIp(address);
  if (type === 'IPv6' && ip && ip.text !== address) {
    // what was never strict stays as it is for IPv4 only
    return [invalid(at, address, `must be in canonical form ("${ip.text}")`)];
  }
  const isRight = (ip?.bytes.length === 4) === (type === 'IPv4');
  return [
    ...(isRight ? [] : [invalid(path, address, `must be an ${type} address`)]),
    ...endpointIpErrors(address, at),
  ];
}

/** `IsFullyQualifiedDomainName` (apimachinery/pkg/util/validation). */
function domainErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  const domain = name.endsWith('.') ? name.slice(0, -1) : name;
  const errors = dns1123SubdomainErrors(domain);
  if (errors.length > 0) return [invalid(path, domain, errors.join(','))];
  const labels = domain.split('.');
  if (labels.length < 2) {
    return [invalid(path, domain, 'should be a domain with at least two segments separated by dots')];
  }
  const tooLongLabel = labels.find((label) => dns1123LabelErrors(label).length > 0);
  return tooLongLabel === undefined
    ? []
    : [invalid(path, tooLongLabel, dns1123LabelErrors(tooLongLabel).join(','))];
}

/** `validateHints`: for whom an endpoint is meant. */
function hintsErrors({ forZones = [], forNodes = [] }: EndpointHints, path: string): FieldError[] {
  if (forZones.length > MAX_HINTS) return [tooMany(`${path}.forZones`, forZones.length, MAX_HINTS)];
  const zoneErrors = hintErrors(forZones, labelValueErrors, `${path}.forZones`);
  if (forNodes.length > MAX_HINTS) {
    return [...zoneErrors, tooMany(`${path}.forNodes`, forNodes.length, MAX_HINTS)];
  }
  return [...zoneErrors, ...hintErrors(forNodes, dns1123SubdomainErrors, `${path}.forNodes`)];
}

function hintErrors(
  hints: readonly { readonly name: string }[],
  rule: (name: string) => string[],
  path: string,
): FieldError[] {
  const names = hints.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const at = `${path}[${String(index)}].name`;
    return [...(names.indexOf(name) < index ? [duplicate(at, name)] : []), ...named(name, rule, at)];
  });
}

function named(name: string | undefined, rule: (name: string) => string[], path: string): FieldError[] {
  return name === undefined ? [] : rule(name).map((words) => invalid(path, name, words));
}
