import type { Endpoint, EndpointSlice, Node, Pod, Service } from '../../data/types.ts';
import { SERVICES } from '../runtime/kinds.ts';
import { controllerRef, nameOf, uidOf } from '../runtime/owners.ts';
import { isReady, readySince } from '../workloads/pods.ts';
import { timeOf } from '../../../api/times.ts';
import { isSame } from '../workloads/template-hash.ts';
import { backends, hostnameOf, isHeadless, portsOn, takesTraffic } from './service-pods.ts';

/** `--max-endpoints-per-slice`. */
const MOST = 100;
const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';

/** What to do so that a service's slices are right. */
export interface SliceChanges {
  readonly create: readonly EndpointSlice[];
  readonly update: readonly EndpointSlice[];
  readonly remove: readonly EndpointSlice[];
}

/** Whether a slice is one of ours for this service. */
export function isSliceOf(service: Service, { metadata }: EndpointSlice): boolean {
  return metadata.labels?.[SERVICE_NAME] === nameOf(service) && metadata.labels[MANAGED_BY] === MANAGER;
}

/** The name of the service that a slice belongs to. */
export function serviceOf({ metadata }: EndpointSlice): string | undefined {
  return metadata.labels?.[SERVICE_NAME];
}

/**
 * Compares the slices that are there with the pods that are (pkg/controller/endpointslice): endpoints stay in the slice that has them, new
 * ones fill up what has room. A service without pods has one empty slice.
 */
export function sliceChanges(
  service: Service,
  pods: readonly Pod[],
  nodes: (name: string) => Node | undefined,
  slices: readonly EndpointSlice[],
): SliceChanges {
  const behind = backends(service, pods, true);
  const byPorts = Map.groupBy(behind, (pod) => JSON.stringify(portsOn(service, pod)));
  if (byPorts.size === 0) byPorts.set('[]', []);
  const open = new Set(slices);
  const [create, update]: [EndpointSlice[], EndpointSlice[]] = [[], []];
  for (const members of byPorts.values()) {
    const ports = members[0] ? portsOn(service, members[0]) : [];
    const wanted = new Map(members.map((pod) => [uidOf(pod), endpointOf(service, pod, nodes)]));
    const latest = Math.max(0, ...members.map(readySince));
    const own = slices.filter((slice) => open.has(slice) && isSame(slice.ports ?? [], ports));
    const kept = own.map((slice) => keepIn(slice, wanted));
    for (const { slice, endpoints } of kept) {
      endpoints.push(...take(wanted, MOST - endpoints.length));
      if (endpoints.length === 0 && (kept.length > 1 || behind.length > 0)) continue;
      open.delete(slice);
      const next = { ...slice, ...contentOf(service, endpoints, ports, latest, slice) };
      if (!isSame(withoutTrigger(slice), withoutTrigger(next))) update.push(next);
    }
    while (wanted.size > 0 || (own.length === 0 && behind.length === 0)) {
      create.push(newSlice(service, take(wanted, MOST), ports, latest));
      if (wanted.size === 0) break;
    }
  }
  return reusing({ create, update, remove: [...open] });
}

/** A slice that is not needed any more becomes one that is (`finalize`, endpointslice/reconciler.go): its name stays. */
function reusing({ create, update, remove }: SliceChanges): SliceChanges {
  const count = Math.min(create.length, remove.length);
  const changed = create.slice(create.length - count).map((slice, index) => {
    const { name, resourceVersion } = remove[index]?.metadata ?? {};
    return {
      ...slice,
      metadata: {
        ...slice.metadata,
        ...(name === undefined ? {} : { name }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      },
    };
  });
  return {
    create: create.slice(0, create.length - count),
    update: [...update, ...changed],
    remove: remove.slice(count),
  };
}

function keepIn(
  slice: EndpointSlice,
  wanted: Map<string, Endpoint>,
): { slice: EndpointSlice; endpoints: Endpoint[] } {
  const endpoints = (slice.endpoints ?? []).flatMap(({ targetRef }) => {
    const uid = targetRef?.uid ?? '';
    const now = wanted.get(uid);
    wanted.delete(uid);
    return now ?? [];
  });
  return { slice, endpoints };
}

function take(wanted: Map<string, Endpoint>, count: number): Endpoint[] {
  const taken = [...wanted].slice(0, count);
  for (const [uid] of taken) wanted.delete(uid);
  return taken.map(([, endpoint]) => endpoint);
}

function newSlice(
  service: Service,
  endpoints: Endpoint[],
  ports: EndpointSlice['ports'],
  latest: number,
): EndpointSlice {
  const { namespace } = service.metadata;
  const content = contentOf(service, endpoints, ports ?? [], latest, undefined);
  return {
    ...content,
    metadata: {
      ...content.metadata,
      generateName: `${nameOf(service)}-`,
      ...(namespace === undefined ? {} : { namespace }),
      ownerReferences: [controllerRef(SERVICES, service)],
    },
  };
}

function contentOf(
  service: Service,
  endpoints: Endpoint[],
  ports: NonNullable<EndpointSlice['ports']>,
  latest: number,
  old: EndpointSlice | undefined,
): EndpointSlice {
  return {
    metadata: {
      ...old?.metadata,
      labels: {
        ...service.metadata.labels,
        [MANAGED_BY]: MANAGER,
        [SERVICE_NAME]: nameOf(service),
        ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}),
      },
      ...(latest > 0 ? { annotations: { ...old?.metadata.annotations, [TRIGGER]: timeOf(latest) } } : {}),
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  };
}

function endpointOf(service: Service, pod: Pod, nodes: (name: string) => Node | undefined): Endpoint {
  const { namespace = '', deletionTimestamp } = pod.metadata;
  const nodeName = pod.spec?.nodeName;
  const zone = nodeName ? nodes(nodeName)?.metadata.labels?.['topology.kubernetes.io/zone'] : undefined;
  const hostname = hostnameOf(service, pod);
  const isTerminating = deletionTimestamp !== undefined;
  const isServing = isReady(pod);
  const isPublished = service.spec?.publishNotReadyAddresses === true;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: {
      ready: isPublished || (takesTraffic(service, pod) && !isTerminating),
      serving: isServing,
      terminating: isTerminating,
    },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: { kind: 'Pod', namespace, name: nameOf(pod), uid: uidOf(pod) },
    ...(nodeName ? { nodeName } : {}),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** The time of the last change alone is no change. */
function withoutTrigger({ endpoints, ports, metadata }: EndpointSlice): object {
  return { endpoints, ports, labels: metadata.labels };
}
