/** A mistake that schedulers often have. */
export interface Mistake {
  /** What is wrong with the program, as a clause: `it watches only new pods …`. */
  readonly name: string;
  /** What to change, in a sentence. */
  readonly advice: string;
}

/** The scheduler that the person wrote: the steps start and stop it instead of ours, and judge it from outside. */
export interface OwnProgram {
  /** The line for a shell that starts it, built before where it has to be. */
  readonly line: string;
  /** The two parts of that. */
  readonly build?: string;
  readonly run: string;
  /** Absolute: where the line is run. */
  readonly folder: string;
  /** How it is called on the screen: the line, or the folder of a project with its line. */
  readonly shown: string;
  /** What there is to say about a mistake that a check names. */
  readonly mistake: (id: string) => Mistake | undefined;
}

/** Whose scheduler a step is played with, as `step.yaml` calls them. */
export const PROGRAMS = ['ours', 'own'] as const;

/** Whether something in a step is meant for the scheduler that is played with: what does not say for which is meant for both. */
export function isForProgram(wanted: (typeof PROGRAMS)[number] | undefined, isOwn: boolean): boolean {
  return wanted === undefined || (wanted === 'own') === isOwn;
}
