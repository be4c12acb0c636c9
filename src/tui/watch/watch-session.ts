import type { Clock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import type { Watched } from '../../watch/watched.ts';
import type { Size } from '../model.ts';
import { Redraw } from '../redraw.ts';
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

/** The screen's store: news and keys are taken in at once, and drawn when {@link Redraw} says. */
export class WatchSession {
  readonly #options: WatchSessionOptions;
  readonly #draw: (model: WatchModel) => void;
  readonly #redraw: Redraw;
  #model: WatchModel;

  /** `draw` is called with what is to be shown. */
  constructor(options: WatchSessionOptions, draw: (model: WatchModel) => void) {
    const { about, watched, todo, size, clock, onBroken } = options;
    this.#options = options;
    this.#draw = draw;
    this.#model = { about, watched, todo, size, ui: WATCH_UI, now: clock.monotonic() };
    this.#redraw = new Redraw({ clock, onBroken, draw: () => this.#drawNow() }, TICK_MS);
  }

  /** The state is this now. */
  push(watched: Watched, todo: readonly number[]): void {
    const { notice, ...ui } = this.#model.ui;
    // what was said of the time before the verdict is said no more
    const isOld = notice?.isTrouble === false && watched.outcome !== this.#model.watched.outcome;
    this.#model = { ...this.#model, watched, todo, ...(isOld && { ui }) };
    this.#redraw.afterNews();
  }

  /** One sentence at the foot of the screen. */
  notice(text: string, isTrouble: boolean): void {
    this.#change((ui) => ({ ...ui, notice: { text, isTrouble } }));
  }

  key(name: string): void {
    this.#redraw.guard(() => {
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
    this.#redraw.now();
  }

  /** Ends all timers; nothing is drawn any more. */
  close(): void {
    this.#redraw.close();
  }

  #drawNow(): number {
    this.#model = { ...this.#model, now: this.#options.clock.monotonic() };
    this.#draw(this.#model);
    return this.#model.watched.activity.type === 'idle' ? Infinity : TICK_MS;
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

  #take(change: Partial<WatchModel>): void {
    this.#model = { ...this.#model, ...change };
    this.#redraw.afterKey();
  }
}

function troubleText({ message, next }: UserError): string {
  return next === undefined ? message : `${message}\n\nnext: ${next}`;
}
