import { isReady, readyCondition, taintText } from '../api/nodes.ts';
import type { Node } from '../api/types.ts';
import { podText } from '../api/pods.ts';
import type { NodeInfo } from '../scheduler/framework/node-info.ts';
import { requestsOf } from './requests.ts';

/** An amount that is used of what there is. */
export interface Share {
  readonly used: number;
  readonly of: number;
}

/** One node as a row shows it. */
export interface NodeFacts {
  readonly name: string;
  /** As the Ready condition says; `absent` on a node that has just joined. */
  readonly ready: 'True' | 'False' | 'Unknown' | 'absent';
  readonly cordoned: boolean;
  /** As kubectl writes them. The one that a cordon adds is left out. */
  readonly taints: readonly string[];
  /** Empty when it has none. */
  readonly zone: string;
  /** All pods that hold a place, daemons too, as `allocatable` counts them. */
  readonly pods: Share;
  /** Without daemons: the N of "had N pods". */
  readonly podCount: number;
  /** Thousandths of a CPU. */
  readonly cpu: Share;
  /** Bytes. */
  readonly memory: Share;
}

/** A pod on a node. */
export interface NodePod {
  readonly name: string;
  readonly uid: string;
  readonly cpuMilli: number;
  readonly memory: number;
  readonly scheduler: string;
  readonly phase: string;
}

/** One node with everything on it. */
export interface NodeDetails extends NodeFacts {
  readonly kubelet: string;
  readonly readyMessage: string;
  readonly labels: readonly string[];
  /** In order of names, at most {@link MAX_PODS}. */
  readonly onIt: readonly NodePod[];
}

const ZONE = 'topology.kubernetes.io/zone';
/** The taint that a cordon adds. */
export const CORDON = 'node.kubernetes.io/unschedulable';
const MAX_PODS = 500;

export function nodeFacts({ node, name, pods, podCount, requested, allocatable }: NodeInfo): NodeFacts {
  return {
    name,
    ready: isReady(node) ? 'True' : (readyCondition(node)?.status ?? 'absent'),
    cordoned: node.spec?.unschedulable ?? false,
    taints: taintsOf(node),
    zone: node.metadata.labels?.[ZONE] ?? '',
    pods: { used: pods.size, of: allocatable.allowedPods },
    podCount,
    cpu: { used: requested.milliCpu, of: allocatable.milliCpu },
    memory: { used: requested.memory, of: allocatable.memory },
  };
}

export function nodeDetails(info: NodeInfo): NodeDetails {
  const { node, pods } = info;
  const onIt = Array.from(pods.values(), (pod) => ({
    name: podText(pod.metadata),
    uid: pod.metadata.uid ?? '',
    ...requestsOf(pod),
    scheduler: pod.spec.schedulerName ?? 'default-scheduler',
    phase: pod.metadata.deletionTimestamp ? 'Terminating' : (pod.status?.phase ?? 'Pending'),
  }));
  return {
    ...nodeFacts(info),
    kubelet: node.status?.nodeInfo?.kubeletVersion ?? '',
    readyMessage: readyCondition(node)?.message ?? readyCondition(node)?.reason ?? '',
    labels: Object.entries(node.metadata.labels ?? {}).map(([key, value]) =>
      value ? `${key}=${value}` : key,
    ),
    onIt: onIt.toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MAX_PODS),
  };
}

/** What a filter looks for in a node. Quick: asked of every node. */
export function nodeWords({ name, node }: NodeInfo): string {
  const cordoned = node.spec?.unschedulable ? ' cordoned' : '';
  return `${name} ${node.metadata.labels?.[ZONE] ?? ''} ${taintsOf(node).join(' ')}${cordoned}${isReady(node) ? ' ready' : ' notready'}`;
}

function taintsOf({ spec }: Node): readonly string[] {
  return spec?.taints?.filter(({ key }) => key !== CORDON).map(taintText) ?? [];
}
