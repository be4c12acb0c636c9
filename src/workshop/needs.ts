import { ensureCluster } from './ensure-cluster.ts';
import type { Step } from './content.ts';
import { removeEarlierPods, removeTaints } from './leftovers.ts';
import { startScheduler } from './scheduler-control.ts';
import type { Stage } from './stage.ts';

/**
 * Makes what a step needs before it begins, and says so: the cluster, no leftovers of earlier plays on it, the scheduler. The
 * leftovers go first, pods before taints, so that no scheduler places a pod that is about to go.
 */
export async function meetNeeds(stage: Stage, step: Step): Promise<void> {
  const status = await stage.survey();
  if (step.needs.includes('cluster') && status.state !== 'healthy') {
    say(stage, `This step needs a cluster, so that comes first.`);
    await ensureCluster(stage);
  }
  if (stage.look) {
    await removeEarlierPods(stage, step, stage.look);
    await removeTaints(stage, stage.look);
  }
  if (step.needs.includes('scheduler')) await needScheduler(stage);
}

async function needScheduler(stage: Stage): Promise<void> {
  const { scheduler, settings } = stage.workshop;
  if (!scheduler.find()) say(stage, `This step needs ${settings.scheduler} to run, so that comes first.`);
  await startScheduler(stage, 'bind');
}

function say(stage: Stage, text: string): void {
  stage.workshop.observe({ type: 'notice', level: 'info', text });
}
