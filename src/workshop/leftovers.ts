import type { Pod } from '../api/types.ts';
import { UserError } from '../lib/errors.ts';
import type { Step } from './content.ts';
import type { Look } from './look.ts';
import { POD_LABEL, POD_SELECTOR } from './marks.ts';
import { mustRunKubectl } from './run-command.ts';
import type { Stage } from './stage.ts';

/** The pods that a step is going to make must not be there yet; those of an earlier play are deleted. */
export async function removeEarlierPods(stage: Stage, step: Step, look: Look): Promise<void> {
  const found = (await look.pods()).filter((pod) => isOfStep(pod, step));
  const stranger = found.find((pod) => !isOurs(pod));
  if (stranger) throw notOurs(stranger, look.namespace);
  const why =
    found.length === 1
      ? `The pod ${found[0]?.metadata.name ?? ''} was made earlier and is in the way: it goes first.`
      : `${found.length} pods were made earlier and are in the way: they go first.`;
  await removePods(stage, found, why);
}

/** Deletes every pod that carries the workshop's label. */
export async function removeAllPods(stage: Stage, look: Look): Promise<void> {
  await removePods(stage, await look.pods(POD_SELECTOR), 'The pods that the workshop made are deleted.');
}

async function removePods(stage: Stage, pods: readonly Pod[], why: string): Promise<void> {
  if (pods.length === 0) return;
  const names = pods.map(({ metadata }) => metadata.name);
  stage.workshop.observe({ type: 'notice', level: 'info', text: why });
  await mustRunKubectl(stage, ['delete', 'pods', ...names, '--now', '--ignore-not-found']);
}

function notOurs({ metadata }: Pod, namespace: string): UserError {
  return new UserError(
    `the pod ${namespace}/${metadata.name} is there already, and the workshop did not make it (no label ${POD_LABEL})`,
    {
      next: `delete it yourself, or play in another namespace with -n`,
    },
  );
}

function isOurs({ metadata }: Pod): boolean {
  return metadata.labels?.[POD_LABEL] === 'true';
}

/** Whether it is one of those that the step makes: what is left of an earlier play would be in the way. */
export function isOfStep(pod: Pod, { removes }: Step): boolean {
  return removes.some((which) => isNamed(pod, which));
}

/** By its name, or by a label beside the workshop's own. */
function isNamed(pod: Pod, which: string): boolean {
  const [key = '', value] = which.split('=');
  if (value === undefined) return pod.metadata.name === which;
  return isOurs(pod) && pod.metadata.labels?.[key] === value;
}
