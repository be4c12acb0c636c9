import { invalid, type FieldError } from '../../../api/field-error.ts';
import type { Service, ServiceSpec } from '../../../data/types.ts';
import { isEqualInMeaning } from '../../../schema/json-tree.ts';
import { parseIp } from '../../common/ip-address.ts';
import { clusterIpsErrors } from './cluster-ip-validation.ts';
import { invalidService } from './refusals.ts';
import { NO_ADDRESS } from './service-facts.ts';

const SINGLE = 'SingleStack';
const DUAL = 'RequireDualStack';
const V4 = 'IPv4';
const V6 = 'IPv6';
const POLICY = 'spec.ipFamilyPolicy';

/**
 * Fills in the families of a service's addresses (`initIPFamilyFields`, pkg/registry/core/service/storage/alloc.go): this cluster has IPv4
 * only. Throws `StatusError` 422.
 */
export function chooseFamilies(draft: Service, spec: ServiceSpec, old: ServiceSpec | undefined): void {
  if (spec.type === 'ExternalName') return;
  const headless = spec.clusterIP === NO_ADDRESS;
  const hasSelector = Object.keys(spec.selector ?? {}).length > 0;
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (headless && !hasSelector ? DUAL : SINGLE);
  refuse(draft, clusterIpsErrors(spec, old));
  const released = old ? releaseSecond(spec, old) : [];
  refuse(draft, [...released, ...singleStackErrors(spec), ...familiesOfAddresses(spec)]);
  if (headless && !hasSelector) bothFamilies(spec);
  else {
    refuse(draft, [...dualStackErrors(spec), ...unknownFamilyErrors(spec)]);
    if (!spec.ipFamilies?.length) spec.ipFamilies = [V4];
  }
}

function refuse(draft: Service, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidService(draft, errors);
}

/** Who asks for one stack gives up the second address and family. */
function releaseSecond(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const fields = [
    ['clusterIPs', 'cluster IP'],
    ['ipFamilies', 'IP family'],
  ] as const;
  return fields.flatMap(([field, what]) => {
    const [now, before] = [spec[field] ?? [], old[field] ?? []];
    if (spec.ipFamilyPolicy === SINGLE) {
      if (now.length > 1 && isEqualInMeaning(now, before)) spec[field] = now.slice(0, 1);
      return [];
    }
    if (now.length === 0 || now.length >= before.length) return [];
    const words = `must be 'SingleStack' to release the secondary ${what}`;
    return [invalid(POLICY, spec.ipFamilyPolicy, words)];
  });
}

function singleStackErrors({ ipFamilyPolicy, clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  if (ipFamilyPolicy !== SINGLE) return [];
  return [
    ...(clusterIPs.length === 2 ? ['cluster IPs'] : []),
    ...(ipFamilies.length === 2 ? ['IP families'] : []),
  ].map((what) =>
    invalid(
      POLICY,
      SINGLE,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    ),
  );
}

/** The addresses that were asked for tell the families. */
function familiesOfAddresses(spec: ServiceSpec): FieldError[] {
  const { clusterIPs = [] } = spec;
  if (clusterIPs[0] === NO_ADDRESS) return [];
  return clusterIPs.slice(spec.ipFamilies?.length ?? 0).flatMap((address) => {
    if (parseIp(address)?.bytes.length === 4) {
      (spec.ipFamilies ??= []).push(V4);
      return [];
    }
    const path = `spec.clusterIPs[${String(clusterIPs.indexOf(address))}]`;
    return [invalid(path, clusterIPs, `${V6} is not configured on this cluster`)];
  });
}

/** Without address and selector nothing depends on what the cluster can do. */
function bothFamilies(spec: ServiceSpec): void {
  const [first = V4, ...others] = spec.ipFamilies ?? [];
  const second = first === V4 ? V6 : V4;
  spec.ipFamilies =
    others.length === 0 && spec.ipFamilyPolicy !== SINGLE ? [first, second] : [first, ...others];
}

function dualStackErrors({ ipFamilyPolicy }: ServiceSpec): FieldError[] {
  if (ipFamilyPolicy !== DUAL) return [];
  return [invalid(POLICY, DUAL, 'this cluster is not configured for dual-stack services')];
}

function unknownFamilyErrors({ ipFamilies = [] }: ServiceSpec): FieldError[] {
  return ipFamilies.flatMap((family, index) =>
    family === V4
      ? []
      : [invalid(`spec.ipFamilies[${String(index)}]`, family, 'not configured on this cluster')],
  );
}
