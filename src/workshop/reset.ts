import { guardReset } from './guard.ts';
import { removeAllPods, removeTaints } from './leftovers.ts';
import { stopScheduler } from './scheduler-control.ts';
import { Stage } from './stage.ts';
import type { Workshop } from './workshop.ts';

/**
 * Puts everything back: stops the scheduler, deletes the workshop's pods, removes its taint; with `cluster` deletes the cluster
 * instead. The journal stays for the caller to set aside.
 */
export async function reset(workshop: Workshop, options: { readonly cluster: boolean }): Promise<void> {
  guardReset(workshop);
  const stage = new Stage(workshop);
  const status = await stage.survey();
  if (stage.clusterId === undefined) stage.announce();
  await stopScheduler(stage);
  if (options.cluster) return deleteCluster(stage);
  if (!stage.look) {
    const why = status.state === 'unhealthy' ? `: ${status.problem}` : '';
    say(
      stage,
      `The cluster "${workshop.cluster.provider.name}" is not up${why}. There is nothing to put back on it.`,
    );
    return;
  }
  await removeAllPods(stage, stage.look);
  await removeTaints(stage, stage.look);
  say(stage, 'The workshop begins anew: no pods, no taint, no scheduler.');
}

async function deleteCluster(stage: Stage): Promise<void> {
  const { provider } = stage.workshop.cluster;
  const recorder = stage.recorder();
  await provider.delete({ signal: stage.workshop.signal, output: recorder });
  recorder.end(0);
  say(stage, `The cluster "${provider.name}" is deleted.`);
}

function say(stage: Stage, text: string): void {
  stage.workshop.observe({ type: 'notice', level: 'info', text });
}
