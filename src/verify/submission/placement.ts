import { scheduledEvent } from '../checks/scheduled-event.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { PLACED_PODS, podFact, workers } from '../facts.ts';
import { plain, table } from '../markdown.ts';
import { timeText } from '../moment.ts';
import { quotedOutput } from './quoted.ts';

/** The second thing to hand in: which pod is on which node, and who placed it there. */
export function placementSection(evidence: Evidence, outputs: OutputTexts): string {
  return [
    '## 2. Placement on the multi-node cluster',
    podTable(evidence),
    nodeTable(evidence),
    quotedOutput(evidence, outputs, 'get-nodes'),
    quotedOutput(evidence, outputs, 'get-pods'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function podTable({ facts }: Evidence): string {
  const rows = PLACED_PODS.map((name) => {
    const pod = podFact(facts, name);
    if (!pod) return [name, '_not found_', '', '', '', ''];
    const found = scheduledEvent(facts, pod, facts.story.placement);
    const event = found ? `${plain(found.event.note)} (${found.source})` : '_none_';
    const at = pod.scheduledAt ? timeText(pod.scheduledAt) : '';
    return [name, pod.node ?? '_none_', pod.phase, `\`${pod.schedulerName}\``, at, event];
  });
  return table(['pod', 'node', 'phase', 'schedulerName', 'placed at', 'Scheduled event'], rows);
}

function nodeTable({ facts }: Evidence): string {
  const names = new Set(workers(facts).map((node) => node.name));
  const rows = facts.cluster.nodes.map((node) => {
    const pods = PLACED_PODS.filter((name) => podFact(facts, name)?.node === node.name);
    const state = node.ready ? 'Ready' : 'not Ready';
    return [
      node.name,
      names.has(node.name) ? 'worker' : 'control plane',
      state,
      node.kubelet,
      pods.join(', ') || '–',
    ];
  });
  return table(['node', 'role', 'state', 'kubelet', 'its pods'], rows);
}
