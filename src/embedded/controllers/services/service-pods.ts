import type { IntOrString, Pod, Service, ServicePort } from '../../data/types.ts';
import { nameOf } from '../runtime/owners.ts';
import { isReady, isTerminal } from '../workloads/pods.ts';

/** A port as its pods have it. */
export interface ResolvedPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

/** The pods behind a service that have an address, in the order of their names. Those that are being deleted only when asked for. */
export function backends({ spec }: Service, pods: readonly Pod[], withTerminating: boolean): Pod[] {
  const wanted = Object.entries(spec?.selector ?? {});
  return pods.filter((pod) => {
    const { labels = {}, deletionTimestamp } = pod.metadata;
    const isSelected = wanted.every(([key, value]) => labels[key] === value);
    if (!isSelected || isTerminal(pod) || !pod.status?.podIP) return false;
    return withTerminating || deletionTimestamp === undefined;
  });
}

/** Whether traffic may go to a pod of the service. */
export function takesTraffic({ spec }: Service, pod: Pod): boolean {
  return spec?.publishNotReadyAddresses === true || isReady(pod);
}

/** The service's ports on a pod; a named one that the pod does not have is left out (`FindPort`). */
export function portsOn({ spec }: Service, pod: Pod): ResolvedPort[] {
  return (spec?.ports ?? []).flatMap((port) => {
    const number = portNumber(pod, port);
    if (number === undefined) return [];
    const { name, protocol = 'TCP', appProtocol } = port;
    return [
      {
        ...(name ? { name } : {}),
        port: number,
        protocol,
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ];
  });
}

/** The pod's name in the DNS of a headless service. */
export function hostnameOf(service: Service, { spec, metadata }: Pod): string | undefined {
  const isMember = spec?.subdomain === nameOf(service) && metadata.namespace === service.metadata.namespace;
  return isMember && spec.hostname ? spec.hostname : undefined;
}

/** Whether a service has backends that somebody has to list. */
export function isSelecting({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && spec?.selector !== undefined;
}

/** Whether it has no address of its own. */
export function isHeadless({ spec }: Service): boolean {
  return !spec?.clusterIP || spec.clusterIP === 'None';
}

function portNumber({ spec }: Pod, { port, targetPort, protocol = 'TCP' }: ServicePort): number | undefined {
  const target: IntOrString = targetPort ?? port;
  if (typeof target === 'number') return target === 0 ? port : target;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((one) => one.name === target && (one.protocol ?? 'TCP') === protocol)?.containerPort;
}
