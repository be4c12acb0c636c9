/** How many bindings each of the last sixty seconds saw. */
export interface Minute {
  /** Seconds since the epoch of the last count. */
  readonly end: number;
  /** Oldest first, always {@link SECONDS} of them. */
  readonly counts: readonly number[];
}

/** How far back the chart goes. */
export const SECONDS = 60;
/** The rate is the mean of so many whole seconds: one alone jumps too much to be read. */
const RATE_SECONDS = 5;

export const EMPTY_MINUTE: Minute = { end: 0, counts: Array.from({ length: SECONDS }, () => 0) };

/** Adds bindings, each given by its second since the epoch. What is older than a minute before the newest is left out. */
export function addBinds(minute: Minute, seconds: readonly number[]): Minute {
  if (seconds.length === 0) return minute;
  const end = seconds.reduce((latest, second) => Math.max(latest, second), minute.end);
  const counts = [...until(minute, end)];
  for (const second of seconds) {
    const at = SECONDS - 1 - (end - second);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  return { end, counts };
}

/** The counts of the minute that ends with `second`. */
export function until({ end, counts }: Minute, second: number): readonly number[] {
  const passed = Math.min(SECONDS, Math.max(0, second - end));
  return passed === 0 ? counts : [...counts.slice(passed), ...Array.from({ length: passed }, () => 0)];
}

/** Bindings a second, of the last whole seconds before `second`, which has just begun. */
export function bindsPerSecond(minute: Minute, second: number): number {
  const whole = until(minute, second).slice(-RATE_SECONDS - 1, -1);
  return whole.reduce((sum, count) => sum + count, 0) / RATE_SECONDS;
}
