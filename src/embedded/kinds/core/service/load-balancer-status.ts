import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { LoadBalancerIngress, Service } from '../../../data/types.ts';
import { parseIp } from '../../common/ip-address.ts';
import { ipErrors } from '../../common/ip-validation.ts';
import { dns1123SubdomainErrors } from '../../../../api/names.ts';

const MODES = ['Proxy', 'VIP'];
const PATH = 'status.loadBalancer.ingress';

/** `ValidateLoadBalancerStatus` (pkg/apis/core/validation). */
export function loadBalancerStatusErrors({ spec, status }: Service, old: Service): FieldError[] {
  const { ingress = [] } = status?.loadBalancer ?? {};
  if (spec?.type !== 'LoadBalancer' && ingress.length > 0) {
    return [forbiddenField(PATH, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  const known = (old.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip || []);
  return ingress.flatMap((one, index) => {
    const path = `${PATH}[${String(index)}]`;
    return [
      ...(one.ip ? ipErrors(one.ip, `${path}.ip`, known) : []),
      ...modeErrors(one, `${path}.ipMode`),
      ...(one.hostname ? hostnameErrors(one.hostname, `${path}.hostname`) : []),
    ];
  });
}

function modeErrors({ ip, ipMode }: LoadBalancerIngress, path: string): FieldError[] {
  if (ipMode === undefined) return ip ? [required(path, 'must be specified when `ip` is set')] : [];
  if (!ip) return [forbiddenField(path, 'may not be specified when `ip` is not set')];
  return MODES.includes(ipMode) ? [] : [notSupported(path, ipMode, MODES)];
}

function hostnameErrors(hostname: string, path: string): FieldError[] {
  return [
    ...dns1123SubdomainErrors(hostname).map((words) => invalid(path, hostname, words)),
    ...(parseIp(hostname) ? [invalid(path, hostname, 'must be a DNS name, not an IP address')] : []),
  ];
}
