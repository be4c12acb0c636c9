/** How long something may take, as step.yaml writes it: `500ms`, `30s`, `2m`. */
export const DURATION = /^(\d+)(ms|s|m)$/;

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Milliseconds. Throws a RangeError for anything that does not match {@link DURATION}; the schema asks first. */
export function milliseconds(duration: string): number {
  const [, number, unit] = DURATION.exec(duration) ?? [];
  const factor = MILLISECONDS[unit ?? ''];
  if (number === undefined || factor === undefined) throw new RangeError(`"${duration}" is not a duration`);
  return Number(number) * factor;
}

/** For people: `0.4 s`, `12 s`, `1 min 5 s`. */
export function spoken(ms: number): string {
  if (ms < 10_000) return `${(Math.round(ms / 100) / 10).toString()} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}
