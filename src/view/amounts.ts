const KIB = 1024;
const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** CPUs as kubectl writes them: `250m`, `4`, `1.5`. */
export function cpuText(milli: number): string {
  return milli % 1000 === 0 || milli >= 10_000
    ? String(Math.round(milli / 1000))
    : milli < 1000
      ? `${Math.round(milli)}m`
      : (milli / 1000).toFixed(1);
}

/** Bytes with the largest unit that leaves at least one: `512Mi`, `1.5Gi`. */
export function bytesText(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= KIB && unit < UNITS.length - 1) [amount, unit] = [amount / KIB, unit + 1];
  const digits = amount < 10 && amount % 1 >= 0.05 ? 1 : 0;
  return `${amount.toFixed(digits)}${UNITS[unit] ?? ''}`;
}

/** A duration as kubectl writes an age: `7s`, `4m10s`, `2h5m`, `3d`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  if (minutes === 0) return `${seconds}s`;
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (hours === 0) return `${minutes}m`;
  if (hours < 24) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  return `${Math.floor(hours / 24)}d`;
}

/** The time of day of an RFC 3339 time, UTC as everything that Kubernetes writes: `12:34:56`. */
export function timeText(time: string): string {
  return time.slice(11, 19);
}
