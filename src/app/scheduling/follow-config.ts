import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import type { Scheduling } from './scheduling.ts';

/** What is read again, and who is told. */
export interface FollowOptions {
  /** Relative to `cwd`. */
  readonly file: string;
  readonly cwd: string;
  /** What holds now. */
  readonly now: Scheduling;
  /** Reads the file as it was read at first. */
  readonly load: () => Promise<Scheduling>;
  readonly onChanged: (scheduling: Scheduling) => void;
  /** The file has changed and what it says cannot be used: one sentence. What held before still holds. */
  readonly onRefused: (message: string) => void;
  readonly clock: Clock;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** A file that is mounted into a pod is replaced by links to links: looking at the text is the one way that always works. */
const LOOK_EVERY_MS = 500;

/**
 * Reads a configuration file again whenever its text has changed, until the signal aborts. A file that is gone or wrong changes nothing,
 * and is told once; the names that are served, and who is elected how, cannot change while the scheduler runs.
 */
export async function followConfig(options: FollowOptions): Promise<void> {
  const { file, cwd, clock, signal, load, onChanged, onRefused } = options;
  const path = resolve(cwd, file);
  let now = options.now;
  let known = await textOf(path);
  while (!signal.aborted) {
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
    const text = signal.aborted ? known : await textOf(path);
    if (text === known) continue;
    known = text;
    try {
      const next = sameProcess(now, await load(), file);
      now = next;
      onChanged(next);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onRefused(`${error.message}; the configuration of before stays in force`);
    }
  }
}

/** What is decided when the process starts is as it was. */
function sameProcess(before: Scheduling, next: Scheduling, file: string): Scheduling {
  if (namesOf(before) !== namesOf(next))
    throw new UserError(`${file}: the scheduler serves ${namesOf(before)}, and other names need a new start`);
  const [election, wanted] = [before, next].map(({ configuration }) => configuration.leaderElection);
  if (isDeepStrictEqual(election, wanted)) return next;
  throw new UserError(`${file}: another leaderElection needs a new start`);
}

function namesOf({ configuration }: Scheduling): string {
  return configuration.profiles
    .map(({ schedulerName }) => schedulerName)
    .toSorted()
    .join(', ');
}

/** Undefined when it cannot be read; why is said by whoever loads it. */
async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
