import { z } from 'zod';

import { TRIAL_IDS, type TrialInfo } from '../trials/trial.ts';
import type { Watched } from './watched.ts';

/** Where a project keeps how far the person is, below its folder. */
export const PROGRESS_FILE = '.minisched/progress.json';

const schema = z.object({
  version: z.literal(1),
  step: z.number().int(),
  passed: z.array(z.number().int()).readonly(),
  broken: z.array(z.number().int()).readonly(),
  hints: z.partialRecord(z.enum(TRIAL_IDS), z.number().int().nonnegative()),
  finished: z.boolean(),
});

/** How far a person is: what survives the end of the program. */
export type Progress = Readonly<z.infer<typeof schema>>;

/** A step as the trials know it. */
export interface StepOfTrials {
  readonly number: number;
  readonly title: string;
  readonly trials: readonly TrialInfo[];
}

/** What is to be kept. */
export function progressOf({ steps, current, hints, finished }: Watched): Progress {
  return {
    version: 1,
    step: current,
    passed: steps.filter(({ passed }) => passed).map(({ number }) => number),
    broken: steps.filter(({ broken }) => broken).map(({ number }) => number),
    hints,
    finished,
  };
}

/** As the file has it. */
export function progressText(progress: Progress): string {
  return `${JSON.stringify(progress, null, 2)}\n`;
}

/** Undefined where the text is none of ours: cut short, or of another version. */
export function parseProgress(text: string): Progress | undefined {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** Where a person begins, or goes on; `step`, where they said it, is where they are. */
export function watchedFrom(
  steps: readonly StepOfTrials[],
  progress: Progress | undefined,
  step?: number,
): Watched {
  const numbers = steps.map(({ number }) => number);
  const current = [step, progress?.step].find((number) => number !== undefined && numbers.includes(number));
  return {
    steps: steps.map((each) => ({
      ...each,
      passed: progress?.passed.includes(each.number) ?? false,
      broken: progress?.broken.includes(each.number) ?? false,
    })),
    current: current ?? numbers[0] ?? 0,
    activity: { type: 'idle' },
    run: 0,
    since: 0,
    results: [],
    hints: progress?.hints ?? {},
    finished: progress?.finished ?? false,
  };
}
