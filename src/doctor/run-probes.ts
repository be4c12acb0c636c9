import type { Clock } from '../lib/clock.ts';
import { type Finding, type Report, warning } from './finding.ts';
import type { Machine } from './machine.ts';
import type { Probe } from './probe.ts';

/** Longer than any program is given: what is slower hangs somewhere else, such as on a network disk. */
const LIMIT_MS = 15_000;

/** Runs them side by side; each has {@link LIMIT_MS}. The reports come in the probes' order, of those that had something to look at. Rejects only when aborted. */
export async function runProbes(probes: readonly Probe[], machine: Machine, clock: Clock): Promise<Report[]> {
  const reports = await Promise.all(
    probes.map(async (probe): Promise<Report | undefined> => {
      const { id, title, blocks } = probe;
      const finding = await inTime(probe, machine, clock);
      return finding && { id, title, blocks, ...finding };
    }),
  );
  machine.signal.throwIfAborted();
  return reports.filter((report) => report !== undefined);
}

/** A bug in one probe is no reason to say nothing of all others. */
async function inTime(probe: Probe, machine: Machine, clock: Clock): Promise<Finding | undefined> {
  const late = Promise.withResolvers<Finding>();
  const cancel = clock.after(LIMIT_MS, () => {
    const found = `could not be looked at within ${String(LIMIT_MS / 1000)} s`;
    late.resolve(warning(found, 'kubectl minisched doctor'));
  });
  try {
    return await Promise.race([probe.run(machine), late.promise]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return warning(`could not be looked at: ${why}`, 'kubectl minisched doctor');
  } finally {
    cancel();
  }
}
