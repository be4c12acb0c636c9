import type { PodRef } from '../../scheduler/events.ts';
import { bytesText, cpuText, timeText } from '../../view/amounts.ts';
import type { PodDetails } from '../../view/pod-details.ts';
import { type Line, span, wrap } from '../line.ts';
import type { Model } from '../model.ts';
import { nextTry } from '../panels/queue-panel.ts';
import { filterTable, scoreTable } from './verdict-tables.ts';

const LABEL = 12;

/** A pod: where it is, what it asks for, what every node said, and what would have to change for it to fit. */
export function podLines(
  { facts, story, about: { marks } }: Model,
  ref: PodRef,
  width: number,
): readonly Line[] {
  const { pod } = facts;
  if (!pod || pod.pod.uid !== ref.uid) return [[span('reading', 'dim')]];
  const { verdicts } = pod;
  return [
    ...field('state', stateText(pod, story.paused), width),
    ...field(
      'asks for',
      `cpu ${cpuText(pod.requests.cpuMilli)}  memory ${bytesText(pod.requests.memory)}`,
      width,
    ),
    ...field('tolerates', pod.tolerations.join('  ') || 'nothing', width),
    ...adviceLines(pod, width),
    [],
    ...(verdicts
      ? [
          [span(headline(verdicts), 'title')],
          ...filterTable(verdicts, width, marks),
          ...scoreTable(verdicts, width, marks),
        ]
      : [
          [
            span(
              'what was decided is not kept: too many decisions came since, or too many nodes a second',
              'dim',
            ),
          ],
        ]),
  ];
}

function headline({ decidedAt, feasible, known }: NonNullable<PodDetails['verdicts']>): string {
  const when = decidedAt === undefined ? 'now' : `as decided at ${timeText(decidedAt)} UTC`;
  return `${feasible} of ${known} nodes fit, ${when}`;
}

function stateText({ place, node, waiting }: PodDetails, paused: boolean): string {
  switch (place) {
    case 'waiting': {
      if (!waiting) return 'waiting';
      const tries = `${waiting.attempts} ${waiting.attempts === 1 ? 'try' : 'tries'} so far`;
      const next = nextTry(waiting, paused).replace(
        /^change\//,
        'on a change that can help, at the latest in ',
      );
      return `waiting, ${tries}; next: ${next}`;
    }
    case 'deciding':
      return node ? `being bound to ${node}` : 'being decided';
    case 'bound':
      return `on ${node}`;
    case 'gone':
      return node ? `gone (was bound to ${node}, or has finished)` : 'gone';
  }
}

function adviceLines({ advice }: PodDetails, width: number): readonly Line[] {
  if (advice.length === 0) return [];
  const lines = advice.flatMap((text) => wrap(`- ${text}`, width));
  return [
    [],
    [span('to make it fit, one of', 'title')],
    ...lines.map((line): Line => [span(line, 'accent')]),
  ];
}

function field(label: string, text: string, width: number): readonly Line[] {
  return wrap(text, Math.max(10, width - LABEL)).map((line, at): Line => [
    span((at === 0 ? label : '').padEnd(LABEL), 'dim'),
    span(line),
  ]);
}
