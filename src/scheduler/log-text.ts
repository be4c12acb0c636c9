import { counted, tenths } from '../lib/words.ts';
import type { Ended, NodeVerdict, PodRef, SchedulerEvent } from './events.ts';
import { podText } from '../api/pods.ts';

const MAX_NAMES = 4;

/**
 * One event as a person reads it, without colours; undefined when there is nothing to say at the default level. The
 * lines for `running`, `bound` and `unschedulable` are the workshop's own wording and stay exactly so.
 */
export function eventText(event: SchedulerEvent): string | undefined {
  if (event.seen !== undefined) return seenText(event);
  switch (event.type) {
    case 'waiting-to-lead':
      return `waiting to lead: ${event.leader} holds the lease ${event.lease}`;
    case 'leading':
      return `leading: ${event.leader} holds the lease ${event.lease}`;
    case 'lost':
      return `lost the lease ${event.lease}${event.leader === '' ? '' : ` to ${event.leader}`}`;
    case 'running':
      return `${event.scheduler} running`;
    case 'noticed':
      return `noticed ${podText(event.pod)}: it has no node yet`;
    case 'decided':
      return `decided ${podText(event.pod)} -> ${event.node} (has ${event.hadPods} pods)`;
    case 'bound':
      return `bound ${podText(event.pod)} -> ${event.node} (had ${event.hadPods} pods)`;
    case 'unschedulable':
      return `failed to schedule ${podText(event.pod)}: no feasible node for ${event.pod.name}: ${event.message}`;
    case 'preempting':
      return `preempting ${podNames(event.victims)} on ${event.node} for ${podText(event.pod)}`;
    case 'bind-failed':
      return `${event.retry ? 'could not bind' : 'did not bind'} ${podText(event.pod)} -> ${event.node}: ${event.message}${event.retry ? '; it is tried again' : ''}`;
    case 'requeued':
      return `trying ${podText(event.pod)} again: ${event.cause}`;
    case 'connection':
      return event.state === 'lost'
        ? `lost the watch on ${event.resource}: ${event.message}; trying again`
        : `watching ${event.resource} again`;
    case 'warning':
      return `warning: ${event.message}`;
    case 'paused':
      return 'scheduling is paused';
    case 'resumed':
      return 'scheduling goes on';
    case 'policy':
      return `policy ${event.policy} from now on`;
    case 'stopped':
      return `${event.scheduler} stopped after ${event.seconds} s: ${counted(event.bound, 'pod')} bound, ${counted(event.failed, 'failed attempt')}, ${event.pending} waiting`;
    case 'said':
      return `it says: ${event.text}`;
    case 'ended':
      return endedText(event);
  }
}

/** What is known from outside says how it is known; what another line says already says nothing. */
function seenText(event: SchedulerEvent): string | undefined {
  switch (event.type) {
    case 'running':
      return `${event.scheduler} runs: it has asked for pods`;
    case 'decided':
      return event.seen === 'output'
        ? `its output names ${podText(event.pod)} and the node ${event.node} (has ${event.hadPods} pods)`
        : undefined;
    case 'bound':
      return `the cluster shows ${podText(event.pod)} -> ${event.node} (had ${event.hadPods} pods)`;
    case 'unschedulable':
      return `the cluster shows that ${podText(event.pod)} was refused: ${event.message}`;
    case 'stopped':
      return `${event.scheduler} was stopped: the cluster shows ${counted(event.bound, 'pod')} placed, ${event.pending} waiting`;
    default:
      return undefined;
  }
}

function endedText({ program, code, last }: Ended): string {
  const words = last.length > 0 ? `; its last words: ${last.join(' | ')}` : ' and said nothing';
  return `${program} has ended by itself (exit code ${code})${words}`;
}

/** One node of a decision: why it is out, or its scores. */
export function verdictText({ node, fits, reasons, detail, scores, total }: NodeVerdict): string {
  if (!fits) return `${node}: ${(reasons ?? []).join(', ')}${detail ? ` (${detail})` : ''}`;
  const parts = Object.entries(scores ?? {}).map(
    ([plugin, { score, weight }]) => `${plugin} ${tenths(score)}×${weight}`,
  );
  return `${node}: ${tenths(total ?? 0)} = ${parts.join(' + ')}`;
}

/** The first few: a node may hold a hundred. */
function podNames(pods: readonly PodRef[]): string {
  const names = pods.slice(0, MAX_NAMES).map(podText).join(', ');
  return pods.length > MAX_NAMES ? `${names} and ${pods.length - MAX_NAMES} more` : names;
}
