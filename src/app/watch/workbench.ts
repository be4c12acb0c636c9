import type { WatchEffect, WatchEvent } from '../../watch/watch-events.ts';
import { watchedAfter } from '../../watch/watched-after.ts';
import type { Watched } from '../../watch/watched.ts';
import { progressOf } from '../../watch/progress.ts';
import type { ProgressStore } from './progress-store.ts';

/** Who shows what happens. */
export interface WatchFace {
  /** The state is this now; `event` made it so. */
  show(watched: Watched, event: WatchEvent): void;
  notice(text: string, isTrouble: boolean): void;
}

/** What a workbench works with. */
export interface WorkbenchOptions {
  readonly watched: Watched;
  readonly store: ProgressStore;
  readonly start: (run: number, step: number, earlier: readonly number[]) => void;
  readonly cancel: (run: number) => void;
  /** Something could not be done: what is kept cannot be written, or we have a bug. Whoever made the event is not to hear of it. */
  readonly onBroken: (error: unknown) => void;
}

/** Where all events come together: the state is taken on, and what it asks for is done. */
export class Workbench {
  readonly #options: WorkbenchOptions;
  readonly #faces = new Set<WatchFace>();
  #watched: Watched;

  constructor(options: WorkbenchOptions) {
    this.#options = options;
    this.#watched = options.watched;
  }

  get watched(): Watched {
    return this.#watched;
  }

  /** Until the returned function is called. */
  attach(face: WatchFace): () => void {
    this.#faces.add(face);
    return () => this.#faces.delete(face);
  }

  readonly take = (event: WatchEvent): void => {
    try {
      this.#turn(event);
    } catch (error) {
      this.#options.onBroken(error);
    }
  };

  notice(text: string, isTrouble: boolean): void {
    for (const face of this.#faces) face.notice(text, isTrouble);
  }

  #turn(event: WatchEvent): void {
    const { watched, effects, notice } = watchedAfter(this.#watched, event);
    this.#watched = watched;
    for (const effect of effects) this.#perform(effect);
    for (const face of this.#faces) face.show(watched, event);
    if (notice !== undefined) this.notice(notice, false);
  }

  #perform(effect: WatchEffect): void {
    switch (effect.type) {
      case 'start':
        return this.#options.start(effect.run, effect.step, effect.earlier);
      case 'cancel':
        return this.#options.cancel(effect.run);
      case 'keep':
        return this.#options.store.write(progressOf(this.#watched));
    }
  }
}
