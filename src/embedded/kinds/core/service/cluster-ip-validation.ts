import { duplicate, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import type { ServiceSpec } from '../../../data/types.ts';
import { parseIp } from '../../common/ip-address.ts';
import { ipErrors } from '../../common/ip-validation.ts';
import { isHeadless, NO_ADDRESS } from './service-facts.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const ADDRESSES = 'spec.clusterIPs';

/** `ValidateServiceClusterIPsRelatedFields` (pkg/apis/core/validation): addresses, their families and how many there should be. */
export function clusterIpsErrors(spec: ServiceSpec, old: ServiceSpec | undefined): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const { clusterIPs = [] } = spec;
  const addresses = clusterIPs.flatMap((address, index) =>
    addressErrors(address, index, clusterIPs, old?.clusterIPs),
  );
  return [
    ...firstErrors(spec),
    ...familiesErrors(spec),
    ...addresses,
    ...(clusterIPs.length > 2 ? [invalid(ADDRESSES, clusterIPs, 'may only hold up to 2 values')] : []),
    ...(addresses.length > 0 ? [] : togetherErrors(spec)),
  ];
}

/** The one address and the first of the list are the same. */
function firstErrors({ clusterIP = '', clusterIPs = [] }: ServiceSpec): FieldError[] {
  if (clusterIP === '') {
    if (clusterIPs.length === 0) return [];
    return [invalid(ADDRESSES, clusterIPs, 'must be empty when `clusterIP` is not specified')];
  }
  if (clusterIPs.length === 0) return [required(ADDRESSES)];
  if (clusterIPs[0] === clusterIP) return [];
  return [invalid(ADDRESSES, clusterIPs, 'first value must match `clusterIP`')];
}

function familiesErrors({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): FieldError[] {
  const each = ipFamilies.flatMap((family, index) => {
    const path = `spec.ipFamilies[${String(index)}]`;
    return [
      ...(FAMILIES.includes(family) ? [] : [notSupported(path, family, FAMILIES)]),
      ...(ipFamilies.indexOf(family) < index ? [duplicate(path, family)] : []),
    ];
  });
  if (ipFamilyPolicy === undefined || POLICIES.includes(ipFamilyPolicy)) return each;
  return [...each, notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES)];
}

function addressErrors(
  address: string,
  index: number,
  all: readonly string[],
  known: readonly string[] | undefined,
): FieldError[] {
  if (index > 0 || address !== NO_ADDRESS) return ipErrors(address, `${ADDRESSES}[${String(index)}]`, known);
  return all.length > 1 ? [invalid(ADDRESSES, all, "'None' must be the first and only value")] : [];
}

function togetherErrors(spec: ServiceSpec): FieldError[] {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  const families = clusterIPs.map((address) => (parseIp(address)?.bytes.length === 16 ? 'IPv6' : 'IPv4'));
  const isPair = clusterIPs.length === 2 && families[0] !== families[1];
  const words = 'may specify no more than one IP for each IP family';
  return [
    ...(clusterIPs.length > 1 && !isPair ? [invalid(ADDRESSES, clusterIPs, words)] : []),
    ...(isHeadless(spec) ? [] : mismatchErrors(clusterIPs, families, ipFamilies)),
  ];
}

function mismatchErrors(
  addresses: readonly string[],
  families: readonly string[],
  expected: readonly string[],
): FieldError[] {
  return addresses.flatMap((address, index) => {
    const family = expected[index];
    if (family === undefined || !FAMILIES.includes(family) || family === families[index]) return [];
    const words = `expected an ${family} value as indicated by \`ipFamilies[${String(index)}]\``;
    return [invalid(`${ADDRESSES}[${String(index)}]`, address, words)];
  });
}
