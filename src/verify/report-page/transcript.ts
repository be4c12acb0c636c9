import { visible } from '../../lib/html.ts';
import { eventText } from '../../scheduler/log-text.ts';
import type { CommandRan, JournalEntry } from '../../workshop/journal-entry.ts';
import { Hearing } from '../../workshop/hearing.ts';
import { type Chapter, titleOf } from './chapters.ts';
import type { Told } from './told.ts';

/** How a line of the terminal looks. */
export type Tone = 'title' | 'command' | 'output' | 'voice' | 'good' | 'bad' | 'dim';

/** A line of the terminal. */
export interface TerminalLine {
  readonly tone: Tone;
  readonly text: string;
}

/** What appears on the terminal at once. */
export interface Piece {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly lines: readonly TerminalLine[];
}

/** One play of a step as it would have looked on a terminal. */
export interface Scene {
  readonly chapter: Chapter;
  readonly title: string;
  readonly pieces: readonly Piece[];
}

/** Of one command's output so much is shown. */
const MOST_LINES = 60;
/** A line that is longer is cut. */
const LONGEST_LINE = 500;
/** Of a play so much is shown, in characters. */
const MOST_OF_A_PLAY = 40_000;
/** Of a whole recording so much is shown, the latest plays. */
const MOST_CHARACTERS = 240_000;

/**
 * The plays as they would have looked on a terminal: each command when it was typed, what it printed when it ended, what the scheduler said when it
 * said it. Long outputs are cut, with a sentence. `leftOut` plays at the beginning are more than a page should hold.
 */
export function transcriptOf(
  chapters: readonly Chapter[],
  told: readonly Told[],
): { readonly scenes: readonly Scene[]; readonly leftOut: number } {
  const scenes: Scene[] = [];
  const words = heard(told);
  let characters = 0;
  for (const chapter of chapters.toReversed()) {
    const scene = sceneOf(chapter, words);
    characters += scene.pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
    if (characters > MOST_CHARACTERS && scenes.length > 0) break;
    scenes.unshift(scene);
  }
  return { scenes, leftOut: chapters.length - scenes.length };
}

function sceneOf(chapter: Chapter, told: readonly Told[]): Scene {
  const title = oneLine(`Step ${chapter.step}: ${titleOf(chapter)}`);
  const pieces = [
    ...chapter.entries.flatMap((entry) => piecesOf(entry)),
    ...told
      .filter(({ at }) => at >= chapter.from && at < chapter.until)
      .flatMap(({ at, event }) => spoken(at, eventText(event))),
  ].toSorted((a, b) => a.at - b.at);
  const shown = pieces.slice(0, countWithin(pieces, MOST_OF_A_PLAY));
  const more = pieces.length - shown.length;
  const last = shown.at(-1)?.at ?? chapter.from;
  const heading = { at: chapter.from, lines: [{ tone: 'title', text: `── ${title} ──` } as const] };
  return {
    chapter,
    title,
    pieces: [heading, ...shown, ...(more > 0 ? [{ at: last, lines: [cut(`${more} more entries`)] }] : [])],
  };
}

/** What is worth a line: what was typed, printed, checked, and how it ended. */
function piecesOf(entry: JournalEntry): readonly Piece[] {
  const at = Date.parse(entry.at);
  switch (entry.kind) {
    case 'command':
      return [
        { at: Date.parse(entry.startedAt), lines: [line('command', `$ ${entry.line}`)] },
        { at, lines: printed(entry) },
      ].filter(({ lines }) => lines.length > 0);
    case 'scheduler-started':
      return [
        {
          at,
          lines: [
            line(
              'dim',
              `· the scheduler runs, pid ${entry.pid}, mode ${entry.mode}${entry.program === undefined ? '' : `: ${entry.program}`}`,
            ),
          ],
        },
      ];
    case 'scheduler-stopped':
      return [{ at, lines: [line('dim', `· the scheduler was stopped, pid ${entry.pid}`)] }];
    case 'observed': {
      const { pod, held } = entry;
      const long = held ? `, for ${held.seconds} s (${held.looks} looks)` : '';
      const where = pod.node === undefined ? 'on no node' : `on ${pod.node}`;
      return [{ at, lines: [line('dim', `· seen: ${pod.name} ${pod.phase} ${where}${long}`)] }];
    }
    case 'checked': {
      const { ok, title, seen, expected } = entry.finding;
      const rest = ok ? seen : `expected ${expected}; seen ${seen}`;
      return [{ at, lines: [line(ok ? 'good' : 'bad', `${ok ? '✔' : '✘'} ${title} (${rest})`)] }];
    }
    case 'step-finished': {
      const text = entry.ok ? `✔ step ${entry.step} is done` : `✘ step ${entry.step} did not come true`;
      return [{ at, lines: [line(entry.ok ? 'good' : 'bad', `${text} (${entry.seconds} s)`)] }];
    }
    // what the scheduler told stands at its own time; entries of another kind have no line
    default:
      return [];
  }
}

function printed({ stdout, stderr, exitCode }: CommandRan): readonly TerminalLine[] {
  const lines = [...linesOf(stdout), ...linesOf(stderr)];
  const more = lines.length - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES).map((text) => line('output', text)),
    ...(more > 0 ? [cut(`${more} more lines`)] : []),
    ...(exitCode === 0 ? [] : [line('bad', `exit code ${exitCode}`)]),
  ];
}

function spoken(at: number, text: string | undefined): readonly Piece[] {
  if (text === undefined) return [];
  return [{ at, lines: linesOf(text).map((each) => line('voice', `│ ${each}`)) }];
}

/** As the workshop's own terminal has it: of who binds, the binding says it again. */
function heard(told: readonly Told[]): readonly Told[] {
  const hearing = new Hearing();
  return told.filter(({ event }) => hearing.hears({ type: 'told', event }));
}

function linesOf(text: string): readonly string[] {
  const whole = visible(text).replace(/\n+$/, '');
  return whole === '' ? [] : whole.split('\n');
}

function line(tone: Tone, text: string): TerminalLine {
  const whole = oneLine(text);
  return { tone, text: whole.length > LONGEST_LINE ? `${whole.slice(0, LONGEST_LINE)}… (cut)` : whole };
}

function oneLine(text: string): string {
  return visible(text).replaceAll('\n', '␊').replaceAll('\t', '    ');
}

function cut(what: string): TerminalLine {
  return { tone: 'dim', text: `… ${what} stand in journal.jsonl` };
}

/** How many of them, from the first, are no longer than this together; at least one. */
function countWithin(pieces: readonly Piece[], most: number): number {
  let characters = 0;
  const end = pieces.findIndex((piece) => (characters += lengthOf(piece)) > most);
  return end === -1 ? pieces.length : Math.max(1, end);
}

/** With what a page puts around each line. */
function lengthOf({ lines }: Piece): number {
  return lines.reduce((sum, { text }) => sum + text.length + 20, 40);
}
