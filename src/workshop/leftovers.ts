import type { Node, Pod } from '../api/types.ts';
import { UserError } from '../lib/errors.ts';
import type { Step } from './content.ts';
import { mayChange } from './guard.ts';
import type { Look } from './look.ts';
import { POD_LABEL, POD_SELECTOR, TAINT } from './marks.ts';
import { taintText } from './nodes.ts';
import { runKubectl } from './run-command.ts';
import type { Stage } from './stage.ts';

/** Taints that an interrupted play left on nodes are noticed, and removed where that is allowed. */
export async function removeTaints(stage: Stage, look: Look): Promise<void> {
  const names = (await look.nodes()).filter(isTainted).map(({ metadata }) => metadata.name);
  if (names.length === 0) return;
  const allowed = mayChange(stage.workshop);
  stage.workshop.observe({
    type: 'notice',
    level: 'warning',
    text: `An earlier play left the taint ${TAINT} on ${names.join(', ')}${allowed ? ': removing it.' : ': --yes would remove it.'}`,
  });
  if (allowed) await must(stage, ['taint', 'nodes', ...names, `${TAINT}-`]);
}

/** The pods that a step is going to make must not be there yet; those of an earlier play are deleted. */
export async function removeEarlierPods(stage: Stage, step: Step, look: Look): Promise<void> {
  const found = (await look.pods()).filter(({ metadata }) => step.removes.includes(metadata.name));
  const stranger = found.find((pod) => !isOurs(pod));
  if (stranger) throw notOurs(stranger, look.namespace);
  await removePods(stage, found);
}

/** Deletes every pod that carries the workshop's label. */
export async function removeAllPods(stage: Stage, look: Look): Promise<void> {
  await removePods(stage, await look.pods(POD_SELECTOR));
}

async function removePods(stage: Stage, pods: readonly Pod[]): Promise<void> {
  if (pods.length === 0) return;
  const names = pods.map(({ metadata }) => metadata.name);
  stage.workshop.observe({
    type: 'notice',
    level: 'info',
    text: `${names.length === 1 ? 'A pod' : `${names.length} pods`} of an earlier play would be in the way, and go first.`,
  });
  await must(stage, ['delete', 'pods', ...names, '--now', '--ignore-not-found']);
}

async function must(stage: Stage, args: readonly string[]): Promise<void> {
  const result = await runKubectl(stage, args);
  if (result.exitCode === 0) return;
  throw new UserError(
    `\`${result.line}\` failed: ${result.stderr.trim() || `exit code ${result.exitCode}`}`,
    {
      next: 'mend that, then run the same again',
    },
  );
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

function isTainted({ spec }: Node): boolean {
  return (spec?.taints ?? []).map(taintText).includes(TAINT);
}
