import type { ClusterApi } from '../api/cluster-api.ts';
import { ApiError } from '../api/errors.ts';
import { EVENTS, LEASES } from '../api/resources.ts';
import type { KubeEvent } from '../api/types.ts';
import type { Lease } from '../api/workloads.ts';

/** A scheduler that shows signs of life. */
export interface AliveScheduler {
  /** What pods have in `spec.schedulerName`. */
  readonly name: string;
  /** How that is known: `it renewed its lease 2 s ago`. */
  readonly because: string;
}

const HOUR_MS = 3_600_000;
/** Reasons of events that only a scheduler writes. */
const ITS_REASONS = new Set(['Scheduled', 'FailedScheduling', 'Preempted']);

/**
 * Which schedulers are known to be alive: those that renew a lease in kube-system, and those that wrote an event within the last hour.
 * One without leader election that has had nothing to do is not seen. `now` in milliseconds. What may not be read counts as absent.
 */
export async function aliveSchedulers(
  api: ClusterApi,
  now: number,
  signal: AbortSignal,
): Promise<readonly AliveScheduler[]> {
  const [leases, events] = await Promise.all([
    readable(api.list(LEASES, { namespace: 'kube-system', signal })),
    readable(api.list(EVENTS, { signal })),
  ]);
  const found = new Map<string, string>();
  for (const { name, at } of events.flatMap(wroteEvent).toSorted((a, b) => a.at - b.at))
    if (now - at < HOUR_MS) found.set(name, `it wrote an event ${ago(now - at)} ago`);
  for (const lease of leases.filter((each) => isHeld(each, now))) {
    const age = ago(now - Date.parse(lease.spec?.renewTime ?? ''));
    found.set(servedBy(lease), `it renewed its lease ${age} ago`);
  }
  return Array.from(found, ([name, because]) => ({ name, because }));
}

async function readable<T>(listed: Promise<{ readonly items: readonly T[] }>): Promise<readonly T[]> {
  try {
    return (await listed).items;
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

/** kube-scheduler's lease has the program's name, its pods its profile's. */
function servedBy({ metadata }: Lease): string {
  return metadata.name === 'kube-scheduler' ? 'default-scheduler' : metadata.name;
}

/** Leases of controllers are in the same namespace; a scheduler's is called after it. */
function isHeld({ metadata, spec }: Lease, now: number): boolean {
  if (!metadata.name.includes('scheduler') || !spec?.holderIdentity || !spec.renewTime) return false;
  return now - Date.parse(spec.renewTime) < (spec.leaseDurationSeconds ?? 15) * 1000;
}

function wroteEvent(event: KubeEvent) {
  const name = event.reportingController ?? event.deprecatedSource?.component ?? '';
  const time = event.series?.lastObservedTime ?? event.eventTime ?? event.deprecatedLastTimestamp;
  if (name === '' || !time || !ITS_REASONS.has(event.reason ?? '')) return [];
  return [{ name, at: Date.parse(time) }];
}

function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
