import { podText } from '../../api/pods.ts';
import { durationText } from '../../view/amounts.ts';
import type { WaitingPod } from '../../view/waiting-facts.ts';
import { layoutOf, type Model } from '../model.ts';
import { type Cell, type Column, headRow, row, widest, widthsOf } from '../table.ts';
import { counted, type PanelText } from './panel-text.ts';

interface QueueColumn extends Column {
  readonly cell: (waiting: WaitingPod) => Cell;
}

/** The pods that wait, and why. */
export function queuePanel(model: Model): PanelText {
  const { facts, ui, story, about } = model;
  const { queue } = facts;
  const { filter, list } = ui.panels.queue;
  const width = layoutOf(model).panels.queue.width - 2;
  const columns = columnsFor(queue.rows, width, { wide: ui.wide, paused: story.paused });
  const widths = widthsOf(columns, width);
  const { more } = about.marks;
  return {
    title: counted('queue', queue.matching, queue.total, filter),
    head: headRow(columns, widths, more),
    rows: queue.rows.map((one) =>
      row(
        columns,
        widths,
        columns.map(({ cell }) => cell(one)),
        more,
      ),
    ),
    cursor: list.cursor - queue.from,
    empty: filter === '' ? 'no pod waits' : 'no waiting pod has these words',
  };
}

function columnsFor(
  rows: readonly WaitingPod[],
  width: number,
  { wide, paused }: { readonly wide: boolean; readonly paused: boolean },
): readonly QueueColumn[] {
  const names = widest(
    'POD',
    rows.map(({ pod }) => podText(pod)),
    Math.max(16, Math.floor(width * 0.4)),
  );
  const more: readonly QueueColumn[] = [
    { head: 'WAITED', width: 6, cell: ({ waitedMs }) => ({ text: durationText(waitedMs) }) },
    { head: 'PRIORITY', width: 8, align: 'right', cell: ({ priority }) => ({ text: String(priority) }) },
  ];
  return [
    { head: 'POD', width: names, cell: ({ pod }) => ({ text: podText(pod) }) },
    { head: 'TRIES', width: 5, align: 'right', cell: ({ attempts }) => ({ text: String(attempts) }) },
    { head: 'NEXT TRY', width: 12, cell: (one) => ({ text: nextTry(one, paused), tone: 'accent' }) },
    ...(wide ? more : []),
    { head: 'WHY', cell: ({ reason }) => ({ text: reason, tone: 'bad' }) },
  ];
}

/** A parked pod waits for a change that may help it, and for no longer than the time that is said; a gated one for its own change. */
export function nextTry({ place, nextTryMs }: WaitingPod, paused: boolean): string {
  if (place === 'parked') return `change/${durationText(nextTryMs)}`;
  if (place === 'gated') return 'gated';
  if (paused) return 'paused';
  return place === 'backoff' ? `in ${durationText(nextTryMs + 999)}` : 'now';
}
