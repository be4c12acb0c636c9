import type { ClusterProvider } from '../clusters/provider.ts';
import { UserError } from '../lib/errors.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { findOut } from './checks/index.ts';
import type { Step } from './content.ts';
import type { Finding } from './finding.ts';
import type { JournalEntry, SchedulerStarted } from './journal-entry.ts';
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
  const entries = entriesOf(workshop.journal.entries(), stage.clusterId);
  const play = latestPlay(entries, step.number);
  const told = play.flatMap(toldIn);
  // the one that an earlier step started may have gone on
  const upToIt = entries.slice(0, entries.findLastIndex((entry) => entry === play.at(-1)) + 1);
  const isOwn = starts(upToIt).at(-1)?.program !== undefined;
  // a step that a person typed was told to the person alone
  const toldIsKnown = play.length > 0 && !starts(play).some(({ attached }) => attached);
  const world = worldOf(stage, await valuesFor(stage, step), told, { toldIsKnown, isOwn });
  const findings = [];
  for (const check of checksFor(step, { policy: workshop.settings.policy, isOwn }))
    findings.push(await findOut(check, world));
  return findings.filter((finding) => finding !== undefined);
}

function toldIn(entry: JournalEntry): SchedulerEvent[] {
  return entry.kind === 'scheduler-told' && isEvent(entry.event) ? [entry.event] : [];
}

function starts(entries: readonly JournalEntry[]): readonly SchedulerStarted[] {
  return entries.filter((entry) => entry.kind === 'scheduler-started');
}

function noCluster({ name, owned }: ClusterProvider, problem: string | undefined): UserError {
  return new UserError(`the cluster "${name}" is not up${problem ? `: ${problem}` : ''}`, {
    next: owned
      ? 'kubectl minisched workshop step 1 makes it, or starts it again'
      : 'start it with the tool that made it',
  });
}
