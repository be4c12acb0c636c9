import type { ObjectMeta, ServiceSpec } from '../../../data/types.ts';
import { cidrWarnings, ipWarnings } from '../../common/ip-validation.ts';
import { NO_ADDRESS } from './service-facts.ts';
import { TOPOLOGY_HINTS, TOPOLOGY_MODE } from './service-validation.ts';

/** `GetWarningsForService` (pkg/api/service/warnings.go). */
export function serviceWarnings({ annotations = {} }: ObjectMeta, spec: ServiceSpec): string[] {
  const {
    clusterIP,
    clusterIPs = [],
    externalIPs = [],
    loadBalancerIP,
    loadBalancerSourceRanges = [],
  } = spec;
  const hinted = Object.hasOwn(annotations, TOPOLOGY_HINTS);
  return [
    ...(hinted ? [`annotation ${TOPOLOGY_HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`] : []),
    ...(clusterIP && clusterIP !== NO_ADDRESS ? addressesWarnings(clusterIPs, 'spec.clusterIPs') : []),
    ...headlessWarnings(spec),
    ...addressesWarnings(externalIPs, 'spec.externalIPs'),
    ...externalIpWarnings(spec),
    ...(loadBalancerIP ? ipWarnings(loadBalancerIP, 'spec.loadBalancerIP') : []),
    ...loadBalancerSourceRanges.flatMap((range, index) =>
      cidrWarnings(range, `spec.loadBalancerSourceRanges[${String(index)}]`),
    ),
    ...aliasWarnings(spec),
    ...(spec.trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}

function addressesWarnings(addresses: readonly string[], path: string): string[] {
  return addresses.flatMap((address, index) => ipWarnings(address, `${path}[${String(index)}]`));
}

function isHeadless({ type, clusterIP }: ServiceSpec): boolean {
  return type === 'ClusterIP' && clusterIP === NO_ADDRESS;
}

function headlessWarnings(spec: ServiceSpec): string[] {
  if (!isHeadless(spec)) return [];
  const ignored = [
    ['loadBalancerIP', spec.loadBalancerIP],
    ['externalIPs', spec.externalIPs?.length],
    ['SessionAffinity', spec.sessionAffinity !== 'None'],
  ] as const;
  return ignored
    .filter(([, value]) => value)
    .map(([field]) => `spec.${field} is ignored for headless services`);
}

function externalIpWarnings(spec: ServiceSpec): string[] {
  if (!spec.externalIPs?.length || isHeadless(spec) || spec.type === 'ExternalName') return [];
  return ['spec.externalIPs is deprecated and may no longer be implemented in some clusters'];
}

function aliasWarnings({ type, externalIPs, externalName }: ServiceSpec): string[] {
  if (type === 'ExternalName') {
    return externalIPs?.length ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : [];
  }
  return externalName ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : [];
}
