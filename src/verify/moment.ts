/** Whose clock told a time. Those of two machines may differ a little. */
export type ClockName = 'journal' | 'cluster' | 'scheduler';

/**
 * A time as exactly as it is known: it lies in [from, to), milliseconds since the epoch. Kubernetes' own times have
 * whole seconds, the journal's have milliseconds.
 */
export interface Moment {
  readonly from: number;
  readonly to: number;
  readonly clock: ClockName;
}

/** How far apart two clocks may be before a story is called out of order (a virtual machine's drifts after sleep). */
export const CLOCK_SLACK_MS = 2000;

/** Reads an RFC 3339 time; its precision is that of its digits. An unreadable one could be any time. */
export function moment(text: string, clock: ClockName): Moment {
  const from = Date.parse(text);
  if (Number.isNaN(from)) return { from: -Infinity, to: Infinity, clock };
  return { from, to: from + (/\.\d/.test(text) ? 1 : 1000), clock };
}

/** Whether `later` may have been at or after `earlier`, as far as the clocks can tell. */
export function notBefore(later: Moment, earlier: Moment): boolean {
  const slack = later.clock === earlier.clock ? 0 : CLOCK_SLACK_MS;
  return later.to + slack > earlier.from;
}

/** A time as a reader wants it, no more exact than it was: `2026-11-24 10:00:35.120 UTC`, or without the fraction. */
export function timeText(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const iso = new Date(at).toISOString().replace('T', ' ');
  return `${/\.\d/.test(text) ? iso.slice(0, 23) : iso.slice(0, 19)} UTC`;
}
