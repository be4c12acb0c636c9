import type { DaemonSet, Node, Pod, PodTemplateSpec, Toleration } from '../../data/types.ts';
import { nameOf } from '../runtime/owners.ts';
import { allowsNode, requiredNodeAffinity } from '../../../api/node-affinity.ts';
import { untolerated } from '../workloads/tolerations.ts';

/** `AddOrUpdateDaemonPodTolerations`: daemons stay where others would not go. */
const TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const HOST_NETWORK: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** The template of a daemon set's pods, before a node is named (`CreatePodTemplate`, pkg/controller/daemon/util). */
export function daemonTemplate({ spec, metadata }: DaemonSet, hash: string): PodTemplateSpec {
  const { template } = spec;
  const own = template.spec?.tolerations ?? [];
  const needed = template.spec?.hostNetwork ? [...TOLERATIONS, HOST_NETWORK] : TOLERATIONS;
  const added = needed.filter(
    ({ key, effect }) => !own.some((have) => have.key === key && have.effect === effect),
  );
  return {
    ...template,
    metadata: {
      ...template.metadata,
      labels: {
        ...template.metadata?.labels,
        'controller-revision-hash': hash,
        'pod-template-generation': metadata.annotations?.['deprecated.daemonset.template.generation'] ?? '1',
      },
    },
    spec: { ...(template.spec ?? { containers: [] }), tolerations: [...own, ...added] },
  };
}

/** The pod for one node: required affinity to its name takes the place of other required terms (`ReplaceDaemonSetPodNodeNameNodeAffinity`). */
export function pinnedTo(pod: Pod, node: string): Pod {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const { affinity, ...spec } = pod.spec ?? { containers: [] };
  const nodeAffinity = {
    ...affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
  };
  return { ...pod, spec: { ...spec, affinity: { ...affinity, nodeAffinity } } };
}

/** The node that a daemon's pod is for, bound or not. */
export function targetOf({ spec }: Pod): string {
  if (spec?.nodeName) return spec.nodeName;
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

/** Whether a node is to have a pod, and whether one that is there may stay (`NodeShouldRunDaemonPod`). */
export function belongsOn(
  template: PodTemplateSpec,
  node: Node,
): { readonly run: boolean; readonly stay: boolean } {
  const spec = template.spec ?? { containers: [] };
  if ((spec.nodeName && spec.nodeName !== nameOf(node)) || !allowsNode(requiredNodeAffinity({ spec }), node))
    return { run: false, stay: false };
  const taints = node.spec?.taints;
  const mayStart = !untolerated(taints, spec.tolerations, ['NoSchedule', 'NoExecute']);
  return { run: mayStart, stay: !untolerated(taints, spec.tolerations, ['NoExecute']) };
}
