import { z } from 'zod';

import { checkSchema } from './checks/schema.ts';
import { itemSchema } from './items/schema.ts';
import { questionSchema } from './quiz-schema.ts';

/**
 * `step.yaml`: everything about a step but its text, which is `step.md` beside it. `workshop/step.schema.json` is made
 * from this (`node scripts/step-schema.ts`), so the descriptions here are what an editor shows.
 */
export const stepSchema = z
  .strictObject({
    title: z.string().min(1).describe('The heading, without a number and without a full stop'),
    minutes: z.int().min(1).max(60).describe('How long a person should plan for it'),
    part: z
      .enum(['core', 'more'])
      .default('core')
      .describe('`more`: not played by `workshop run` unless it is asked for'),
    program: z
      .literal('ours')
      .optional()
      .describe("The step is about our own scheduler: it is not played with a program of the person's own"),
    needs: z
      .array(z.enum(['cluster', 'scheduler']))
      .default([])
      .describe(
        'What must be there; the engine makes it first and says so. `scheduler` means one that binds',
      ),
    removes: z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(=[\w.-]+)?$/,
            'must be the name of a pod, or a label such as app=web',
          ),
      )
      .default([])
      .describe(
        'Pods of earlier plays that are deleted before this step begins: names, or a label (only if they carry the workshop label)',
      ),
    play: z.array(itemSchema).min(1).describe('What happens, in order'),
    moments: z
      .array(checkSchema)
      .default([])
      .describe('Checks that are true only for a while: asked by `expect` and `hold`, not at the end'),
    checks: z
      .array(checkSchema)
      .default([])
      .describe('What is true when the step is done: asked at the end and by `workshop check`'),
    hints: z
      .array(z.string().min(1))
      .default([])
      .describe('Shown when something in the step did not come true'),
    quiz: z
      .array(questionSchema)
      .default([])
      .describe('Questions that the person is asked when the step is done; nobody has to answer'),
  })
  .superRefine((step, context) => {
    const checks = [
      ...step.moments.map((check, at) => ({ id: check.id, path: ['moments', at, 'id'] })),
      ...step.checks.map((check, at) => ({ id: check.id, path: ['checks', at, 'id'] })),
    ];
    checks.forEach(({ id, path }, at) => {
      if (checks.findIndex((other) => other.id === id) < at) {
        context.addIssue({ code: 'custom', path, message: `the check id "${id}" is used twice` });
      }
    });
    step.quiz.forEach(({ id }, at) => {
      if (step.quiz.findIndex((other) => other.id === id) < at) {
        context.addIssue({
          code: 'custom',
          path: ['quiz', at, 'id'],
          message: `the question id "${id}" is used twice`,
        });
      }
    });
    const acts = step.play.filter((item) => 'scheduler' in item);
    const last = acts.at(-1);
    if (acts.some((act) => act.with) && (last?.scheduler !== 'start' || last.with))
      context.addIssue({
        code: 'custom',
        path: ['play'],
        message: 'a step that starts the scheduler with something of its own ends with a start without it',
      });
    step.play.forEach((item, at) => {
      const [key, id] =
        'expect' in item ? ['expect', item.expect] : 'hold' in item ? ['while', item.while] : [];
      if (key && !checks.some((check) => check.id === id)) {
        context.addIssue({
          code: 'custom',
          path: ['play', at, key],
          message: `there is no check "${id}" in checks or moments`,
        });
      }
    });
  });

export type StepFile = z.infer<typeof stepSchema>;

/** The JSON Schema of `step.yaml`, for editors. */
export function stepJsonSchema(): object {
  const schema = z.toJSONSchema(stepSchema, { io: 'input', target: 'draft-7' });
  return { title: 'A step of the kubectl-minisched workshop', ...schema };
}
