import { setTimeout as pause } from 'node:timers/promises';

/** Waits in real time until `condition` holds, looking often; throws with `what` after `limitMs`. For real processes only. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 20_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`after ${limitMs} ms still not: ${what}`);
    await pause(20);
  }
}
