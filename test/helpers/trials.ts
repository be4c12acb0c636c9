import { fileURLToPath } from 'node:url';

import { type OpenTrialCluster, openEmbeddedTrials } from '../../src/app/trials/embedded-trials.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Limits } from '../../src/trials/limits.ts';
import { LIMITS } from '../../src/trials/limits.ts';
import type { Program } from '../../src/trials/program.ts';
import { runTrials, type TrialEvent } from '../../src/trials/run-trials.ts';
import type { TrialId, TrialResult } from '../../src/trials/trial.ts';
import { testCli } from './cli-context.ts';
import { tempFolder } from './temp-folder.ts';

const SMALL = fileURLToPath(new URL('../fixtures/schedulers/small.ts', import.meta.url));

/** A cluster that trials are played on, one run after the other. */
export async function trialCluster(): Promise<OpenTrialCluster> {
  using home = tempFolder();
  return openEmbeddedTrials(testCli(home.path).context);
}

/** The scheduler of a page, as it should be, or with one of the usual mistakes. */
export function smallScheduler(mistake = ''): Program {
  return {
    run: `exec '${process.execPath}' '${SMALL}'`,
    folder: '/',
    schedulerName: 'small-scheduler',
    env: { PATH: process.env['PATH'], MISTAKE: mistake },
  };
}

/** Half an hour of failures is no test: who is to fail fails sooner. */
export const SHORT: Limits = {
  startMs: 1500,
  firstMs: 2000,
  watchingMs: 1500,
  hopelessMs: 500,
  leastMs: 1200,
  againMs: 2000,
};

/** What came out. */
export async function tried(
  cluster: OpenTrialCluster,
  program: Program,
  { only, limits = LIMITS, signal = new AbortController().signal, observe = () => {} }: TriedOptions = {},
): Promise<TrialResult[]> {
  const trials = runTrials({
    program,
    cluster,
    ...(only && { only }),
    folder: cluster.folder,
    observe,
    clock: systemClock,
    random: Math.random,
    signal,
    limits,
  });
  const results: TrialResult[] = [];
  for await (const result of trials) results.push(result);
  return results;
}

interface TriedOptions {
  readonly only?: readonly TrialId[];
  readonly limits?: Limits;
  readonly signal?: AbortSignal;
  readonly observe?: (event: TrialEvent) => void;
}
