import type { Scene, Tone } from './transcript.ts';

/** The size of the terminal that is drawn, in cells. */
export const SIZE = { columns: 100, rows: 30 } as const;

/** Seconds: a longer silence is played as so long. */
const IDLE_LIMIT = 2;

/** The first line of a recording: https://docs.asciinema.org/manual/asciicast/v2 */
export interface CastHeader {
  readonly version: 2;
  readonly width: number;
  readonly height: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly idle_time_limit: number;
  readonly title: string;
  readonly env: { readonly TERM: string };
}

/** Seconds since the beginning; `o` is output, `m` a mark with a name; the data. */
export type CastEvent = readonly [time: number, code: 'o' | 'm', data: string];

/** A terminal session in asciinema's format, version 2. */
export interface Cast {
  readonly header: CastHeader;
  readonly events: readonly CastEvent[];
}

/** As a terminal's colours: those that can be read on dark and on light ground. */
const SGR: Readonly<Record<Tone, string>> = {
  title: '1;34',
  command: '1',
  output: '',
  voice: '36',
  good: '32',
  bad: '31',
  dim: '2',
};

/** The plays as one recording, with the times at which things happened. Undefined when there is nothing to record. */
export function castOf(scenes: readonly Scene[], about: string): Cast | undefined {
  const pieces = scenes.flatMap(({ title, pieces }) =>
    pieces.map((piece, at) => ({ ...piece, mark: at === 0 ? title : undefined })),
  );
  const [first] = pieces;
  if (!first) return undefined;
  let latest = 0;
  const events = pieces.flatMap(({ at, lines, mark }): readonly CastEvent[] => {
    // times of a recording never go back; a clock may
    latest = Math.max(latest, Math.round(at - first.at) / 1000);
    const text = lines.map(({ tone, text }) => `${painted(text, SGR[tone])}\r\n`).join('');
    return [
      ...(mark === undefined ? [] : [[latest, 'm', mark] as const]),
      [latest, 'o', mark === undefined || latest === 0 ? text : `\r\n${text}`],
    ];
  });
  return {
    header: {
      version: 2,
      width: SIZE.columns,
      height: SIZE.rows,
      timestamp: Math.floor(first.at / 1000),
      idle_time_limit: IDLE_LIMIT,
      title: `${about}, drawn from the journal and the scheduler's log`,
      env: { TERM: 'xterm-256color' },
    },
    events,
  };
}

/** The text of `recording.cast`: a line for the header, then one for each event. */
export function castText({ header, events }: Cast): string {
  return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function painted(text: string, sgr: string): string {
  return sgr === '' ? text : `\x1b[${sgr}m${text}\x1b[0m`;
}
