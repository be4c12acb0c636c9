import { settled, type Stage } from '../stage.ts';
import type { Verdict } from '../trial.ts';
import { notYet } from '../verdicts.ts';

const TRIED_MS = 600;

/** Resolves when the program has tried this pod and said so, or had the time to. */
export async function tried(stage: Stage, pod: string): Promise<void> {
  const { news, view } = stage;
  await news.until(() => view.eventsOf(pod).length > 0 || view.nodeOf(pod) !== undefined, TRIED_MS);
  await settled(stage);
}

/** What is wrong when a pod that waited does not get its node although it could now; undefined when it gets it. */
export async function triedAgain(stage: Stage, pod: string, since: string): Promise<Verdict | undefined> {
  const { news, view, program, patience, scenery } = stage;
  if (await news.until(() => view.nodeOf(pod) !== undefined || !program.runs, patience.againMs)) {
    if (view.nodeOf(pod) !== undefined) return undefined;
  }
  await scenery.pod({ name: 'newcomer' });
  const isAlive = await news.until(() => view.nodeOf('newcomer') !== undefined, patience.ms);
  return isAlive
    ? notYet(`${pod} still waits though ${since}; newcomer, which came afterwards, got a node`, 'added-only')
    : notYet(
        `${pod} still waits though ${since}, and newcomer, which came afterwards, does, too`,
        'stuck-after-failure',
      );
}
