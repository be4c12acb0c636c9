import type { Watched } from '../../watch/watched.ts';
import type { Marks } from '../marks.ts';
import type { Size } from '../model.ts';
import type { Notice } from '../ui-state.ts';
import type { PagerState } from '../widgets/pager/pager-state.ts';

/** What does not change while the screen is open. */
export interface WatchAbout {
  /** The project's folder, as people know it. */
  readonly folder: string;
  /** `an embedded cluster made for this`. */
  readonly where: string;
  /** The one file that the person writes in; missing where the folder was not made by `init`: nothing can be put back or shown then. */
  readonly file?: string;
  /** The steps for which the skeleton of that file leaves something open. */
  readonly open: readonly number[];
  /** What there is to do when all has passed. */
  readonly further: readonly string[];
  readonly marks: Marks;
}

/** What lies over the step. */
export type WatchPage = { readonly scroll: PagerState } & (
  | { readonly kind: 'help' | 'hints' | 'list' | 'ask-solution' | 'ask-reset' }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
);

/** What a person has done to the screen. */
export interface WatchUi {
  readonly page?: WatchPage;
  readonly notice?: Notice;
  readonly scroll: PagerState;
}

/** Everything that a frame is drawn from. */
export interface WatchModel {
  readonly about: WatchAbout;
  readonly watched: Watched;
  /** The lines of the person's file where it says that something is to be written for the current step. */
  readonly todo: readonly number[];
  readonly ui: WatchUi;
  readonly size: Size;
  /** Milliseconds of the clock that the events' times are of. */
  readonly now: number;
}

export const WATCH_UI: WatchUi = { scroll: 0 };
