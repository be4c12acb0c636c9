import type { Lease, Namespace, Node, NodeStatus, PriorityClass } from '../data/types.ts';
import { printer, type Printers } from './cells.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

/** What the cluster is made of. */
export const CLUSTER: Printers = {
  namespaces: printer<Namespace>(({ metadata, status }, since) => [
    metadata.name ?? '',
    status?.phase ?? '',
    since(metadata.creationTimestamp),
  ]),
  nodes: printer<Node>((node, since) => [
    node.metadata.name ?? '',
    nodeState(node),
    rolesOf(node) || '<none>',
    since(node.metadata.creationTimestamp),
    ...systemOf(node.status ?? {}),
  ]),
  'leases.coordination.k8s.io': printer<Lease>(({ metadata, spec }, since) => [
    metadata.name ?? '',
    spec?.holderIdentity ?? '',
    since(metadata.creationTimestamp),
  ]),
  'priorityclasses.scheduling.k8s.io': printer<PriorityClass>((priorityClass, since) => [
    priorityClass.metadata.name ?? '',
    priorityClass.value ?? 0,
    priorityClass.globalDefault ?? false,
    since(priorityClass.metadata.creationTimestamp),
    priorityClass.preemptionPolicy ?? '',
  ]),
};

function nodeState({ spec, status }: Node): string {
  const ready = status?.conditions?.findLast(({ type }) => type === 'Ready')?.status;
  const state = ready === undefined ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${state},SchedulingDisabled` : state;
}

function rolesOf({ metadata: { labels = {} } }: Node): string {
  const roles = Object.entries(labels).map(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length);
    return key === ROLE_LABEL ? value : '';
  });
  return [...new Set(roles)].filter(Boolean).toSorted().join(',');
}

function systemOf({ nodeInfo, addresses = [] }: NodeStatus): string[] {
  const addressOf = (wanted: string): string =>
    addresses.find(({ type }) => type === wanted)?.address ?? '<none>';
  const architecture = nodeInfo?.architecture ? ` (${nodeInfo.architecture})` : '';
  return [
    nodeInfo?.kubeletVersion ?? '',
    addressOf('InternalIP'),
    addressOf('ExternalIP'),
    nodeInfo?.osImage || '<unknown>',
    (nodeInfo?.kernelVersion || '<unknown>') + architecture,
    nodeInfo?.containerRuntimeVersion || '<unknown>',
  ];
}
