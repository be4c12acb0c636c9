import type { ClusterStatus } from '../clusters/provider.ts';
import { guardDeletion, guardReset } from './guard.ts';
import { removeAllPods } from './leftovers.ts';
import { removeFromNodes } from './node-leftovers.ts';
import { stopScheduler } from './scheduler-control.ts';
import { Stage } from './stage.ts';
import type { Workshop } from './workshop.ts';

/**
 * Puts everything back: stops the scheduler, deletes the workshop's pods, removes what it left on nodes; with `cluster` deletes the cluster
 * instead. The journal stays for the caller to set aside.
 */
export async function reset(workshop: Workshop, options: { readonly cluster: boolean }): Promise<void> {
  const stage = new Stage(workshop);
  const status = await stage.survey();
  if (options.cluster) guardDeletion(workshop);
  else guardReset(workshop);
  if (stage.clusterId === undefined) stage.announce();
  await stopScheduler(stage);
  if (options.cluster) return deleteCluster(stage);
  if (!stage.look) {
    sayNotUp(stage, status);
    return;
  }
  await removeAllPods(stage, stage.look);
  await removeFromNodes(stage, stage.look);
  stage.say('The workshop begins anew: no pods, no taint, no scheduler.');
}

function sayNotUp(stage: Stage, status: ClusterStatus): void {
  const cluster = `The cluster "${stage.workshop.cluster.provider.name}" is not up`;
  const text =
    status.state === 'unhealthy'
      ? `${cluster}: ${status.problem}. Pods and taints on it stay: reset it again when it is up.`
      : `${cluster}. There is nothing to put back on it.`;
  stage.say(text);
}

async function deleteCluster(stage: Stage): Promise<void> {
  const { provider } = stage.workshop.cluster;
  const recorder = stage.recorder();
  await provider.delete({ signal: stage.workshop.signal, output: recorder });
  recorder.end(0);
  stage.say(`The cluster "${provider.name}" is deleted.`);
}
