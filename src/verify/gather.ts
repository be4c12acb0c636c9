import type { ClusterApi } from '../api/cluster-api.ts';
import { listAll } from '../api/list-all.ts';
import { EVENTS, NAMESPACES, NODES, PODS } from '../api/resources.ts';
import type { KubeEvent, Node, Pod } from '../api/types.ts';
import { naturalOrder } from '../lib/natural-order.ts';
import type { JournalEntry } from '../workshop/journal-entry.ts';
import { isControlPlane, isReady, taintText } from '../api/nodes.ts';
import { timeOf, writerOf } from '../workshop/trace.ts';
import { clusterKind } from './cluster-kind.ts';
import { type EventFact, type Facts, type NodeFact, type PodFact, WORKSHOP_PODS } from './facts.ts';
import { quizOf } from './quiz-facts.ts';
import { runsOn } from './runs.ts';
import { storyOf } from './story.ts';

/** A cluster, and the recorded run. */
export interface GatherOptions {
  readonly api: ClusterApi;
  readonly journal: readonly JournalEntry[];
  readonly context: string;
  readonly namespace: string;
  readonly scheduler: string;
  /** Wall time in milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Looks at the cluster and reads the journal; changes nothing. Rejects as `ClusterApi` does. */
export async function gatherFacts(options: GatherOptions): Promise<Facts> {
  const { api, namespace, scheduler, signal } = options;
  const [kubeSystem, version, nodes, allPods, allEvents] = await Promise.all([
    api.get(NAMESPACES, { name: 'kube-system' }, { signal }),
    api.version({ signal }),
    listAll(api, NODES, { signal }),
    listAll(api, PODS, { namespace, signal }),
    listAll(api, EVENTS, { namespace, signal }),
  ]);
  const pods = allPods.filter(isWorkshopPod).map(podFactOf).toSorted(byName);
  const nodeFacts = nodes.map(nodeFactOf).toSorted(byName);
  const id = kubeSystem.metadata.uid ?? '';
  const createdAt = kubeSystem.metadata.creationTimestamp ?? '';
  const runs = runsOn({ id, createdAt, podUids: pods.map((pod) => pod.uid) }, options.journal);
  const kind = clusterKind(
    nodeFacts,
    runs.map((run) => run.start.cluster),
  );
  return {
    cluster: {
      gatheredAt: new Date(options.now()).toISOString(),
      kind,
      context: options.context,
      id,
      createdAt,
      version,
      nodes: nodeFacts,
      pods,
      events: eventFactsOf(allEvents, pods),
    },
    story: storyOf(runs),
    scheduler,
    namespace,
    ...quizOf(options.journal),
  };
}

function isWorkshopPod(pod: Pod): boolean {
  return WORKSHOP_PODS.some((name) => name === pod.metadata.name);
}

function nodeFactOf(node: Node): NodeFact {
  return {
    name: node.metadata.name,
    controlPlane: isControlPlane(node),
    ready: isReady(node),
    kubelet: node.status?.nodeInfo?.kubeletVersion ?? '',
    runtime: node.status?.nodeInfo?.containerRuntimeVersion ?? '',
    providerId: node.spec?.providerID ?? '',
    taints: (node.spec?.taints ?? []).map(taintText),
  };
}

function podFactOf(pod: Pod): PodFact {
  const scheduled = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  const scheduledAt = scheduled?.status === 'True' ? scheduled.lastTransitionTime : undefined;
  return {
    name: pod.metadata.name,
    uid: pod.metadata.uid ?? '',
    schedulerName: pod.spec.schedulerName ?? 'default-scheduler',
    ...(pod.spec.nodeName ? { node: pod.spec.nodeName } : {}),
    phase: pod.status?.phase ?? 'Unknown',
    deleting: pod.metadata.deletionTimestamp !== undefined,
    createdAt: pod.metadata.creationTimestamp ?? '',
    ...(scheduledAt ? { scheduledAt } : {}),
  };
}

/** Only events about these very pods (by uid), oldest first. */
function eventFactsOf(events: readonly KubeEvent[], pods: readonly PodFact[]): readonly EventFact[] {
  const names = new Map(pods.map((pod) => [pod.uid, pod.name]));
  return events
    .flatMap((event) => {
      const uid = event.regarding?.uid ?? '';
      const pod = names.get(uid);
      return pod === undefined ? [] : [eventFactOf(event, pod, uid)];
    })
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || naturalOrder(a.pod, b.pod));
}

function eventFactOf(event: KubeEvent, pod: string, uid: string): EventFact {
  return {
    pod,
    uid,
    reason: event.reason ?? '',
    from: writerOf(event),
    note: event.note ?? '',
    at: timeOf(event),
    count: event.series?.count ?? event.deprecatedCount ?? 1,
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return naturalOrder(a.name, b.name);
}
