import type { Clock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import type { Watched } from '../../watch/watched.ts';
import type { Size } from '../model.ts';
import { Pace } from '../pace.ts';
import type { WatchActions, WatchKeyEffect } from './watch-actions.ts';
import { WATCH_UI, type WatchAbout, type WatchModel, type WatchUi } from './watch-model.ts';
import { onWatchKey } from './watch-update.ts';

/** What a session works with. */
export interface WatchSessionOptions {
  readonly about: WatchAbout;
  readonly watched: Watched;
  readonly todo: readonly number[];
  readonly size: Size;
  readonly actions: WatchActions;
  readonly clock: Clock;
  /** Something of ours threw, which is a bug; nothing is published after it. */
  readonly onBroken: (error: unknown) => void;
}

/** The time that a run takes is shown while it runs. */
const TICK_MS = 200;

/** The screen's store: news and keys are taken in at once, and drawn no more often than {@link Pace} lets them. */
export class WatchSession {
  readonly #options: WatchSessionOptions;
  readonly #draw: (model: WatchModel) => void;
  readonly #pace = new Pace();
  #model: WatchModel;
  #cancel: () => void;
  #due: number;
  #isClosed = false;

  /** `draw` is called with what is to be shown. */
  constructor(options: WatchSessionOptions, draw: (model: WatchModel) => void) {
    const { about, watched, todo, size, clock } = options;
    this.#options = options;
    this.#draw = draw;
    this.#model = { about, watched, todo, size, ui: WATCH_UI, now: clock.monotonic() };
    this.#due = clock.monotonic() + TICK_MS;
    this.#cancel = clock.after(TICK_MS, () => this.flush());
  }

  /** The state is this now. */
  push(watched: Watched, todo: readonly number[]): void {
    const { notice, ...ui } = this.#model.ui;
    // what was said of the time before the verdict is said no more
    const isOld = notice?.isTrouble === false && watched.outcome !== this.#model.watched.outcome;
    this.#take({ watched, todo, ...(isOld && { ui }) }, this.#pace.forNews());
  }

  /** One sentence at the foot of the screen. */
  notice(text: string, isTrouble: boolean): void {
    this.#change((ui) => ({ ...ui, notice: { text, isTrouble } }));
  }

  key(name: string): void {
    this.#guard(() => {
      const { ui, effects } = onWatchKey(this.#model, name);
      this.#take({ ui });
      for (const effect of effects) this.#perform(effect);
    });
  }

  resize(size: Size): void {
    this.#take({ size });
  }

  /** Draws now. */
  flush(): void {
    this.#guard(() => {
      const { clock } = this.#options;
      const began = clock.monotonic();
      this.#model = { ...this.#model, now: began };
      this.#draw(this.#model);
      this.#pace.drawn(began, clock.monotonic());
      this.#wait(this.#isBusy() ? clock.monotonic() + TICK_MS : Infinity);
    });
  }

  /** Ends all timers; nothing is drawn any more. */
  close(): void {
    this.#cancel();
    this.#isClosed = true;
  }

  #isBusy(): boolean {
    return this.#model.watched.activity.type !== 'idle';
  }

  #perform(effect: WatchKeyEffect): void {
    const { actions } = this.#options;
    switch (effect.type) {
      case 'tell':
        return actions.tell(effect.event);
      case 'quit':
        return actions.quit();
      case 'solution':
        return this.#answer(actions.solution(effect.step), (text) =>
          this.#show(`the solution of step ${String(effect.step)}`, text),
        );
      case 'reset':
        return this.#answer(actions.reset(effect.step, effect.whole), (text) => this.notice(text, false));
    }
  }

  #answer<T>(done: Promise<T>, tell: (answer: T) => void): void {
    done.then(tell, (error: unknown) => {
      if (error instanceof UserError) this.#show('that could not be done', troubleText(error));
      else this.#options.onBroken(error);
    });
  }

  #show(title: string, text: string): void {
    this.#change(({ notice: _read, ...ui }) => ({ ...ui, page: { kind: 'text', title, text, scroll: 0 } }));
  }

  #change(change: (ui: WatchUi) => WatchUi): void {
    this.#take({ ui: change(this.#model.ui) });
  }

  #take(change: Partial<WatchModel>, due = this.#pace.forKey()): void {
    this.#model = { ...this.#model, ...change };
    if (!this.#isClosed && this.#due > due) this.#wait(due);
  }

  /** Draws at that time of the monotonic clock, or now when it has passed; never when it is infinite. */
  #wait(due: number): void {
    const { clock } = this.#options;
    this.#cancel();
    this.#due = due;
    if (due === Infinity) return;
    this.#cancel = clock.after(Math.max(0, due - clock.monotonic()), () => this.flush());
  }

  #guard(work: () => void): void {
    if (this.#isClosed) return;
    try {
      work();
    } catch (error) {
      this.close();
      this.#options.onBroken(error);
    }
  }
}

function troubleText({ message, next }: UserError): string {
  return next === undefined ? message : `${message}\n\nnext: ${next}`;
}
