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

/** As Go writes it: seconds for Time, microseconds for MicroTime, in UTC. */
export function timeText({ seconds, nanos }: Moment, micro: boolean): string {
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = micro ? `.${String(Math.floor(nanos / 1000)).padStart(6, '0')}` : '';
  return `${text}${fraction}Z`;
}
