import { z } from 'zod';

import type { StepTexts } from './texts.ts';

const text = z.string();

/** The shape of `texts.yaml`. Whether it says all that its step says is another question: see `faultsOf`. */
export const textsSchema: z.ZodType<StepTexts> = z.strictObject({
  title: text,
  say: z.array(text).optional(),
  checks: z.record(z.string(), z.looseObject({ title: text }).catchall(text)).optional(),
  hints: z.array(text).optional(),
  quiz: z
    .record(
      z.string(),
      z.strictObject({ question: text, choices: z.array(z.strictObject({ text, why: text })) }),
    )
    .optional(),
});
