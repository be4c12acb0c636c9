import { isIPv6 } from 'node:net';

import type {
  DiscoveryEndpointPort,
  EndpointSlice,
  EndpointSubset,
  Endpoints,
  Service,
  ServicePort,
} from '../data/types.ts';
import { printer, type Printers } from './cells.ts';
import { firstThree, labelsText } from './words.ts';

/** How pods are reached. */
export const NETWORK: Printers = {
  services: printer<Service>((service, since) => {
    const { metadata, spec } = service;
    return [
      metadata.name ?? '',
      spec?.type ?? '',
      spec?.clusterIPs?.[0] ?? '<none>',
      externalAddress(service),
      spec?.ports?.map(portText).join(',') || '<none>',
      since(metadata.creationTimestamp),
      labelsText(spec?.selector),
    ];
  }),
  endpoints: printer<Endpoints>(({ metadata, subsets = [] }, since) => [
    metadata.name ?? '',
    subsets.length === 0 ? '<none>' : firstThree(subsets.flatMap(addressesOf)),
    since(metadata.creationTimestamp),
  ]),
  'endpointslices.discovery.k8s.io': printer<EndpointSlice>((slice, since) => [
    slice.metadata.name ?? '',
    slice.addressType,
    firstThree((slice.ports ?? []).map(slicePort)) || '<unset>',
    firstThree((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)) || '<unset>',
    since(slice.metadata.creationTimestamp),
  ]),
};

function externalAddress({ spec = {}, status }: Service): string {
  const external = spec.externalIPs ?? [];
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external.join(',') || '<none>';
    case 'LoadBalancer': {
      const ingress = status?.loadBalancer?.ingress ?? [];
      const given = ingress.map(({ ip, hostname }) => ip || hostname || '').filter(Boolean);
      return [...[...new Set(given)].toSorted(), ...external].join(',') || '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

function portText({ port, nodePort = 0, protocol = '' }: ServicePort): string {
  return `${String(port)}${nodePort > 0 ? `:${String(nodePort)}` : ''}/${protocol}`;
}

function addressesOf({ addresses = [], ports = [] }: EndpointSubset): string[] {
  // headless services may have no ports
  if (ports.length === 0) return addresses.map(({ ip }) => ip);
  return ports.flatMap(({ port }) =>
    addresses.map(({ ip }) => `${isIPv6(ip) ? `[${ip}]` : ip}:${String(port)}`),
  );
}

function slicePort({ port, name }: DiscoveryEndpointPort): string {
  return port === undefined ? (name ?? '*') : String(port);
}
