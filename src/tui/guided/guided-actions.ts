/** What a person can ask for from the guided screen; the application does it, and tells the screen what comes of it. */
export interface GuidedActions {
  /** `mayChange`: it may taint and delete on a cluster that is not ours. */
  play(step: number, options: { readonly all: boolean; readonly mayChange: boolean }): void;
  /** The command that waits may run; with `all` those after it, too. */
  goOn(all: boolean): void;
  /** Ends the play, as Ctrl-C does with `workshop run`. */
  stop(): void;
  /** Asks the checks of a step, and changes nothing. Resolves when they were told. */
  check(step: number): Promise<void>;
  /** Writes down how the person answered a question; `choice` counts from 1. */
  answer(step: number, id: string, choice: number): void;
  /** Collects the evidence; resolves to the report on it. What takes long says what it is at. */
  verify(note: string, tell: (at: string) => void): Promise<string>;
  quit(): void;
}

/** What a key asks of the application. */
export type GuidedEffect =
  | { readonly type: 'play'; readonly step: number; readonly all: boolean; readonly mayChange: boolean }
  | { readonly type: 'go-on'; readonly all: boolean }
  | { readonly type: 'check'; readonly step: number }
  | { readonly type: 'verify'; readonly note: string }
  | { readonly type: 'answer'; readonly step: number; readonly id: string; readonly choice: number }
  | { readonly type: 'stop' | 'quit' };
