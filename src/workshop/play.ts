import type { Step } from './content.ts';
import { playItem } from './items/index.ts';
import type { Scene } from './items/scene.ts';
import { meetNeeds } from './needs.ts';
import { askAll } from './scene-checks.ts';
import type { Stage } from './stage.ts';
import { valuesBefore, valuesFor } from './values.ts';
import { fill } from './variables.ts';

/**
 * Plays one step: its text, what it needs, its items in order, its checks. Resolves to whether everything came true; what cannot
 * be done at all rejects. Either way the journal knows how it ended, unless it was interrupted.
 */
export async function playStep(stage: Stage, step: Step): Promise<boolean> {
  const { workshop } = stage;
  const begun = workshop.clock.monotonic();
  introduce(stage, step);
  try {
    const ok = await playThrough(stage, step);
    finish(stage, step, ok, begun);
    return ok;
  } catch (error) {
    if (!workshop.signal.aborted) record(stage, step, false, begun);
    throw error;
  } finally {
    stage.end();
    workshop.journal.sync();
  }
}

function introduce(stage: Stage, step: Step): void {
  const { observe, steps } = stage.workshop;
  const { number, title, minutes, part } = step;
  const last = steps.findLast((each) => each.part === part);
  observe({ type: 'step-began', step: number, of: last?.number ?? number, title, minutes });
  stage.begin(step);
  observe({ type: 'text', markdown: fill(step.text, valuesBefore(stage, step)) });
}

async function playThrough(stage: Stage, step: Step): Promise<boolean> {
  await meetNeeds(stage, step);
  const scene: Scene = { stage, step, values: await valuesFor(stage, step) };
  for (const item of step.play) {
    if (!(await playItem(item, scene))) return false;
  }
  stage.listen();
  return askAll(scene);
}

function finish(stage: Stage, step: Step, ok: boolean, begun: number): void {
  const seconds = record(stage, step, ok, begun);
  stage.workshop.observe({ type: 'step-ended', step: step.number, ok, seconds });
}

/** Writes down how the step ended; returns how many seconds it took. */
function record(stage: Stage, step: Step, ok: boolean, begun: number): number {
  const { clock, journal } = stage.workshop;
  const seconds = Math.round((clock.monotonic() - begun) / 100) / 10;
  journal.append({ kind: 'step-finished', step: step.number, ok, seconds });
  return seconds;
}
