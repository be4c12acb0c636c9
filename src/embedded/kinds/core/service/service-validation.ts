import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { ObjectMeta, Service, ServiceSpec } from '../../../data/types.ts';
import { endpointIpErrors, ipErrors } from '../../common/ip-validation.ts';
import { labelsErrors } from '../../common/metadata.ts';
import { dns1123SubdomainErrors } from '../../../../api/names.ts';
import { clusterIpsErrors } from './cluster-ip-validation.ts';
import { loadBalancerClassErrors } from './load-balancer-class.ts';
import { portNumbersErrors, portsErrors } from './port-validation.ts';
import { isHeadless, NO_ADDRESS } from './service-facts.ts';
import {
  affinityErrors,
  balancerPortsErrors,
  sourceRangesErrors,
  trafficErrors,
} from './traffic-validation.ts';

/** How services once asked for endpoints near by, and how they do now. */
export const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
export const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** `validateService` (pkg/apis/core/validation). */
export function serviceErrors({ metadata, spec = {} }: Service, old: Service | undefined): FieldError[] {
  return [
    ...topologyErrors(metadata),
    ...noPortsErrors(spec),
    ...typeErrors(spec),
    ...portsErrors(spec),
    ...labelsErrors(spec.selector, 'spec.selector'),
    ...affinityErrors(spec),
    ...clusterIpsErrors(spec, old?.spec),
    ...externalIpsErrors(spec, old?.spec),
    ...unknownTypeErrors(spec),
    ...portNumbersErrors(spec),
    ...sourceRangesErrors(metadata, spec, old),
    ...balancerPortsErrors(spec),
    ...loadBalancerClassErrors(spec, undefined),
    ...trafficErrors(spec),
  ];
}

function topologyErrors({ annotations = {} }: ObjectMeta): FieldError[] {
  const [mode, hints] = [annotations[TOPOLOGY_MODE], annotations[TOPOLOGY_HINTS]];
  if (mode === undefined || hints === undefined || mode === hints) return [];
  const words = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  return [invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, words)];
}

function noPortsErrors(spec: ServiceSpec): FieldError[] {
  if (spec.ports?.length || isHeadless(spec) || spec.type === 'ExternalName') return [];
  return [required('spec.ports')];
}

function typeErrors(spec: ServiceSpec): FieldError[] {
  const { type = '' } = spec;
  if (type === 'ExternalName') return aliasErrors(spec);
  if (!['LoadBalancer', 'NodePort'].includes(type) || !isHeadless(spec)) return [];
  return [invalid('spec.clusterIPs[0]', NO_ADDRESS, `may not be set to 'None' for ${type} services`)];
}

/** A name elsewhere: nothing of the cluster's network. The name may end with a dot. */
function aliasErrors(spec: ServiceSpec): FieldError[] {
  const unwanted = [
    ['clusterIPs', spec.clusterIPs?.length],
    ['ipFamilies', spec.ipFamilies?.length],
    ['ipFamilyPolicy', spec.ipFamilyPolicy !== undefined],
  ] as const;
  const path = 'spec.externalName';
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  return [
    ...unwanted
      .filter(([, value]) => value)
      .map(([field]) => forbiddenField(`spec.${field}`, 'may not be set for ExternalName services')),
    ...(name === ''
      ? [required(path)]
      : dns1123SubdomainErrors(name).map((words) => invalid(path, name, words))),
  ];
}

function externalIpsErrors({ externalIPs = [] }: ServiceSpec, old: ServiceSpec | undefined): FieldError[] {
  return externalIPs.flatMap((address, index) => {
    const path = `spec.externalIPs[${String(index)}]`;
    const malformed = ipErrors(address, path, old?.externalIPs);
    return malformed.length > 0 ? malformed : endpointIpErrors(address, path);
  });
}

function unknownTypeErrors({ type }: ServiceSpec): FieldError[] {
  if (!type) return [required('spec.type')];
  return TYPES.includes(type) ? [] : [notSupported('spec.type', type, TYPES)];
}
