import type { MistakeId } from '../mistakes.ts';
import { allPlaced, listening, placeAll, type Stage } from '../stage.ts';
import type { Trial, Verdict } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';

const DOWN_MS = 1000;
const DEATH_MS = 1500;

/**
 * First its watches end in order, as they do every few minutes, and a pod comes before it can ask again. Then the API server is gone for
 * a moment.
 */
export const watchEnds: Trial = {
  id: 'watch-ends',
  step: 5,
  title: 'goes on when its watch ends',
  hints: [
    'How long does a watch last? Leave your program alone for an hour, or restart the API server.',
    'The API server ends every watch after five to ten minutes, and a connection may break at any time. Neither is an error of yours.',
    'A loop around list and watch: when the watch ends, for whatever reason, begin again; wait a second after an error.',
  ],
  async play(stage) {
    if (!(await placeAll(stage, [{ name: 'before' }]))) return notPlaced(stage, 'before');
    return (
      (await afterTheEnd(stage)) ??
      (await afterTheBreak(stage)) ??
      passed('it went on after its watch had ended, and after its connection had broken')
    );
  },
};

async function afterTheEnd(stage: Stage): Promise<Verdict | undefined> {
  const { proxy, scenery, clock } = stage;
  proxy.gate.state = 'holding';
  try {
    proxy.endWatches();
    await scenery.pod({ name: 'gap' });
  } finally {
    proxy.gate.state = 'open';
  }
  return survived(stage, 'gap', 'after-gap', clock.monotonic(), {
    what: 'its watch ended',
    dies: 'dies-with-watch',
  });
}

async function afterTheBreak(stage: Stage): Promise<Verdict | undefined> {
  const { proxy, scenery, clock, program } = stage;
  proxy.gate.state = 'down';
  try {
    const before = proxy.refused();
    proxy.breakOff();
    await scenery.pod({ name: 'outage' });
    // until it has noticed; one that waits before it asks again does not ask in vain
    await stage.news.until(() => proxy.refused() > before || !program.runs, DOWN_MS);
  } finally {
    proxy.gate.state = 'open';
  }
  return survived(stage, 'outage', 'after-outage', clock.monotonic(), {
    what: 'its connection broke',
    dies: 'dies-in-outage',
  });
}

/** Undefined when the pod that came meanwhile was placed. */
async function survived(
  stage: Stage,
  during: string,
  afterwards: string,
  since: number,
  { what, dies }: { readonly what: string; readonly dies: MistakeId },
): Promise<Verdict | undefined> {
  const { news, program, view, patience } = stage;
  await news.until(() => view.nodeOf(during) !== undefined || !program.runs, patience.againMs);
  if (view.nodeOf(during) !== undefined) {
    await listening(stage);
    return program.runs ? undefined : notYet(`it ended after ${what}`, dies);
  }
  await news.until(() => !program.runs, program.runs ? 0 : DEATH_MS);
  if (!program.runs) {
    return notYet(`it ended (exit code ${String(program.endedWith ?? 0)}) when ${what}`, dies);
  }
  await stage.scenery.pod({ name: afterwards });
  const isAlive = await allPlaced(stage, [afterwards], since);
  return isAlive
    ? notYet(
        `${during} came just when ${what} and got no node; ${afterwards}, which came later, did`,
        'misses-the-gap',
      )
    : notYet(`it places nothing any more since ${what}`, 'deaf-after-watch');
}
