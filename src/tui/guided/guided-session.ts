import type { Clock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import type { Guide } from '../../view/guide.ts';
import { guideAfter, type GuideEvent } from '../../view/guide-reduce.ts';
import type { Size } from '../model.ts';
import { Redraw } from '../redraw.ts';
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

/** The guided screen's store: events and keys are taken in at once, and drawn when {@link Redraw} says. */
export class GuidedSession {
  readonly #options: GuidedSessionOptions;
  readonly #listeners = new Set<() => void>();
  #model: GuidedModel;
  #published: GuidedModel;
  readonly #redraw: Redraw;

  constructor(options: GuidedSessionOptions) {
    const { about, guide, size, clock, onBroken } = options;
    this.#options = options;
    this.#model = { about, guide, size, ui: guidedUi(guide), now: clock.now() };
    this.#published = this.#model;
    this.#redraw = new Redraw({ clock, onBroken, draw: () => this.#publish() }, TICK_MS);
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
    this.#redraw.guard(() => {
      this.#model = { ...this.#model, guide: guideAfter(this.#model.guide, event) };
      this.#redraw.afterNews();
    });
  }

  key(name: string): void {
    this.#redraw.guard(() => {
      const { ui, effects } = onGuidedKey(this.#model, name);
      this.#take({ ui });
      for (const effect of effects) this.#perform(effect);
    });
  }

  resize(size: Size): void {
    this.#take({ size });
  }

  /** One sentence at the foot of the screen. */
  notice(text: string, isTrouble: boolean): void {
    this.#change((ui) => ({ ...ui, notice: { text, isTrouble } }));
  }

  /** Publishes now. */
  flush(): void {
    this.#redraw.now();
  }

  /** Ends all timers; nothing is published any more. */
  close(): void {
    this.#redraw.close();
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
        return this.#answer(
          actions.verify(effect.note, (at) => this.notice(at, false)),
          (text) => this.#show('evidence', text),
        );
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

  #take(change: Partial<GuidedModel>): void {
    this.#model = { ...this.#model, ...change };
    this.#redraw.afterKey();
  }

  #publish(): number {
    this.#model = { ...this.#model, now: this.#options.clock.now() };
    this.#published = this.#model;
    for (const listener of this.#listeners) listener();
    return TICK_MS;
  }
}

/** What went wrong, and what the person can do about it. */
function troubleText(error: unknown): string {
  if (error instanceof UserError && error.next !== undefined)
    return `${error.message}\n\nnext: ${error.next}`;
  return error instanceof Error ? error.message : String(error);
}
