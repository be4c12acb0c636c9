import type { ClusterStatus } from '../clusters/provider.ts';
import { UserError } from '../lib/errors.ts';
import { ensureCluster } from './ensure-cluster.ts';
import type { Step } from './content.ts';
import { removeEarlierPods } from './leftovers.ts';
import { ensureNamespace } from './namespace.ts';
import { removeFromNodes } from './node-leftovers.ts';
import { startScheduler } from './scheduler-control.ts';
import type { Stage } from './stage.ts';

/**
 * Makes what a step needs before it begins, and says so: the cluster, no leftovers of earlier plays on it, the scheduler. The
 * leftovers go first, pods before what is on nodes, so that no scheduler places a pod that is about to go.
 */
export async function meetNeeds(stage: Stage, step: Step): Promise<void> {
  const status = await surveyFor(stage, step);
  if (step.needs.includes('cluster') && status.state !== 'healthy') {
    stage.say(`This step needs a cluster, so that comes first.`);
    await ensureCluster(stage);
  }
  if (stage.look) {
    await ensureNamespace(stage, stage.look);
    await removeEarlierPods(stage, step, stage.look);
    await removeFromNodes(stage, stage.look);
  }
  if (step.needs.includes('scheduler')) await needScheduler(stage);
}

/** A step that needs no cluster is played where it cannot even be looked for. */
async function surveyFor(stage: Stage, { needs }: Step): Promise<ClusterStatus> {
  try {
    return await stage.survey();
  } catch (error) {
    if (!(error instanceof UserError) || needs.length > 0) throw error;
    return { state: 'absent' };
  }
}

async function needScheduler(stage: Stage): Promise<void> {
  const { scheduler, settings } = stage.workshop;
  if (!scheduler.find()) stage.say(`This step needs ${settings.scheduler} to run, so that comes first.`);
  await startScheduler(stage, { mode: 'bind' });
}
