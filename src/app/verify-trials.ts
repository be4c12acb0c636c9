import { systemClock } from '../lib/clock.ts';
import { BuildError } from '../trials/build.ts';
import { runTrials } from '../trials/run-trials.ts';
import type { TrialResult } from '../trials/trial.ts';
import type { TrialFact, Trials } from '../verify/trials.ts';
import type { OwnProgram } from '../workshop/own/program.ts';
import type { CliContext } from './context.ts';
import { openEmbeddedTrials } from './trials/embedded-trials.ts';

/**
 * Tries what a person's own scheduler can do, on an embedded cluster that is made for it and gone afterwards; tells what it is at.
 * Undefined, and said, when it does not build. Rejects with the signal's reason.
 */
export async function tryProgram(
  cli: CliContext,
  { line, run, build, folder, shown }: OwnProgram,
  { scheduler, trying }: { readonly scheduler: string; readonly trying: (what: string) => void },
): Promise<Trials | undefined> {
  const { env, signal, stderr } = cli;
  trying(`trying what ${shown} can do, on a cluster of its own; this takes up to a minute`);
  const cluster = await openEmbeddedTrials(cli);
  try {
    const results: TrialFact[] = [];
    const trials = runTrials({
      program: { run, folder, schedulerName: scheduler, env, ...(build === undefined ? {} : { build }) },
      cluster,
      folder: cluster.folder,
      observe: (event) => {
        if (event.type === 'began') trying(`  ${event.trial.title} …`);
      },
      clock: systemClock,
      random: Math.random,
      signal,
    });
    for await (const result of trials) results.push(factOf(result));
    return { program: line, where: cluster.where, results };
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    stderr.write(`${error.message}: what it can do is left out\n`);
    return undefined;
  } finally {
    await cluster.close();
  }
}

function factOf({ trial: { id, step, title }, ok, found, mistake }: TrialResult): TrialFact {
  return {
    id,
    step,
    title,
    ...(ok === undefined ? {} : { ok }),
    found,
    ...(mistake && { mistake: mistake.name }),
  };
}
