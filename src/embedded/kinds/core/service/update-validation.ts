import { forbiddenField, invalid, type FieldError } from '../../../api/field-error.ts';
import type { Service, ServiceSpec } from '../../../data/types.ts';
import { loadBalancerClassErrors } from './load-balancer-class.ts';
import { isHeadless, needsClusterIp, needsHealthPort } from './service-facts.ts';

const POLICY = 'spec.ipFamilyPolicy';
const FIXED = 'may not change once set';

/** What `ValidateServiceUpdate` (pkg/apis/core/validation) adds to the rules of a service. */
export function serviceUpdateErrors({ spec = {} }: Service, { spec: old = {} }: Service): FieldError[] {
  return [
    ...clusterIpChangeErrors(spec, old),
    ...familyChangeErrors(spec, old),
    ...loadBalancerClassErrors(spec, old),
    ...healthPortErrors(spec, old),
  ];
}

/** `validateUpgradeDowngradeClusterIPs`. */
function clusterIpChangeErrors(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (!needsClusterIp(spec) || !needsClusterIp(old) || (isHeadless(spec) && isHeadless(old))) return [];
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []];
  const shown = spec.clusterIPs ?? null;
  if (now.length === before.length) {
    return before.flatMap((address, index) =>
      address === now[index] ? [] : [invalid(addressPath(index), shown, FIXED)],
    );
  }
  const first = before.length > 0 && now.length > 0 && now[0] !== before[0];
  return [
    ...(now.length === 0 ? [invalid(addressPath(0), shown, 'primary clusterIP can not be unset')] : []),
    ...(first ? [invalid(addressPath(0), shown, FIXED)] : []),
    ...(now.length < before.length && now.length === 1 ? releaseErrors(spec, 'clusterIP') : []),
  ];
}

function addressPath(index: number): string {
  return `spec.clusterIPs[${String(index)}]`;
}

/** `validateUpgradeDowngradeIPFamilies`. */
function familyChangeErrors(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (!needsClusterIp(spec) || !needsClusterIp(old) || isHeadless(spec) || isHeadless(old)) return [];
  const [now, before] = [spec.ipFamilies ?? [], old.ipFamilies ?? []];
  const path = 'spec.ipFamilies[0]';
  if (now.length === before.length) {
    const changed = before.filter((family, index) => family !== now[index]);
    return changed.map(() => invalid(path, now, FIXED));
  }
  const shorter = now.length < before.length;
  const first = before.length > 0 && now.length > 0 && now[0] !== before[0];
  return [
    ...(shorter && !spec.clusterIPs?.length
      ? [invalid(path, spec.ipFamilies ?? null, 'primary ipFamily can not be unset')]
      : []),
    // upstream shows the addresses here
    ...(first ? [invalid(path, spec.clusterIPs ?? null, FIXED)] : []),
    ...(shorter && now.length === 1 ? releaseErrors(spec, 'ipFamily') : []),
  ];
}

function releaseErrors({ ipFamilyPolicy }: ServiceSpec, what: string): FieldError[] {
  if (ipFamilyPolicy === 'SingleStack') return [];
  const words = `must be set to 'SingleStack' when releasing the secondary ${what}`;
  return [invalid(POLICY, ipFamilyPolicy ?? null, words)];
}

function healthPortErrors(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (!needsHealthPort(spec) || !needsHealthPort(old)) return [];
  if ((spec.healthCheckNodePort ?? 0) === (old.healthCheckNodePort ?? 0)) return [];
  return [forbiddenField('spec.healthCheckNodePort', 'field is immutable')];
}
