import type { Clock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import type { Guide } from '../../view/guide.ts';
import { guideAfter, type GuideEvent } from '../../view/guide-reduce.ts';
import type { Size } from '../model.ts';
import { Pace } from '../pace.ts';
import type { GuidedActions, GuidedEffect } from './guided-actions.ts';
import { type GuidedAbout, type GuidedModel, type GuidedUi, guidedUi } from './guided-model.ts';
import { onGuidedKey } from './guided-update.ts';

/** What a guided session works with. */
export interface GuidedSessionOptions {
  readonly about: GuidedAbout;
  readonly guide: Guide;
  readonly size: Size;
  readonly actions: GuidedActions;
  readonly clock: Clock;
  /** Something of ours threw, which is a bug; nothing is published after it. */
  readonly onBroken: (error: unknown) => void;
}

/** Clocks on the screen go on although nothing happens. */
const TICK_MS = 1_000;

/** The guided screen's store: events and keys are taken in at once, and drawn no more often than {@link Pace} lets them. */
export class GuidedSession {
  readonly #options: GuidedSessionOptions;
  readonly #listeners = new Set<() => void>();
  #model: GuidedModel;
  #published: GuidedModel;
  #cancel: () => void;
  #due: number;
  readonly #pace = new Pace();
  #isClosed = false;

  constructor(options: GuidedSessionOptions) {
    const { about, guide, size, clock } = options;
    this.#options = options;
    this.#model = { about, guide, size, ui: guidedUi(guide), now: clock.now() };
    this.#published = this.#model;
    this.#due = clock.monotonic() + TICK_MS;
    this.#cancel = clock.after(TICK_MS, () => this.flush());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): GuidedModel => this.#published;

  /** As it is now, drawn or not. */
  get guide(): Guide {
    return this.#model.guide;
  }

  push(event: GuideEvent): void {
    this.#guard(() => this.#take({ guide: guideAfter(this.#model.guide, event) }, this.#pace.forNews()));
  }

  key(name: string): void {
    this.#guard(() => {
      const { ui, effects } = onGuidedKey(this.#model, name);
      this.#take({ ui });
      for (const effect of effects) this.#perform(effect);
    });
  }

  resize(size: Size): void {
    this.#guard(() => this.#take({ size }));
  }

  /** One sentence at the foot of the screen. */
  notice(text: string, isTrouble: boolean): void {
    this.#change((ui) => ({ ...ui, notice: { text, isTrouble } }));
  }

  /** Publishes now. */
  flush(): void {
    this.#guard(() => this.#publish());
  }

  /** Ends all timers; nothing is published any more. */
  close(): void {
    this.#cancel();
    this.#isClosed = true;
  }

  #perform(effect: GuidedEffect): void {
    const { actions } = this.#options;
    switch (effect.type) {
      case 'play':
        return actions.play(effect.step, effect);
      case 'go-on':
        return actions.goOn(effect.all);
      case 'answer':
        return actions.answer(effect.step, effect.id, effect.choice);
      case 'stop':
        return actions.stop();
      case 'quit':
        return actions.quit();
      case 'check':
        return this.#answer(actions.check(effect.step), () => this.notice('checked', false));
      case 'verify':
        return this.#answer(actions.verify(effect.note), (text) => this.#show('evidence', text));
    }
  }

  #answer<T>(done: Promise<T>, tell: (answer: T) => void): void {
    done.then(tell, (error: unknown) => this.#show('that could not be done', troubleText(error)));
  }

  /** A report ends with what came of it, and is opened there. */
  #show(title: string, text: string): void {
    this.#change(({ notice: _busy, ...ui }) => ({
      ...ui,
      page: { kind: 'text', title, text, scroll: Number.MAX_SAFE_INTEGER },
    }));
  }

  #change(change: (ui: GuidedUi) => GuidedUi): void {
    this.#take({ ui: change(this.#model.ui) });
  }

  #take(change: Partial<GuidedModel>, due = this.#pace.forKey()): void {
    this.#model = { ...this.#model, ...change };
    if (!this.#isClosed && this.#due > due) this.#wait(due);
  }

  /** Publishes at that time of the monotonic clock, or now when it has passed. */
  #wait(due: number): void {
    const { clock } = this.#options;
    this.#cancel();
    this.#due = due;
    this.#cancel = clock.after(Math.max(0, due - clock.monotonic()), () => this.flush());
  }

  #publish(): void {
    const { clock } = this.#options;
    const began = clock.monotonic();
    this.#model = { ...this.#model, now: clock.now() };
    this.#published = this.#model;
    for (const listener of this.#listeners) listener();
    this.#pace.drawn(began, clock.monotonic());
    this.#wait(clock.monotonic() + TICK_MS);
  }

  /** The play, in whose calls much of this happens, must not be ended by its screen without having said so. */
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

/** What went wrong, and what the person can do about it. */
function troubleText(error: unknown): string {
  if (error instanceof UserError && error.next !== undefined)
    return `${error.message}\n\nnext: ${error.next}`;
  return error instanceof Error ? error.message : String(error);
}
