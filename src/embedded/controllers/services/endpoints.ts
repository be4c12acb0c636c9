import type { EndpointAddress, EndpointSubset, Endpoints, Pod, Service } from '../../data/types.ts';
import { nameOf, uidOf } from '../runtime/owners.ts';
import { readySince } from '../workloads/pods.ts';
import { timeOf } from '../../../api/times.ts';
import { backends, hostnameOf, isHeadless, portsOn, takesTraffic } from './service-pods.ts';

const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
/** `maxCapacity`: an Endpoints object lists no more. */
const MOST = 1_000;

/** The Endpoints of a service (pkg/controller/endpoint/endpoints_controller.go); `old` is what is there. */
export function endpointsOf(service: Service, pods: readonly Pod[], old: Endpoints | undefined): Endpoints {
  const behind = backends(service, pods, false);
  const latest = Math.max(0, ...behind.map(readySince));
  const { [TRIGGER]: _trigger, [OVER_CAPACITY]: _over, ...annotations } = old?.metadata.annotations ?? {};
  const { namespace } = service.metadata;
  const metadata = old?.metadata ?? {
    name: nameOf(service),
    ...(namespace === undefined ? {} : { namespace }),
  };
  const subsets = subsetsOf(service, behind.slice(0, MOST));
  return {
    metadata: {
      ...metadata,
      labels: {
        ...service.metadata.labels,
        ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}),
        'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
      },
      annotations: {
        ...annotations,
        ...(latest > 0 ? { [TRIGGER]: timeOf(latest) } : {}),
        ...(behind.length > MOST ? { [OVER_CAPACITY]: 'truncated' } : {}),
      },
    },
    ...(subsets.length > 0 ? { subsets } : {}),
  };
}

/** Pods with the same ports share a subset; addresses are sorted (`RepackSubsets`). */
function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const groups = Map.groupBy(pods, (pod) => JSON.stringify(portsOn(service, pod)));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    const ports = first ? portsOn(service, first) : [];
    if (ports.length === 0 && !(isHeadless(service) && !service.spec?.ports?.length)) return [];
    const ready = addressesOf(
      service,
      members.filter((pod) => takesTraffic(service, pod)),
    );
    const notReady = addressesOf(
      service,
      members.filter((pod) => !takesTraffic(service, pod)),
    );
    return [
      {
        ...(ready.length > 0 ? { addresses: ready } : {}),
        ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
        ...(ports.length > 0 ? { ports } : {}),
      },
    ];
  });
}

function addressesOf(service: Service, pods: readonly Pod[]): EndpointAddress[] {
  const addresses = pods.map((pod) => {
    const hostname = hostnameOf(service, pod);
    const { namespace = '' } = pod.metadata;
    return {
      ip: pod.status?.podIP ?? '',
      ...(hostname === undefined ? {} : { hostname }),
      ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
      targetRef: { kind: 'Pod', namespace, name: nameOf(pod), uid: uidOf(pod) },
    };
  });
  return addresses.toSorted((a, b) => (a.ip < b.ip ? -1 : 1));
}
