import type { CommandResult } from '../../exec/run.ts';
import type { SchedulerEvent } from '../../scheduler/events.ts';
import type { Look } from '../look.ts';
import type { Values } from '../variables.ts';

/** What a check may look at. */
export interface World {
  readonly look: Look;
  readonly values: Values;
  /** What the scheduler said in the latest play of the step. */
  readonly told: readonly SchedulerEvent[];
  /** False where the scheduler talks in another terminal, which nobody but the person can read. */
  readonly toldIsKnown: boolean;
  /** Played with a program of the person's own: what it did is known from outside. */
  readonly isOwn: boolean;
  readonly kubectl: (args: readonly string[]) => Promise<CommandResult>;
}

/** One look. `expected` and `seen` are clauses a person reads; `seen` begins with `not yet: ` when it may still come. */
export interface Verdict {
  readonly ok: boolean;
  readonly expected: string;
  readonly seen: string;
}

/** Answers one kind of check. Undefined: it cannot be known from here. */
export type Evaluate<Spec> = (spec: Spec, world: World) => Promise<Verdict | undefined>;

/** A verdict whose `seen` says itself whether it is there yet. */
export function verdict(ok: boolean, expected: string, seen: string): Verdict {
  return { ok, expected, seen: ok ? seen : `not yet: ${seen}` };
}

/** One name or several, as a list. */
export function namesOf(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}
