import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { EVENTS } from '../runtime/kinds.ts';

/** An event goes this long after it was last written (kube-apiserver's `--event-ttl`). */
const TTL_MS = 3_600_000;
/** Looked at this often, in milliseconds. */
const PERIOD_MS = 10_000;
/** No more than these are kept, so that a cluster of thousands of pods stays small: the oldest go before their time. */
export const MOST_EVENTS = 20_000;
/** So many above that are let be, so that not each new event has to wait for the end of an old one. */
const SLACK = 1_000;
const BATCH = 100;
const SWEEP = 'sweep';

/**
 * Lets events go as the real server does (a lease of etcd): their watchers see them deleted. After a restart of the cluster the events that
 * it finds have their whole time again.
 */
export function startEventExpiry(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'event-expiry');
  const { store, clock } = context;
  const { storage } = EVENTS.info;
  /** When each was last written by the monotonic clock, oldest first. */
  const written = new Map(store.list(storage).map(({ key }) => [key, clock.monotonic()]));

  const queue = context.queue(() => {
    for (let count = 0; count < BATCH; count += 1) if (!dropOldest()) return;
    queue.addNow(SWEEP);
  });
  context.follow(EVENTS, ({ type, entry: { key } }) => {
    written.delete(key);
    if (type !== 'DELETED') written.set(key, clock.monotonic());
    if (written.size > MOST_EVENTS + SLACK) queue.add(SWEEP);
  });
  context.every(PERIOD_MS, () => {
    queue.add(SWEEP);
  });
  return context;

  function dropOldest(): boolean {
    const [oldest] = written;
    if (!oldest) return false;
    const [key, at] = oldest;
    if (written.size <= MOST_EVENTS && clock.monotonic() - at < TTL_MS) return false;
    const entry = store.get(storage, key);
    if (entry) store.remove(storage, key, entry.revision);
    else written.delete(key);
    return true;
  }
}
