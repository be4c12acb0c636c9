import type { Clock } from '../lib/clock.ts';
import type { News } from './news.ts';
import type { Patience } from './patience.ts';
import type { PodOrder } from './pod-order.ts';
import type { TrialProxy } from './proxy/proxy.ts';
import type { RunningProgram } from './running-program.ts';
import type { Scenery } from './scenery.ts';
import type { ClusterView } from './view.ts';

/** What a trial is given. */
export interface Stage {
  /** Its pods ask for it by this name. */
  readonly schedulerName: string;
  readonly view: ClusterView;
  readonly scenery: Scenery;
  readonly program: RunningProgram;
  readonly proxy: TrialProxy;
  readonly news: News;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const QUIET_MS = 60;
const QUIET_LIMIT_MS = 600;
const LOOK_EVERY_MS = 10;
/** However slowly it goes on, a burst is over then. */
const MOST_MS = 30_000;

/**
 * Resolves when the program neither asked nor was told anything for a moment: what was prepared has reached it, as far as it listens. A program
 * that decides on what it had heard before is not wrong, only early.
 */
export async function settled({ proxy, clock, signal }: Stage): Promise<void> {
  const begun = clock.monotonic();
  for (;;) {
    const now = clock.monotonic();
    if (now - Math.max(begun, proxy.log.lastActive) >= QUIET_MS || now - begun >= QUIET_LIMIT_MS) return;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** Resolves when the program has asked and was told nothing for so long; after 6 s at most. One that is slow is not done yet when it rests for a moment. */
export async function idle({ proxy, clock, signal }: Stage, quietMs: number): Promise<void> {
  const end = clock.monotonic() + IDLE_LIMIT_MS;
  while (clock.monotonic() - proxy.log.lastActive < quietMs && clock.monotonic() < end) {
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

const IDLE_LIMIT_MS = 6000;
const LISTENING_MS = 6000;

/** Resolves when the program watches again whatever it has watched before, so that nothing it decides on is from before an outage; gives up after 6 s. */
export async function listening({ proxy: { log }, news, program }: Stage): Promise<void> {
  const watched = new Set(log.since(0).flatMap(({ verb, resource }) => (verb === 'watch' ? [resource] : [])));
  const isOpen = (resource: string): boolean => log.openWatches(resource).length > 0;
  await news.until(() => !program.runs || [...watched].every(isOpen), LISTENING_MS);
}

/** Resolves after `ms` in which the condition did not come true, or to true as soon as it does: what is proven is that nothing happens. */
export function happens(stage: Stage, condition: () => boolean, ms: number): Promise<boolean> {
  return stage.news.until(condition, ms);
}

/** Makes pods for the program and waits until each has a node, as long as it goes on placing them. False: not all have one. */
export async function placeAll(stage: Stage, orders: readonly PodOrder[]): Promise<boolean> {
  const begun = stage.clock.monotonic();
  await stage.scenery.pods(orders);
  return allPlaced(
    stage,
    orders.map(({ name }) => name),
    begun,
  );
}

/** Whether the program places pods at all: what it was never seen to do is asked of it now. */
export async function canPlace(stage: Stage): Promise<boolean> {
  return stage.patience.hasPlaced || placeAll(stage, [{ name: CONTROL }]);
}

/** The pod of {@link canPlace}. */
export const CONTROL = 'control';

/** The same for pods that are there; what it takes is learnt from. Also false when the program has ended. */
export async function allPlaced(stage: Stage, names: readonly string[], since: number): Promise<boolean> {
  const { view, news, patience, clock, program } = stage;
  const count = (): number => names.filter((name) => view.nodeOf(name) !== undefined).length;
  const limitMs = patience.ms;
  let last = since;
  let before = 0;
  const progress = (): number => {
    const now = count();
    if (now > before) {
      patience.placed(clock.monotonic() - last);
      last = clock.monotonic();
      before = now;
    }
    return now;
  };
  await news.untilDone(() => progress() === names.length || !program.runs, {
    progress,
    limitMs,
    mostMs: MOST_MS,
  });
  if (count() === 0) patience.waitedInVain();
  return count() === names.length;
}
