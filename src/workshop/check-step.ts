import type { ClusterProvider } from '../clusters/provider.ts';
import { UserError } from '../lib/errors.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { findOut } from './checks/index.ts';
import type { Step } from './content.ts';
import type { Finding } from './finding.ts';
import type { JournalEntry } from './journal-entry.ts';
import { checksFor, worldOf } from './scene-checks.ts';
import { isEvent } from './scheduler-log.ts';
import { Stage } from './stage.ts';
import { entriesOf, latestPlay } from './status.ts';
import { valuesFor } from './values.ts';
import type { Workshop } from './workshop.ts';

/** Asks the checks of one step as things are now, and changes nothing. What the scheduler said is read from the journal. */
export async function checkStep(workshop: Workshop, step: Step): Promise<Finding[]> {
  const { provider } = workshop.cluster;
  const stage = new Stage(workshop);
  const status = await provider.status(stage.quietly());
  // a context that does not exist is said best by who reads the kubeconfig
  if (status.state === 'absent' && !provider.owned) await workshop.cluster.connect();
  if (status.state !== 'healthy')
    throw noCluster(provider, status.state === 'unhealthy' ? status.problem : undefined);
  await stage.connect();
  const play = latestPlay(entriesOf(workshop.journal.entries(), stage.clusterId), step.number);
  const told = play.flatMap(toldIn);
  const world = worldOf(stage, await valuesFor(stage, step), told, !wasAttached(play));
  const findings = [];
  for (const check of checksFor(step, workshop.settings.policy)) findings.push(await findOut(check, world));
  return findings.filter((finding) => finding !== undefined);
}

function toldIn(entry: JournalEntry): SchedulerEvent[] {
  return entry.kind === 'scheduler-told' && isEvent(entry.event) ? [entry.event] : [];
}

function wasAttached(play: readonly JournalEntry[]): boolean {
  return play.some((entry) => entry.kind === 'scheduler-started' && entry.attached);
}

function noCluster({ name, owned }: ClusterProvider, problem: string | undefined): UserError {
  return new UserError(`the cluster "${name}" is not up${problem ? `: ${problem}` : ''}`, {
    next: owned
      ? 'kubectl minisched workshop step 1 makes it, or starts it again'
      : 'start it with the tool that made it',
  });
}
