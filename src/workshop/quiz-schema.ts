import { z } from 'zod';

/** Nothing is known of a cluster when a question is asked. */
const text = z
  .string()
  .min(1)
  .refine((words) => !words.includes('${'), 'a question has no variables');

const choice = z.strictObject({
  text: text.describe('An answer that can be chosen, in Markdown'),
  right: z.literal(true).optional().describe('Only the right one has it'),
  why: text.describe('A sentence that says why it is right, or why not'),
});

/** One question at the end of a step, with two to four answers of which one is right. They are shown in the order in which they are written. */
export const questionSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be a kebab-case word')
    .describe('Unique in the step; the evidence names it'),
  question: text.describe('What somebody might wonder, in Markdown'),
  choices: z
    .array(choice)
    .min(2)
    .max(4)
    .refine((choices) => choices.filter(({ right }) => right).length === 1, 'one of them has `right: true`'),
});

export type Question = z.infer<typeof questionSchema>;
