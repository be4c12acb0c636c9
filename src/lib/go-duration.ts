/** Milliseconds in each unit of Go's `time.ParseDuration`. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

const WHOLE =
  /^[-+]?(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** A duration as Go writes it, `1m30s`, in milliseconds; undefined when it is none. */
export function parseGoDuration(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  if (!WHOLE.test(text)) return undefined;
  const sum = Array.from(text.matchAll(PART)).reduce(
    (total, [, number, unit = '']) => total + Number(number) * (UNITS[unit] ?? 0),
    0,
  );
  return text.startsWith('-') ? -sum : sum;
}

/** Milliseconds as Go prints a `time.Duration`: `15s`, `1m30s`, `500ms`, `0s`. */
export function goDurationText(ms: number): string {
  if (ms !== 0 && Math.abs(ms) < 1_000) return `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = `${(ms % 60_000) / 1_000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
