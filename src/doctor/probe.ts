import type { Blocks, Finding } from './finding.ts';
import type { Machine } from './machine.ts';

/** One thing that is looked at. */
export interface Probe {
  /** Short, for programs: `inotify`. */
  readonly id: string;
  /** For people: `inotify limits`. */
  readonly title: string;
  readonly blocks: Blocks;
  /** Looks, and judges; undefined where there is nothing to look at, such as the images of an engine that does not answer. Rejects only for bugs. */
  run(machine: Machine): Promise<Finding | undefined>;
}

/** What a probe is made of: gathering, which touches the machine, and a judgement, which knows nothing but the facts. */
export interface ProbeParts<Facts> extends Omit<Probe, 'run'> {
  readonly gather: (machine: Machine) => Facts | Promise<Facts>;
  readonly judge: (facts: Facts) => Finding | undefined;
}

export function probe<Facts>({ id, title, blocks, gather, judge }: ProbeParts<Facts>): Probe {
  return { id, title, blocks, run: async (machine) => judge(await gather(machine)) };
}
