import type { Clock } from '../lib/clock.ts';
import { build } from './build.ts';
import { Hope } from './hopeless.ts';
import type { Limits } from './limits.ts';
import type { MistakeId } from './mistakes.ts';
import { TRIALS } from './plays/index.ts';
import type { Program } from './program.ts';
import type { TrialCluster } from './trial-cluster.ts';
import type { Trial, TrialId, TrialInfo, TrialResult, Verdict } from './trial.ts';
import { cannotTell, notYet } from './verdicts.ts';
import { openWorld, type World } from './world.ts';

/** What happens while trials are played, for who shows it. */
export type TrialEvent =
  | { readonly type: 'building'; readonly line: string }
  | { readonly type: 'began'; readonly trial: TrialInfo }
  /** A line that the program, or its build, printed. */
  | { readonly type: 'said'; readonly line: string; readonly stream: 'stdout' | 'stderr' };

/** Whose scheduler is tried, where, and in what. */
export interface TrialsOptions {
  readonly program: Program;
  readonly cluster: TrialCluster;
  /** Only the trials of these steps; all when missing. */
  readonly steps?: readonly number[];
  /** Only these; all when missing. */
  readonly only?: readonly TrialId[];
  /** A folder of our own, for the kubeconfig that the program is given. */
  readonly folder: string;
  readonly observe: (event: TrialEvent) => void;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** {@link LIMITS} when missing. */
  readonly limits?: Limits;
}

/**
 * Builds the program, plays the trials in order, and yields each result as it comes. A program that failed a trial is started anew before
 * the next one. However it ends (also by `return()`), the program is ended, and everything that was made on the cluster is gone. Rejects with
 * `BuildError` when the program does not build, as `ClusterApi` does, and with the signal's reason.
 */
export async function* runTrials(options: TrialsOptions): AsyncGenerator<TrialResult, void> {
  const { program, observe, clock, signal } = options;
  if (program.build !== undefined) observe({ type: 'building', line: program.build });
  const onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    observe({ type: 'said', line, stream });
  };
  await build({ program, onLine, clock, signal });
  const world = await openWorld(options);
  try {
    const hope = new Hope();
    let hopeless: string | undefined;
    for (const trial of chosenOf(options)) {
      const { id, step, title, hints } = trial;
      const info = { id, step, title, hints };
      observe({ type: 'began', trial: info });
      const begun = clock.monotonic();
      const before = world.program.saidLines;
      const verdict = hopeless === undefined ? await played(world, trial, options) : cannotTell(hopeless);
      const said = verdict.ok ? [] : world.program.lastLines(LAST_LINES, before);
      if (verdict.ok === false) await world.program.stop(new AbortController().signal);
      hopeless ??= hope.after(id, verdict, world.patience.hasPlaced);
      yield { trial: info, ...verdict, milliseconds: Math.round(clock.monotonic() - begun), said };
    }
  } finally {
    await world.close();
  }
}

const LAST_LINES = 8;

/** These say themselves that it ended. */
const ENDINGS: ReadonlySet<string> = new Set<MistakeId>([
  'does-not-start',
  'crashes',
  'dies-with-watch',
  'dies-in-outage',
]);

function chosenOf({ steps, only }: TrialsOptions): readonly Trial[] {
  return TRIALS.filter(({ id, step }) => (steps?.includes(step) ?? true) && (only?.includes(id) ?? true));
}

/** The trial's verdict; afterwards nothing of it is left. */
async function played(world: World, trial: Trial, { cluster }: TrialsOptions): Promise<Verdict> {
  const workers = world.view.workers().length;
  if (workers < (trial.workers ?? 1)) {
    return cannotTell(
      `this takes ${String(trial.workers ?? 1)} ready workers without a taint, and there are ${String(workers)}`,
    );
  }
  if (trial.changesNodes && !cluster.mayChangeNodes) {
    return cannotTell('this taints or cordons nodes, which is not allowed here (add --yes)');
  }
  try {
    // that one starts it by itself, when something is there to be found
    const verdict = trial.id === 'finds-waiting' ? undefined : await started(world);
    return withEnding(world, verdict ?? (await trial.play(world)));
  } finally {
    world.proxy.gate.state = 'open';
    await world.scenery.strike();
  }
}

/** Undefined when it runs. */
async function started({ program }: World): Promise<Verdict | undefined> {
  const code = program.endedWith;
  if (code !== undefined) {
    return notYet(`it had ended before this began, with exit code ${String(code)}`, 'crashes');
  }
  switch (await program.start()) {
    case 'ready':
      return undefined;
    case 'ended':
      return notYet(
        `it ended with exit code ${String(program.endedWith ?? 0)} when it had just started`,
        'does-not-start',
      );
    case 'silent':
      return notYet('it runs, and sends no request', 'asks-nothing');
  }
}

/** Whatever was seen: that the program ended by itself matters more. */
function withEnding({ program }: World, verdict: Verdict): Verdict {
  const code = program.endedWith;
  if (code === undefined || ENDINGS.has(verdict.mistake?.id ?? '')) return verdict;
  return notYet(`${verdict.found}; then it ended, with exit code ${String(code)}`, 'crashes');
}
