import type { Resource } from '../api/resources.ts';
import type { KubeObject } from '../api/types.ts';
import { Gate } from '../lib/gate.ts';
import { Timers } from '../lib/timers.ts';
import { Cache } from './cache.ts';
import type { Handle } from './framework/handle.ts';
import { WaitingPods } from './framework/waiting-pods.ts';
import type { SchedulerOptions } from './options.ts';
import { INCOMING, metricsState } from './metrics-state.ts';
import { Outages } from './outages.ts';
import { Outcomes } from './outcomes.ts';
import { podRef } from './pod-ref.ts';
import { Profiles } from './profiles.ts';
import { SchedulingQueue } from './queue.ts';
import { Report } from './report.ts';
import { isOfVolumes, WatchedObjects } from './watched-objects.ts';

/** The parts of one scheduler, and the way to end them. */
export type Parts = ReturnType<typeof assemble>;

/** Makes the parts and ties them together; nothing is watched yet. `ending` aborts when what is in flight has had its moment. */
export function assemble(options: SchedulerOptions, ending: AbortSignal) {
  const { api, clock, random, signal, backoff } = options;
  const report = new Report(clock, options.observe);
  const timers = new Timers(clock);
  const outages = new Outages(report, timers);
  const { metrics } = options;
  const now = () => clock.monotonic();
  const profiles = new Profiles(options.profiles, metrics && { metrics, now, random });
  const queue = new SchedulingQueue({
    clock,
    ...(backoff && { backoff }),
    gate: (pod) => profiles.gate(pod),
    less: (a, b) => profiles.less(a, b),
    ...(metrics && { onEntered: (place, why) => metrics.incoming(INCOMING[place], why) }),
    isOfInterest: (event) => profiles.isOfInterest(event),
    isWorthAnotherTry: (rejectedBy, pod, change) => profiles.isWorthAnotherTry(rejectedBy, pod, change),
    onMoved: (pod, cause) => {
      report.tell({ type: 'requeued', pod: podRef(pod), cause });
    },
  });
  const objects = new WatchedObjects({
    api,
    clock,
    random,
    signal,
    onChange: (change, cause) => {
      queue.moveOn(change, cause);
    },
    onRefused: (resource, why) => {
      report.tell({ type: 'warning', message: refusalText(resource, profiles.readersOf(resource), why) });
    },
    observe: ({ plural }, outage) => {
      outages.other(plural, outage);
    },
  });
  const cache = new Cache(objects);
  const waitingPods = new WaitingPods(clock);
  const handle: Handle = {
    clock: timers,
    waitingPods,
    activate: (pods) => {
      queue.activate(pods);
    },
  };
  const outcomes = new Outcomes({
    options,
    queue,
    report,
    profiles,
    waitingPods,
    cache,
    api,
    signal: ending,
  });
  const close = () => {
    queue.close();
    waitingPods.close();
    timers.close();
  };
  metrics?.follow(() => metricsState(cache, queue));
  const gate = new Gate();
  return { report, outages, profiles, cache, queue, objects, waitingPods, handle, outcomes, gate, close };
}

/** Who misses which right, and what comes of it (see `WatchedObjects`). */
function refusalText(resource: Resource<KubeObject>, readers: readonly string[], why: string): string {
  const { plural } = resource;
  const outcome = isOfVolumes(resource)
    ? 'pods with volumes wait until then'
    : `until then it is as if there were no ${plural}`;
  return `${readers.join(', ')}: the right to list and watch ${plural} is needed; ${outcome} (${why})`;
}
