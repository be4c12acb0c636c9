import type { WatchEvent } from '../../watch/watch-events.ts';

/** What a person asks of the application from the screen. */
export interface WatchActions {
  /** The state is to take this in. */
  tell(event: Asked): void;
  /** The solution of a step, in the project's language. Rejects with a sentence where there is none. */
  solution(step: number): Promise<string>;
  /** Puts the skeleton's text back for a step, or the whole file; resolves to a sentence on where the person's own text is kept. */
  reset(step: number, whole: boolean): Promise<string>;
  quit(): void;
}

/** An event that a key makes; the application says when. */
export type Asked =
  | { readonly type: 'next' | 'again' | 'hint' }
  | Pick<Extract<WatchEvent, { type: 'go-to' }>, 'type' | 'step'>;

/** What a key asks of the application. */
export type WatchKeyEffect =
  | { readonly type: 'tell'; readonly event: Asked }
  | { readonly type: 'solution'; readonly step: number }
  | { readonly type: 'reset'; readonly step: number; readonly whole: boolean }
  | { readonly type: 'quit' };
