import type { KubeEvent, Node, Pod } from '../api/types.ts';
import type { Observed } from './journal-entry.ts';
import { taintText, workersOf } from '../api/nodes.ts';
import { timeOf, writerOf } from './trace.ts';

type Moment = Pick<Observed, 'pod' | 'workerTaints'>;

/** What the journal keeps of one pod, its events and the workers' taints at one moment. */
export function observation(pod: Pod, events: readonly KubeEvent[], nodes: readonly Node[]): Moment {
  return {
    pod: observedPod(pod, events),
    workerTaints: Object.fromEntries(
      workersOf(nodes).map(({ metadata, spec }) => [metadata.name, (spec?.taints ?? []).map(taintText)]),
    ),
  };
}

function observedPod({ metadata, spec, status }: Pod, events: readonly KubeEvent[]): Observed['pod'] {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    creationTimestamp: metadata.creationTimestamp ?? '',
    phase: status?.phase ?? 'Unknown',
    ...(spec.nodeName ? { node: spec.nodeName } : {}),
    ...(scheduled?.status === 'True' && scheduled.lastTransitionTime
      ? { scheduledAt: scheduled.lastTransitionTime }
      : {}),
    events: events.map((event) => ({
      reason: event.reason ?? '',
      from: writerOf(event),
      note: event.note ?? '',
      at: timeOf(event),
      count: event.series?.count ?? event.deprecatedCount ?? 1,
    })),
  };
}
