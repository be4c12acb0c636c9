import type { Cache } from './cache.ts';
import type { Decision, FitError, SchedulingError } from './decision.ts';
import { fitErrorMessage } from './framework/fit-error.ts';
import type { PluginRejection } from './framework/filter-cycle.ts';
import type { Framework } from './framework/framework.ts';
import { PluginError } from './framework/plugin-error.ts';
import type { WaitingPods } from './framework/waiting-pods.ts';

/** What a decision is claimed with. */
export interface ClaimOptions {
  readonly framework: Framework;
  readonly cache: Cache;
  readonly waitingPods: WaitingPods;
  /** False to show what happens without assumed pods: our own speed overcommits nodes. */
  readonly assume?: boolean;
}

/**
 * Takes the node for the pod: assume → reserve → permit (upstream: schedule_one.go, `prepareForBindingCycle`). What comes back is a decision,
 * which may have to wait for leave, or else all of it has been undone.
 */
export function claim(options: ClaimOptions, chosen: Decision): Decision | FitError | SchedulingError {
  const { cache, assume = true } = options;
  const { queued, node } = chosen;
  if (assume) cache.assume(queued.pod, node);
  try {
    const claimed = reserveAndPermit(options, chosen);
    if ('kind' in claimed) return claimed;
    cache.forget(queued.pod);
    const { plugin, rejection } = claimed;
    return rejectedAt(cache, chosen, plugin?.name ?? '', rejection.reasons);
  } catch (error) {
    cache.forget(queued.pod);
    // a plugin that throws costs its pod an attempt, not the scheduler its life
    if (error instanceof PluginError) return { kind: 'error', queued, message: error.message };
    throw error;
  }
}

/** A rejection has been undone, as far as plugins go; so has what was reserved when one throws. */
function reserveAndPermit(
  { framework, waitingPods }: ClaimOptions,
  chosen: Decision,
): Decision | PluginRejection {
  const { queued, node } = chosen;
  const { pod } = queued;
  const rejection = framework.runReserve(pod, node);
  if (rejection) return rejection;
  let isPermitted = false;
  try {
    const permit = framework.runPermit(pod, node);
    if ('rejection' in permit) return permit;
    isPermitted = true;
    return permit.length === 0 ? chosen : { ...chosen, permitted: waitingPods.add(pod, node, permit) };
  } finally {
    if (!isPermitted) framework.runUnreserve(pod, node);
  }
}

/** The node that was chosen is refused after all: said of this one node (upstream: `FitError` with `NumAllNodes: 1`). */
export function rejectedAt(
  cache: Cache,
  { queued, node, hadPods }: Decision,
  plugin: string,
  reasons: readonly string[],
): FitError {
  return {
    kind: 'fit-error',
    queued,
    message: fitErrorMessage([reasons]),
    rejectedBy: new Set([plugin]),
    nodes: [{ node, pods: cache.get(node)?.podCount ?? hadPods, fits: false, plugin, reasons }],
    clearNomination: true,
  };
}
