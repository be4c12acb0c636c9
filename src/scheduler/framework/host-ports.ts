import { isSidecar } from '../../api/pod-requests.ts';
import type { Container, ContainerPort } from '../../api/pod-spec.ts';
import type { Pod } from '../../api/types.ts';
import type { UsedPorts } from './node-info.ts';

/** Stands for every address of a node. `::` is an address like any other (upstream: `DefaultBindAllHostIP`). */
const ALL = '0.0.0.0';

/** The ports of its node that a pod takes (pkg/scheduler/util, `GetHostPorts`): those of its sidecars and containers, not of plain init containers. */
export function hostPortsOf({ spec }: Pod): readonly ContainerPort[] {
  const { containers, initContainers = [] } = spec;
  // most pods have none, and all are asked
  if (!containers.some(hasPorts) && !initContainers.some(hasPorts)) return NONE;
  return [...initContainers.filter(isSidecar), ...containers]
    .flatMap(({ ports = [] }) => ports)
    .filter(({ hostPort = 0 }) => hostPort > 0);
}

const NONE: readonly ContainerPort[] = [];

function hasPorts({ ports }: Container): boolean {
  return ports !== undefined && ports.length > 0;
}

/** A port as it is in use, by so many pods: pods that a person put on a node may collide. */
interface Use {
  readonly ip: string;
  readonly protocol: string;
  pods: number;
}

/**
 * Host ports in use on a node (k8s.io/kube-scheduler/framework/types.go, `HostPortInfo`). Counted, where upstream keeps a set: when one of two
 * pods with the same port leaves, the port is still in use.
 */
export class HostPorts implements UsedPorts {
  readonly #uses = new Map<number, Use[]>();

  add(pod: Pod): void {
    for (const { hostIP, protocol, hostPort = 0 } of hostPortsOf(pod))
      this.#add(hostIP || ALL, protocol || 'TCP', hostPort);
  }

  /** In the version that was added. */
  remove(pod: Pod): void {
    for (const { hostIP, protocol, hostPort = 0 } of hostPortsOf(pod))
      this.#remove(hostIP || ALL, protocol || 'TCP', hostPort);
  }

  conflicts(ip: string, protocol: string, port: number): boolean {
    const uses = this.#uses.get(port);
    if (!uses || port <= 0) return false;
    for (const use of uses) {
      const isSame = ip === use.ip || ip === '' || ip === ALL || use.ip === ALL;
      if (isSame && use.protocol === (protocol || 'TCP')) return true;
    }
    return false;
  }

  #add(ip: string, protocol: string, port: number): void {
    const uses = this.#uses.get(port) ?? [];
    this.#uses.set(port, uses);
    const use = uses.find((one) => one.ip === ip && one.protocol === protocol);
    if (use) use.pods++;
    else uses.push({ ip, protocol, pods: 1 });
  }

  #remove(ip: string, protocol: string, port: number): void {
    const uses = this.#uses.get(port) ?? [];
    const at = uses.findIndex((one) => one.ip === ip && one.protocol === protocol);
    const use = uses[at];
    if (!use || --use.pods > 0) return;
    uses.splice(at, 1);
    if (uses.length === 0) this.#uses.delete(port);
  }
}
