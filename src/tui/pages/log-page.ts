import { eventText } from '../../scheduler/log-text.ts';
import { timeText } from '../../view/amounts.ts';
import { type Line, span } from '../line.ts';
import type { Model } from '../model.ts';

/** The log's latest lines as the file has them, the newest last, and where the file is. */
export function logLines({ story, about }: Model, _width: number): readonly Line[] {
  const file = about.logFile === undefined ? 'no log file could be written' : `all of it: ${about.logFile}`;
  return [
    [span(file, 'dim')],
    ...story.stream.map(({ event }): Line => [
      span(`${timeText(event.time)} `, 'dim'),
      span(eventText(event) ?? ''),
    ]),
  ];
}
