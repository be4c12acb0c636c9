import type { SchedulerEvent } from '../../scheduler/events.ts';
import { eventText } from '../../scheduler/log-text.ts';
import { podText } from '../../api/pods.ts';
import { timeText } from '../../view/amounts.ts';
import type { StreamEntry } from '../../view/story.ts';
import { shortReason } from '../../view/waiting-facts.ts';
import { type Line, span } from '../line.ts';
import type { Marks } from '../marks.ts';
import { type Model, streamOf } from '../model.ts';
import type { Tone } from '../theme.ts';
import { counted, type PanelText } from './panel-text.ts';

/** What the scheduler does, the newest first. */
export function decisionsPanel(model: Model): PanelText {
  const { ui, story, about } = model;
  const { filter, list } = ui.panels.decisions;
  const stream = streamOf(model);
  const newer = ui.held === undefined ? 0 : story.told - ui.held;
  const held = ui.held === undefined ? '' : `  held, ${newer} newer: g`;
  return {
    title: counted('decisions', stream.matching, stream.total, filter) + held,
    rows: stream.rows.map((entry) => entryLine(entry, ui.wide, about.marks)),
    cursor: list.cursor - stream.from,
    empty:
      filter === ''
        ? `nothing yet: pods with schedulerName ${about.scheduler} show up here`
        : 'no line has these words',
  };
}

/** One entry: when, a sign for what, and the words. */
export function entryLine({ event }: StreamEntry, wide: boolean, marks: Marks): Line {
  const { sign, tone, text } = wordsOf(event, wide, marks);
  return [
    span(`${timeText(event.time)} `, 'dim'),
    span(`${sign} `, tone),
    span(text, tone === 'dim' ? 'dim' : 'normal'),
  ];
}

interface Words {
  readonly sign: string;
  readonly tone: Tone;
  readonly text: string;
}

function wordsOf(event: SchedulerEvent, wide: boolean, marks: Marks): Words {
  const { good, bad, between, arrow } = marks;
  switch (event.type) {
    case 'bound': {
      const more = wide ? `  try ${event.attempts}, ${event.milliseconds} ms` : '';
      return {
        sign: good,
        tone: 'good',
        text: `${podText(event.pod)} ${arrow} ${event.node} (had ${event.hadPods} pods)${more}`,
      };
    }
    case 'decided':
      return {
        sign: good,
        tone: 'accent',
        text: `${podText(event.pod)} ${arrow} ${event.node} (has ${event.hadPods} pods), not bound`,
      };
    case 'unschedulable':
      return {
        sign: bad,
        tone: 'bad',
        text: `${podText(event.pod)} fits nowhere: ${shortReason(event.message)}`,
      };
    case 'preempting':
    case 'bind-failed':
    case 'warning':
      return { sign: '!', tone: 'warn', text: eventText(event) ?? '' };
    case 'connection':
      return { sign: '!', tone: event.state === 'lost' ? 'bad' : 'good', text: eventText(event) ?? '' };
    case 'ended':
      return { sign: bad, tone: 'bad', text: eventText(event) ?? '' };
    case 'noticed':
      return { sign: between, tone: 'dim', text: `${podText(event.pod)} came in` };
    default:
      return { sign: between, tone: 'dim', text: eventText(event) ?? '' };
  }
}
