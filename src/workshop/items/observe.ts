import type { Observed } from '../journal-entry.ts';
import { namesOf } from '../checks/check.ts';
import { observation } from '../observation.ts';
import type { Scene } from './scene.ts';
import type { Item } from './schema.ts';

type Observation = Extract<Item, { observe?: unknown; hold?: never }>['observe'];

/** Writes down what a pod, or each of several, looks like now. */
export async function playObserve(wanted: Observation, scene: Scene): Promise<boolean> {
  await recordObservation(wanted, scene);
  return true;
}

/** As `playObserve`, with how long it has been looking so. A pod that is gone is not written down; the checks will say so. */
export async function recordObservation(
  { pod: names, label }: Observation,
  { stage, step }: Scene,
  held?: NonNullable<Observed['held']>,
): Promise<void> {
  const { look, workshop } = stage;
  if (!look) return;
  const nodes = await look.nodes();
  for (const name of namesOf(names)) {
    const pod = await look.pod(name);
    if (!pod) continue;
    workshop.journal.append({
      kind: 'observed',
      step: step.number,
      label,
      ...observation(pod, await look.eventsAbout(pod), nodes),
      ...(held ? { held } : {}),
    });
  }
}
