import { setImmediate as breathe } from 'node:timers/promises';
import { assemble, type Parts } from './assemble.ts';
import type { ClaimOptions } from './claim.ts';
import { startInformers } from './informers.ts';
import type { SchedulerOptions } from './options.ts';
import { podRef } from './pod-ref.ts';
import { runningScheduler } from './running-scheduler.ts';
import { type Cycle, decideOne, scheduleOne } from './schedule-one.ts';
import { tieBreaker } from './tie-break.ts';

/** When ending, bindings in flight get this long: an API server that is well answers long before. */
const BINDING_GRACE_MS = 3_000;
/** And then what is told of them: events, conditions. */
const GRACE_MS = 1_000;
/** Pods decided before the loop lets the network have its turn. */
const PODS_BETWEEN_BREATHS = 32;
/** The same in time: among thousands of nodes so many pods take longer than a person at the screen waits for a key. */
const BREATH_EVERY_MS = 10;

/**
 * Runs a scheduler until the signal aborts: watch → queue → filter → score → assume → permit → bind → event. Everything it has
 * to say goes to `observe`, first `running` (after who leads), last `stopped`. Rejects only when the caches cannot be filled because the
 * API server refuses (no right to list pods, say); a lost connection is waited out.
 */
export async function runScheduler(options: SchedulerOptions): Promise<void> {
  const { clock, signal } = options;
  const ending = new AbortController();
  const parts = assemble(options, ending.signal);
  const scheduler = parts.profiles.names.join(', ');
  const informers = startInformers(options, parts);
  try {
    await Promise.race([informers.synced, informers.done]);
    options.onRunning?.(runningScheduler(parts, options.profilesOf));
    if (options.leads) await Promise.race([options.leads(signal), informers.done]);
    parts.report.tell({
      type: 'running',
      scheduler,
      mode: options.mode,
      policy: options.policy,
      nodes: parts.cache.nodes.length,
      waiting: parts.queue.size,
    });
    await Promise.race([scheduleAll(options, parts), informers.done]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // a binding that is on its way ends, so that whoever leads next does not meet it half done
    await Promise.race([parts.outcomes.bound(), clock.sleep(BINDING_GRACE_MS, ending.signal)]);
    // what nobody waits for any more must not keep the process
    await Promise.race([parts.outcomes.idle(), clock.sleep(GRACE_MS, ending.signal)]);
    ending.abort();
    parts.close();
    parts.report.stopped(scheduler, parts.queue.size);
  }
}

/** The scheduling loop: one pod at a time, so that each sees what the one before it was given. */
async function scheduleAll(options: SchedulerOptions, parts: Parts): Promise<never> {
  const { cache, queue, outcomes, gate, profiles } = parts;
  const { signal, mode, clock, metrics } = options;
  let breathed = clock.monotonic();
  const common = cycleOf(options, parts);
  for (let count = 1; ; count++) {
    await queue.ready(signal);
    await outcomes.room();
    if (count % PODS_BETWEEN_BREATHS === 0 || clock.monotonic() - breathed > BREATH_EVERY_MS) {
      await breathe(undefined, { signal });
      breathed = clock.monotonic();
    }
    if (gate.isShut) await gate.opened(signal);
    const queued = queue.pop();
    if (!queued) continue; // deleted while we waited for room
    if (mode === 'watch') queue.done(queued);
    else if (queued.pod.metadata.deletionTimestamp) outcomes.skipDeleted(queued);
    else {
      const cycle = { ...common, ...profiles.forCycle(queued.pod, cache.nodes.length) };
      const result = mode === 'bind' ? scheduleOne(cycle, queued) : decideOne(cycle, queued);
      metrics?.algorithm((clock.monotonic() - queue.lastPop) / 1000);
      if (result.kind === 'fit-error') outcomes.unschedulable(result);
      else if (result.kind === 'error') outcomes.failed(result);
      else if (mode === 'bind') outcomes.bind(result);
      else queue.done(queued);
    }
  }
}

function cycleOf(
  options: SchedulerOptions,
  { cache, report, waitingPods }: Parts,
): Omit<Cycle & ClaimOptions, 'framework'> {
  const { wantsDetails, assume = true } = options;
  const tells = options.details || options.mode === 'decide';
  return {
    cache,
    waitingPods,
    assume,
    tieBreak: tieBreaker(options.tieBreak, options.random),
    ...(!tells && wantsDetails && { wantsDetails }),
    ...((tells || wantsDetails) && {
      onDecided: ({ queued, node, hadPods }, nodes) => {
        report.tell({ type: 'decided', pod: podRef(queued.pod), node, hadPods, nodes: nodes() });
      },
    }),
  };
}
