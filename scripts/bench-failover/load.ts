import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { EVENTS, PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { BENCH_LABEL } from './bench-nodes.ts';

/** A load, and what is done in the middle of it. */
export interface LoadOptions {
  readonly api: ClusterApi;
  readonly scheduler: string;
  /** Pods a second. */
  readonly rate: number;
  readonly hurt: () => Promise<void>;
  /** Makes it good again, while pods go on coming: a leader that wakes up must not bind what another one has. */
  readonly heal: () => Promise<void>;
}

/** What became of it. */
export interface LoadResult {
  readonly pods: number;
  /** The longest time between two bindings that follow each other, from the fault on. */
  readonly gapMs: number;
  /** Never bound. */
  readonly lost: number;
  /** Seen on two nodes, or with two events Scheduled. */
  readonly twice: number;
}

const NAMESPACE = 'default';
const HURT_MS = 5_000;
/** Longer than any lease. */
const HEAL_MS = HURT_MS + 27_000;
const END_MS = HEAL_MS + 10_000;

/** Creates pods at a steady rate, lets the fault happen and be made good meanwhile, and waits until all are bound. */
export async function loadWith({ api, scheduler, rate, hurt, heal }: LoadOptions): Promise<LoadResult> {
  const id = `${scheduler}-${String(systemClock.now())}`;
  const ending = new AbortController();
  const nodes = new Map<string, Set<string>>();
  const boundAt: number[] = [];
  const { resourceVersion } = await api.list(PODS, { namespace: NAMESPACE, limit: 1 });
  const watching = watch(api, resourceVersion, ending.signal, (pod) => {
    const { nodeName } = pod.spec;
    if (!pod.metadata.name.startsWith(id) || nodeName === undefined) return;
    const known = nodes.get(pod.metadata.name);
    if (!known) boundAt.push(systemClock.monotonic());
    nodes.set(pod.metadata.name, new Set([...(known ?? []), nodeName]));
  });
  const begun = systemClock.monotonic();
  let hurtAt = Infinity;
  let created = 0;
  const faults = [
    { at: HURT_MS, act: hurt },
    { at: HEAL_MS, act: heal },
  ];
  const acting: Promise<void>[] = [];
  while (systemClock.monotonic() - begun < END_MS) {
    const now = systemClock.monotonic();
    if (faults[0] && now - begun >= faults[0].at) {
      if (acting.length === 0) hurtAt = now;
      acting.push(faults[0].act());
      faults.shift();
    }
    await api.create(PODS, podOf(`${id}-${String(created++)}`, scheduler), { unread: true });
    const next = begun + (created * 1000) / rate;
    await systemClock.sleep(Math.max(0, next - systemClock.monotonic()));
  }
  await Promise.all(acting);
  await eventually(() => nodes.size === created, 'all pods are bound', 60_000).catch(() => undefined);
  ending.abort();
  await watching;
  const scheduled = await scheduledTwice(api, id);
  const moved = [...nodes.values()].filter((seen) => seen.size > 1).length;
  await removeAll(api, id);
  return {
    pods: created,
    gapMs: longestGap([hurtAt, ...boundAt.filter((at) => at >= hurtAt)]),
    lost: created - nodes.size,
    twice: moved + scheduled,
  };
}

/** The server ends a watch whose reader is too slow for a burst: it goes on where it ended. */
async function watch(
  api: ClusterApi,
  from: string,
  signal: AbortSignal,
  onPod: (pod: Pod) => void,
): Promise<void> {
  let resourceVersion = from;
  try {
    while (!signal.aborted)
      for await (const event of api.watch(PODS, { namespace: NAMESPACE, resourceVersion, signal })) {
        if (event.type !== 'BOOKMARK') onPod(event.object);
        resourceVersion =
          (event.type === 'BOOKMARK' ? event : event.object.metadata).resourceVersion ?? resourceVersion;
      }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function podOf(name: string, schedulerName: string): Pod {
  return {
    metadata: { name, namespace: NAMESPACE, labels: { bench: 'failover' } },
    spec: {
      schedulerName,
      nodeSelector: { [BENCH_LABEL]: '' },
      containers: [{ name: 'main', image: 'none', resources: { requests: { cpu: '10m' } } }],
    },
  };
}

async function scheduledTwice(api: ClusterApi, id: string): Promise<number> {
  const { items } = await api.list(EVENTS, { namespace: NAMESPACE });
  const counts = new Map<string, number>();
  for (const { reason, regarding } of items)
    if (reason === 'Scheduled' && regarding?.name?.startsWith(id))
      counts.set(regarding.name, (counts.get(regarding.name) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1).length;
}

async function removeAll(api: ClusterApi, id: string): Promise<void> {
  const { items } = await api.list(PODS, { namespace: NAMESPACE });
  for (const { metadata } of items.filter((pod) => pod.metadata.name.startsWith(id)))
    await api.delete(PODS, metadata, { gracePeriodSeconds: 0 }).catch(() => undefined);
}

function longestGap(times: readonly number[]): number {
  return Math.max(0, ...times.slice(1).map((at, index) => at - (times[index] ?? at)));
}
