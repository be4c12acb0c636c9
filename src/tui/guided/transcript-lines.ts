import { eventText } from '../../scheduler/log-text.ts';
import type { WorkshopEvent } from '../../workshop/events.ts';
import { Hearing } from '../../workshop/hearing.ts';
import { plainLines } from '../../workshop/plain.ts';
import { piecesOf, type Style, type Tone as WorkshopTone } from '../../workshop/style.ts';
import { type Line, span } from '../line.ts';
import type { Tone } from '../theme.ts';
import { wrapLine } from '../wrap-line.ts';

/** A step as lines, and where in them each of its events begins. */
export interface TranscriptLines {
  readonly lines: readonly Line[];
  readonly starts: readonly number[];
}

/** What a long line goes on under: not the sign before it, but its words. */
const HANG: Readonly<Partial<Record<WorkshopEvent['type'], number>>> = { command: 4, told: 2 };

/** What was told, in the words of the plain output. What has a place of its own on the screen is left out: headings, waits. */
export function transcriptLines(
  events: readonly WorkshopEvent[],
  width: number,
  style: Style,
): TranscriptLines {
  const hearing = new Hearing();
  const lines: Line[] = [];
  const starts = events.map((event, at) => {
    const start = lines.length;
    if (!hearing.hears(event) || isShownElsewhere(event)) return start;
    if (event.type === 'check' && events[at - 1]?.type !== 'check') lines.push([]);
    const texts = plainLines(event, style, eventText).flatMap((text) => text.split('\n'));
    // the first line of a screen is not left empty
    const shown = start === 0 && texts[0] === '' ? texts.slice(1) : texts;
    for (const text of shown) lines.push(...wrapLine(paintedLine(text), width, HANG[event.type]));
    return start;
  });
  return { lines, starts };
}

function isShownElsewhere({ type }: WorkshopEvent): boolean {
  return type === 'run-began' || type === 'run-ended' || type === 'step-began' || type === 'waiting';
}

const TONES: Readonly<Record<WorkshopTone, Tone>> = {
  title: 'title',
  good: 'good',
  bad: 'bad',
  warning: 'warn',
  dim: 'dim',
  command: 'title',
  code: 'accent',
  voice: 'accent',
  strong: 'title',
};

/** A line that was painted for a plain terminal, in the tones of the screen's theme. */
export function paintedLine(text: string): Line {
  return piecesOf(text).map((piece) => span(piece.text, piece.tone && TONES[piece.tone]));
}
