import { type Check, counted } from './check.ts';
import { BLOCKED, looksAt } from './watched-pod.ts';

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
  return [
    {
      id: 'blocked-failed-scheduling',
      title: 'blocked hung Pending with a reason for every node',
      ok: hung && event !== undefined && explainsAll(event.note, nodes),
      expected: `Pending, FailedScheduling from ${facts.scheduler}: 0/${nodes} nodes are available, a reason for each`,
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
