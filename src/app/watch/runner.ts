import type { Clock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { BuildError } from '../../trials/build.ts';
import type { Limits } from '../../trials/limits.ts';
import type { Program } from '../../trials/program.ts';
import { runTrials } from '../../trials/run-trials.ts';
import type { RunEvent } from '../../watch/watch-events.ts';
import type { OpenTrialCluster } from '../trials/embedded-trials.ts';

/** What runs are made of. */
export interface RunnerOptions {
  /** Reads how the program is built and run; throws a `UserError` where nothing says it. */
  readonly program: () => Program;
  /** The same for all runs; there as soon as it has started. */
  readonly cluster: Promise<OpenTrialCluster>;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly tell: (event: RunEvent) => void;
  /** Something of ours threw, which is a bug. */
  readonly onBroken: (error: unknown) => void;
}

/** A person waits for the verdict: who is slower than this is told so, and `workshop try` gives more time. */
const LIMITS: Limits = {
  startMs: 20_000,
  firstMs: 3000,
  watchingMs: 2500,
  hopelessMs: 1500,
  leastMs: 2000,
  againMs: 5000,
};
/** These compile first. */
const COMPILES = /\b(?:go run|cargo|dotnet|mvn|gradlew?|make|npm)\b/;
const COMPILE_MS = 60_000;

/** Builds and tries the person's program, one run at a time; who asks for the next one has heard that the last has ended. */
export class Runner {
  readonly #options: RunnerOptions;
  #running:
    { readonly run: number; readonly ending: AbortController; readonly over: Promise<void> } | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(run: number, step: number, earlier: readonly number[]): void {
    if (this.#running)
      throw new Error(`run ${String(run)} while run ${String(this.#running.run)} is not over`);
    const ending = new AbortController();
    const over = this.#play(run, step, earlier, ending.signal).then(
      (outcome) => {
        this.#running = undefined;
        this.#options.tell({ run, type: 'ended', ...(outcome !== undefined && { outcome }) });
      },
      (error: unknown) => {
        this.#running = undefined;
        this.#options.onBroken(error);
      },
    );
    this.#running = { run, ending, over };
  }

  /** Ends it; that it is over is told as always. */
  cancel(run: number): void {
    if (this.#running?.run === run) this.#running.ending.abort(new Error('saved once more'));
  }

  /** Resolves when nothing runs any more. */
  async close(): Promise<void> {
    this.#running?.ending.abort(new Error('watching has ended'));
    await this.#running?.over;
  }

  async #play(run: number, step: number, earlier: readonly number[], signal: AbortSignal) {
    try {
      const program = this.#options.program();
      const hopeless = await this.#try(run, program, [step], signal);
      const { build: _done, ...built } = program;
      if (earlier.length > 0 && !hopeless) await this.#try(run, built, earlier, signal);
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      return outcomeOf(error);
    }
  }

  /** Resolves to whether the program does not even get as far as being tried. */
  async #try(run: number, program: Program, steps: readonly number[], signal: AbortSignal): Promise<boolean> {
    const { cluster: opening, clock, random, tell } = this.#options;
    const cluster = await opening;
    signal.throwIfAborted();
    const trials = runTrials({
      program,
      cluster,
      steps,
      folder: cluster.folder,
      limits: COMPILES.test(program.run) ? { ...LIMITS, startMs: COMPILE_MS } : LIMITS,
      observe: (event) => {
        if (event.type === 'building') tell({ run, type: 'stage', stage: event });
        if (event.type === 'began')
          tell({ run, type: 'stage', stage: { type: 'trying', trial: event.trial.id } });
      },
      clock,
      random,
      signal,
    });
    let hopeless = false;
    for await (const result of trials) {
      tell({ run, type: 'result', result, at: clock.monotonic() });
      const { mistake } = result;
      hopeless ||= mistake?.id === 'does-not-start' || mistake?.id === 'asks-nothing';
    }
    return hopeless;
  }
}

/** Lines of a build that are kept: more nobody reads. */
const MOST_LINES = 200;

function outcomeOf(error: unknown) {
  if (error instanceof BuildError)
    return { type: 'not-built', lines: error.said.slice(0, MOST_LINES) } as const;
  if (!(error instanceof UserError)) throw error;
  const { message, next } = error;
  return { type: 'not-tried', message, ...(next !== undefined && { next }) } as const;
}
