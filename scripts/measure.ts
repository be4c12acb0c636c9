import { readFileSync } from 'node:fs';
import { Limiter } from '../src/lib/limiter.ts';

/** USER_HZ: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Requests in flight: what one busy scheduler has. */
const IN_FLIGHT = 32;

/** Runs `work` for 0 to `count` - 1, 32 at a time. Rejects with the first error, when all have ended. */
export async function inParallel(count: number, work: (number: number) => Promise<unknown>): Promise<void> {
  const limiter = new Limiter(IN_FLIGHT);
  const errors: Error[] = [];
  for (let number = 0; number < count; number++) {
    limiter.run(
      async () => {
        await work(number);
      },
      (error) => errors.push(error),
    );
  }
  await limiter.idle();
  if (errors[0]) throw errors[0];
}

/** User and system time of a process so far, in seconds: fields 14 and 15 of proc(5) stat. Throws when there is no such process. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The number below which such a share (0 to 1) of them lies, in text; NaN of none. */
export function quantile(numbers: readonly number[], share: number, digits = 0): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(digits);
}

/** The middle one, with two digits. */
export function median(numbers: readonly number[]): string {
  return quantile(numbers, 0.5, 2);
}

/** A line for the person. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
