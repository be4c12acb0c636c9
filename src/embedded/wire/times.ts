import { badRequest } from '../api/status.ts';

/** A moment as protobuf has it (`meta/v1` Time, Timestamp): whole seconds since the epoch and nanoseconds. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

/** From RFC 3339; undefined for what is none. */
export function momentOf(text: string): Moment | undefined {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? '';
  return { seconds: Math.floor(milliseconds / 1000), nanos: Number(fraction.padEnd(9, '0')) };
}

/** The first second of the year 0, and the first that a year of four digits does not reach. */
const [FIRST, END] = [-62_167_219_200, 253_402_300_800];

/** As Go writes it: seconds for Time, microseconds for MicroTime, in UTC. Throws `StatusError` 400 for what has no such form. */
export function timeText({ seconds, nanos }: Moment, micro: boolean): string {
  if (seconds < FIRST || seconds >= END || nanos < 0 || nanos >= 1e9) {
    throw badRequest('Time.MarshalJSON: year outside of range [0,9999]');
  }
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = micro ? `.${String(Math.floor(nanos / 1000)).padStart(6, '0')}` : '';
  return `${text}${fraction}Z`;
}
