import type { Node, NodeCondition, NodeStatus, Quantity, Taint } from '../data/types.ts';
import { timeOf } from '../../api/times.ts';
import { hostAddress, podCidr } from './addresses.ts';
import { EMBEDDED_RUNTIME } from './silence.ts';

/** What a simulated node is to be. */
export interface NodeShape {
  readonly name: string;
  /** From 0, unique in the cluster: gives the node's addresses. */
  readonly index: number;
  readonly role: 'control-plane' | 'worker';
  /** As Go calls it: `amd64`, `arm64`. */
  readonly arch: string;
  /** `v1.37.2` */
  readonly version: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** Missing resources are 8 CPUs, 16 GiB of memory, 100 GiB of disk and 110 pods. */
  readonly capacity?: Readonly<Record<string, Quantity>>;
}

const CAPACITY: Readonly<Record<string, Quantity>> = {
  cpu: '8',
  'ephemeral-storage': '100Gi',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '16Gi',
  pods: '110',
};

/** A Node as kind makes one, which says in its `nodeInfo` that it is simulated. `now` in milliseconds. */
export function nodeObject(shape: NodeShape, now: number): Node {
  const { name, index, role, arch, labels = {}, taints = [] } = shape;
  const cidr = podCidr(index);
  const isControlPlane = role === 'control-plane';
  const all = [...(isControlPlane ? [CONTROL_PLANE_TAINT] : []), ...taints];
  return {
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(isControlPlane ? CONTROL_PLANE_LABELS : {}),
        ...labels,
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: cidr,
      podCIDRs: [cidr],
      providerID: `${EMBEDDED_RUNTIME}${name}`,
      ...(all.length > 0 ? { taints: all } : {}),
    },
    status: statusOf(shape, now),
  };
}

/** The four conditions of a healthy kubelet. Times of those in `old` that do not change are kept. */
export function healthyConditions(old: readonly NodeCondition[], now: number): NodeCondition[] {
  const time = timeOf(now);
  const own = HEALTHY.map(([type, status, reason, message]) => {
    const before = old.find((condition) => condition.type === type);
    const since = before?.status === status ? (before.lastTransitionTime ?? time) : time;
    return { type, status, lastHeartbeatTime: time, lastTransitionTime: since, reason, message };
  });
  return [...own, ...old.filter(({ type }) => !own.some((condition) => condition.type === type))];
}

const CONTROL_PLANE_TAINT: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const CONTROL_PLANE_LABELS = {
  'node-role.kubernetes.io/control-plane': '',
  'node.kubernetes.io/exclude-from-external-load-balancers': '',
};

/** Type, status, reason, message, in the order and the words of pkg/kubelet/nodestatus/setters.go. */
const HEALTHY = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

function statusOf({ name, index, arch, version, capacity }: NodeShape, now: number): NodeStatus {
  const amounts = { ...CAPACITY, ...capacity };
  return {
    capacity: { ...amounts },
    allocatable: { ...amounts },
    conditions: healthyConditions([], now),
    addresses: [
      { type: 'InternalIP', address: hostAddress(index) },
      { type: 'Hostname', address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: {
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: 'embedded',
      osImage: 'embedded (simulated node)',
      containerRuntimeVersion: `${EMBEDDED_RUNTIME}${version.replace(/^v/, '')}`,
      kubeletVersion: version,
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: arch,
    },
  };
}
