import { ApiError, UnreachableError } from '../../../api/errors.ts';
import { UserError } from '../../../lib/errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { GuideEvent } from '../../../view/guide-reduce.ts';
import { playOne } from '../../../workshop/engine.ts';
import type { WorkshopEvent } from '../../../workshop/events.ts';
import { aimedAt } from '../../../workshop/terminal.ts';
import type { Workshop } from '../../../workshop/workshop.ts';
import { Gate, gatedKubectl, gatedScheduler } from './gate.ts';
import { latestClusterId, progressOf } from './progress.ts';

/** What a player works with. */
export interface PlayerOptions {
  readonly workshop: Workshop;
  readonly clock: Clock;
  /** Has a word in every text that may name a command line of ours. */
  readonly aim: (text: string) => string;
  readonly tell: (event: GuideEvent) => void;
  /** Something threw that no person can mend: a bug. */
  readonly onBroken: (error: unknown) => void;
}

interface Play {
  readonly gate: Gate;
  readonly ending: AbortController;
  readonly over: Promise<void>;
}

/** Plays steps when it is asked to, one at a time, and tells the guide all about it. */
export class Player {
  readonly #options: PlayerOptions;
  #play: Play | undefined;

  constructor(options: PlayerOptions) {
    this.#options = options;
  }

  /** Does nothing while a step is being played. */
  play(step: number, { all, mayChange }: { readonly all: boolean; readonly mayChange: boolean }): void {
    if (this.#play) return;
    const { tell } = this.#options;
    const ending = new AbortController();
    const gate = new Gate({
      isOpen: all,
      onWaiting: (line) => tell({ type: 'paused', ...(line !== undefined && { line }) }),
    });
    tell({ type: 'play-began', step, all });
    const over = this.#run(step, gate, { ending, mayChange }).catch(this.#options.onBroken);
    this.#play = { gate, ending, over };
  }

  goOn(all: boolean): void {
    if (!this.#play) return;
    this.#options.tell({ type: 'went-on', all });
    this.#play.gate.goOn(all);
  }

  /** Ends the play, if there is one; resolves when it is over. */
  async stop(): Promise<void> {
    this.#play?.ending.abort(new Error('the person at the screen stopped the step'));
    await this.#play?.over;
  }

  async #run(
    step: number,
    gate: Gate,
    { ending, mayChange }: { readonly ending: AbortController; readonly mayChange: boolean },
  ): Promise<void> {
    const { tell, workshop } = this.#options;
    try {
      await playOne(this.#workshopFor(gate, ending.signal, mayChange), step);
    } catch (error) {
      if (!ending.signal.aborted && !workshop.signal.aborted) this.#tellTrouble(error);
    } finally {
      this.#play = undefined;
      tell({ type: 'play-ended' });
      tell({ type: 'progress', states: progressOf(workshop, latestClusterId(workshop.journal.entries())) });
    }
  }

  #workshopFor(gate: Gate, ending: AbortSignal, mayChange: boolean): Workshop {
    const { workshop } = this.#options;
    const { settings } = workshop;
    return {
      ...workshop,
      settings: { ...settings, confirmed: settings.confirmed || mayChange },
      kubectl: gatedKubectl(workshop.kubectl, gate),
      scheduler: gatedScheduler(workshop.scheduler, gate),
      signal: AbortSignal.any([workshop.signal, ending]),
      observe: (event) => this.#hear(event),
    };
  }

  #hear(event: WorkshopEvent): void {
    const { tell, clock, aim } = this.#options;
    tell({ type: 'told', event: aimedAt(event, aim), at: clock.now() });
  }

  /** What the person can mend is said in the step; anything else is a bug. */
  #tellTrouble(error: unknown): void {
    if (!(error instanceof UserError || error instanceof ApiError || error instanceof UnreachableError))
      throw error;
    this.#hear({ type: 'notice', level: 'warning', text: error.message });
    if (error instanceof UserError && error.next !== undefined)
      this.#hear({ type: 'notice', level: 'wants', text: error.next });
  }
}
