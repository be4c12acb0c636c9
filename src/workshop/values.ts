import type { Step } from './content.ts';
import { milliseconds, spoken } from './duration.ts';
import { POD_SELECTOR, TAINT } from './marks.ts';
import { pauseImage } from './pause-image.ts';
import { workerValues } from './worker-values.ts';
import type { Stage } from './stage.ts';
import type { Values } from './variables.ts';

/** What `${…}` stands for in a step before anybody has looked at the cluster. */
export function valuesBefore({ workshop }: Stage, step: Step): Values {
  const { settings, cluster } = workshop;
  const hold = step.play.find((item) => 'hold' in item);
  return {
    scheduler: settings.scheduler,
    namespace: settings.namespace,
    context: cluster.provider.context,
    taint: TAINT,
    label: POD_SELECTOR,
    hold: spoken(settings.holdMs ?? (hold ? milliseconds(hold.hold) : 0)),
  };
}

/** The same and what only the cluster knows: the pause image that its nodes have, who the workers are and how big. */
export async function valuesFor(stage: Stage, step: Step): Promise<Values> {
  const nodes = await stage.look?.nodes();
  return {
    ...valuesBefore(stage, step),
    ...(nodes ? { pause: pauseImage(nodes), ...workerValues(nodes) } : {}),
  };
}
