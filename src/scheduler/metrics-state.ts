import type { SchedulerState } from '../metrics/scheduler-metrics.ts';
import type { Cache } from './cache.ts';
import type { SchedulingQueue } from './queue.ts';
import type { Waiting } from './queued-pod.ts';

/** Upstream's names of the places where pods wait. */
export const QUEUES = {
  active: 'active',
  backoff: 'backoff',
  parked: 'unschedulable',
  gated: 'gated',
} as const satisfies Readonly<Record<Waiting['place'], keyof SchedulerState['pending']>>;

/** The same for pods that come into one: upstream counts gated ones among the unschedulable there. */
export const INCOMING = { ...QUEUES, gated: 'unschedulable' } as const;

/** What is where now, for whoever asks for metrics. */
export function metricsState(cache: Cache, queue: SchedulingQueue): SchedulerState {
  const { active, backoff, parked, gated } = queue.counts();
  return {
    pending: { active, backoff, unschedulable: parked, gated },
    cache: cache.sizes(),
    waiting: rejections(queue),
  };
}

function* rejections(queue: SchedulingQueue): Generator<{ profile: string; rejectedBy: Iterable<string> }> {
  for (const { queued } of queue.waiting())
    yield { profile: queued.pod.spec.schedulerName ?? '', rejectedBy: queued.rejectedBy };
}
