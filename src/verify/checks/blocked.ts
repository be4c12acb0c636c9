import { counted, listed } from '../../lib/words.ts';
import { workers } from '../facts.ts';
import { moment, timeText } from '../moment.ts';
import { boundAt, boundBetween, untaintCommand } from '../turning-points.ts';
import { programOf } from '../own-program.ts';
import type { Check } from './check.ts';
import { BLOCKED, type Looks, looksAt } from './watched-pod.ts';
import { TAINT } from '../../workshop/marks.ts';

/** While the blocked pod hung, every worker carried the taint. */
export const blockedTainted: Check = (facts) => {
  const looks = looksAt(facts, BLOCKED);
  if (!looks) return [];
  const taints = looks.pending.workerTaints;
  const names = [...new Set([...workers(facts).map((node) => node.name), ...Object.keys(taints)])];
  const without = names.filter((name) => !taints[name]?.includes(TAINT));
  return [
    {
      id: 'blocked-tainted',
      title: 'All workers carried the taint while blocked hung',
      ok: names.length > 0 && without.length === 0,
      expected: `${TAINT} on every worker`,
      seen: without.length > 0 ? `not on ${listed(without)}` : `on ${listed(names)}`,
      source: 'journal',
    },
  ];
};

/** The blocked pod hung Pending, and our scheduler told why: a reason for every node of the cluster. */
export const blockedFailedScheduling: Check = (facts) => {
  const looks = looksAt(facts, BLOCKED);
  if (!looks) return [];
  const { pod } = looks.pending;
  const event = pod.events.find(
    (event) => event.reason === 'FailedScheduling' && event.from === facts.scheduler,
  );
  const nodes = facts.cluster.nodes.length;
  const hung = pod.phase === 'Pending' && !pod.node;
  const isOwn = programOf(looks.play) !== undefined;
  const says = event !== undefined && (isOwn ? event.note.trim() !== '' : explainsAll(event.note, nodes));
  return [
    {
      id: 'blocked-failed-scheduling',
      title: isOwn
        ? 'blocked hung Pending with a reason'
        : 'blocked hung Pending with a reason for every node',
      ok: hung && says,
      expected: `Pending, FailedScheduling from ${facts.scheduler}${isOwn ? ', in words of its own' : `: 0/${nodes} nodes are available, a reason for each`}`,
      seen: `${pod.phase} on ${pod.node ?? 'no node'}, ${event ? `"${event.note}"` : `no FailedScheduling from ${facts.scheduler} among ${counted(pod.events.length, 'event')}`}`,
      source: 'journal',
    },
  ];
};

/**
 * `0/4 nodes are available: 4 node(s) had untolerated taint(s).` speaks of all four. Kubernetes before 1.34 names the
 * taints (`1 node(s) had untolerated taint {…}, 3 node(s) …`); what follows "preemption:" counts nodes again.
 */
function explainsAll(note: string, nodes: number): boolean {
  const [main = ''] = note.split(/\bpreemption:/i);
  if (!main.includes(`0/${nodes} nodes are available:`) || !main.includes('untolerated taint')) return false;
  const reasons = main.slice(main.indexOf(':') + 1);
  const explained = [...reasons.matchAll(/(\d+) node\(s\)/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  return explained === nodes;
}

/** The blocked pod was bound after the taint had been removed. */
export const blockedBound: Check = (facts) => {
  const looks = looksAt(facts, BLOCKED);
  if (!looks) return [];
  const { ok, seen } = binding(looks);
  return [
    {
      id: 'blocked-bound-after-untaint',
      title: 'blocked was bound once the taint was removed',
      ok,
      expected: 'taint removed, then blocked bound',
      seen,
      source: 'journal',
    },
  ];
};

function binding({ play, pending, placed }: Looks): { ok: boolean; seen: string } {
  const still = Object.entries(placed.workerTaints).filter(([, taints]) => taints.includes(TAINT));
  if (still.length > 0) {
    return { ok: false, seen: `placed while still tainted: ${listed(still.map(([name]) => name))}` };
  }
  const bound = boundAt(placed);
  if (!placed.pod.node || !bound) return { ok: false, seen: 'placed on no node, or at no time' };
  const removed = untaintCommand(play, pending, placed);
  const ok = boundBetween(moment(removed?.startedAt ?? pending.at, 'journal'), placed);
  const when = removed
    ? `removed at ${timeText(removed.startedAt)}`
    : `removed after ${timeText(pending.at)}`;
  return { ok, seen: `${when}, bound to ${placed.pod.node} at ${timeText(bound.at)}` };
}
