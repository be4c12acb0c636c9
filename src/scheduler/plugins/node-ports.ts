import type { ContainerPort } from '../../api/pod-spec.ts';
import type { Pod } from '../../api/types.ts';
import type { ClusterChange } from '../framework/cluster-event.ts';
import { HostPorts, hostPortsOf } from '../framework/host-ports.ts';
import type { UsedPorts } from '../framework/node-info.ts';
import type { Plugin } from '../framework/plugin.ts';
import { SKIP } from '../framework/status.ts';

const REJECTION = { reasons: ["node(s) didn't have free ports for the requested pod ports"] };

/** Keeps pods off nodes where another pod has a port of the node that they ask for (upstream: plugins/nodeports). */
export const nodePorts: Plugin<readonly ContainerPort[]> = {
  name: 'NodePorts',
  requeueOn: ['node-added', { event: 'pod-deleted', hint: freesAPort }],

  preFilter(pod) {
    const ports = hostPortsOf(pod);
    return ports.length === 0 ? SKIP : { state: ports };
  },

  filter(_pod, { usedPorts }, ports) {
    for (const port of ports) if (isTaken(usedPorts, port)) return REJECTION;
    return undefined;
  },

  explain: (_pod, node, ports) => `${takenText(node.usedPorts, ports)} in use`,
  wayOut: (_pod, node, ports) => `${takenText(node.usedPorts, ports)} is free`,
};

/** `isSchedulableAfterAssignedPodDeleted`: the pod that left had a port that this one wants. */
function freesAPort(pod: Pod, { before }: ClusterChange<Pod>): boolean {
  if (!before) return true;
  if (!before.spec.nodeName && !before.status?.nominatedNodeName) return false;
  const freed = new HostPorts();
  freed.add(before);
  return hostPortsOf(pod).some((port) => isTaken(freed, port));
}

function isTaken(used: UsedPorts, { hostIP = '', protocol = '', hostPort = 0 }: ContainerPort): boolean {
  return used.conflicts(hostIP, protocol, hostPort);
}

/** `host port 80/TCP and 10.0.0.1:53/UDP`. */
function takenText(used: UsedPorts, ports: readonly ContainerPort[]): string {
  const taken = ports.filter((port) => isTaken(used, port));
  const texts = taken.map(
    ({ hostIP, protocol, hostPort = 0 }) => `${addressText(hostIP)}${hostPort}/${protocol || 'TCP'}`,
  );
  return `host port ${texts.join(' and ')}`;
}

function addressText(ip: string | undefined): string {
  if (!ip) return '';
  return ip.includes(':') ? `[${ip}]:` : `${ip}:`;
}
