import type { Clock } from '../../../lib/clock.ts';

/** Calls `fn` every `ms` milliseconds until the returned function is called. */
export function repeat(clock: Clock, ms: number, fn: () => void): () => void {
  let cancel = clock.after(ms, again);
  return () => {
    cancel();
  };

  function again(): void {
    cancel = clock.after(ms, again);
    fn();
  }
}
