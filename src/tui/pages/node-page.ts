import { bytesText, cpuText } from '../../view/amounts.ts';
import type { NodeDetails, Share } from '../../view/node-facts.ts';
import { bar, percent, shareTone } from '../bar.ts';
import { type Line, span, wrap } from '../line.ts';
import type { Marks } from '../marks.ts';
import type { Model } from '../model.ts';
import { type Column, headRow, row, widest, widthsOf } from '../table.ts';

const LABEL = 12;
const BAR = 20;

/** A node with its pods and what they ask for. */
export function nodeLines({ facts, about: { marks } }: Model, name: string, width: number): readonly Line[] {
  const { node } = facts;
  if (!node || node.name !== name) return [[span(`there is no node ${name} any more`, 'warn')]];
  return [
    field(
      'state',
      `${node.ready === 'True' ? 'Ready' : `not ready (${node.ready})`}${node.cordoned ? ', cordoned: no new pods' : ''}`,
    ),
    ...(node.readyMessage && node.ready !== 'True' ? [field('', node.readyMessage)] : []),
    shareLine('pods', node.pods, String, marks),
    shareLine('cpu', node.cpu, cpuText, marks),
    shareLine('memory', node.memory, bytesText, marks),
    field('taints', node.taints.join('  ') || 'none'),
    field('zone', node.zone || 'none'),
    field('kubelet', node.kubelet),
    [],
    ...podTable(node, width, marks),
    [],
    [span('labels', 'dim')],
    ...node.labels.flatMap((label) => wrap(label, width).map((line): Line => [span(line)])),
  ];
}

function field(label: string, text: string): Line {
  return [span(label.padEnd(LABEL), 'dim'), span(text)];
}

function shareLine(label: string, share: Share, text: (amount: number) => string, marks: Marks): Line {
  return [
    span(label.padEnd(LABEL), 'dim'),
    span(bar(share, BAR, marks), shareTone(share)),
    span(`  ${text(share.used)} of ${text(share.of)}  ${percent(share)}`),
  ];
}

function podTable({ onIt, pods, podCount }: NodeDetails, width: number, { more }: Marks): Line[] {
  const columns: readonly Column[] = [
    {
      head: 'POD',
      width: widest(
        'POD',
        onIt.map(({ name }) => name),
        Math.max(20, Math.floor(width * 0.5)),
      ),
    },
    { head: 'CPU', width: 6, align: 'right' },
    { head: 'MEMORY', width: 7, align: 'right' },
    { head: 'PHASE', width: 11 },
    { head: 'SCHEDULER' },
  ];
  const widths = widthsOf(columns, width);
  const daemons = pods.used - podCount;
  return [
    [
      span(
        `${pods.used} pods hold a place here${daemons > 0 ? `, ${daemons} of them daemons` : ''}`,
        'title',
      ),
    ],
    headRow(columns, widths, more),
    ...onIt.map((pod) =>
      row(
        columns,
        widths,
        [pod.name, cpuText(pod.cpuMilli), bytesText(pod.memory), pod.phase, pod.scheduler].map((text) => ({
          text,
        })),
        more,
      ),
    ),
    ...(pods.used > onIt.length ? [[span(`and ${pods.used - onIt.length} more`, 'dim')]] : []),
  ];
}
