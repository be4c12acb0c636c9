import { existsSync } from 'node:fs';

import type { Docker } from '../exec/docker.ts';
import type { Kind } from '../exec/kind.ts';
import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import { engineError } from './engine.ts';

/** Where a cluster of our own comes from. */
export type OwnKind = 'kind' | 'embedded';

/** A choice, and why: a clause. */
export interface Choice {
  readonly kind: OwnKind;
  readonly why: string;
}

export interface ChooseOptions {
  readonly name: string;
  /** Files that are there when such a cluster was made here. */
  readonly marks: Readonly<Record<OwnKind, string>>;
  readonly docker: Docker;
  readonly kind: Kind;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** An engine that takes longer to tell its version is not one to build on. */
const LIMIT_MS = 10_000;

/** What `auto` means: the cluster that was made here already; else kind where Docker and kind answer; else embedded. */
export async function chooseProvider(options: ChooseOptions): Promise<Choice> {
  const made = madeHere(options.marks);
  if (made.length === 1 && made[0] !== undefined) {
    return { kind: made[0], why: `the cluster ${options.name} was made here so` };
  }
  const trouble = await kindTrouble(options);
  return trouble === undefined
    ? { kind: 'kind', why: 'Docker and kind answer' }
    : { kind: 'embedded', why: trouble };
}

/** Which clusters of this name were made here and not deleted. */
export function madeHere(marks: ChooseOptions['marks']): OwnKind[] {
  const kinds: readonly OwnKind[] = ['kind', 'embedded'];
  return kinds.filter((kind) => existsSync(marks[kind]));
}

/** Why kind cannot be used here; undefined when it can. */
async function kindTrouble({ docker, kind, clock, signal }: ChooseOptions): Promise<string | undefined> {
  const limit = new AbortController();
  const inTime = clock.after(LIMIT_MS, () => {
    limit.abort(new Error('too slow'));
  });
  const call = { signal: AbortSignal.any([signal, limit.signal]) };
  try {
    const engine = await docker.version(call);
    if (engine.exitCode !== 0) return engineError(docker.tool, engine).message;
    const { exitCode, line } = await kind.version(call);
    return exitCode === 0 ? undefined : `\`${line}\` failed`;
  } catch (error) {
    if (limit.signal.aborted && !signal.aborted)
      return `${docker.tool} and kind did not answer within ${String(LIMIT_MS / 1000)} s`;
    if (error instanceof UserError) return error.message;
    throw error;
  } finally {
    inTime();
  }
}
