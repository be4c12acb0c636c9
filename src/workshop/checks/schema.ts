import { z } from 'zod';

import { POLICIES } from '../../scheduler/policy.ts';
import { commandLine } from '../command-line.ts';
import { DURATION } from '../duration.ts';
import { PROGRAMS } from '../own/program.ts';

const common = {
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be a kebab-case word')
    .describe('Unique in the step'),
  title: z.string().min(1).describe('What is checked, as a sentence without a full stop'),
  policy: z.enum(POLICIES).optional().describe('Ask only when the scheduler runs with this policy'),
  program: z
    .enum(PROGRAMS)
    .optional()
    .describe("Ask only of our scheduler, or only of a program of the person's own (`--scheduler-cmd`)"),
  if: commandLine.optional().describe('Ask only where this kubectl command succeeds'),
  mistake: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be a kebab-case word')
    .optional()
    .describe(
      "The usual mistake behind a failure of a person's own program, by its id among those of the trials",
    ),
  hint: z.string().optional().describe('Shown when this check fails'),
};

const podNames = z.union([z.string(), z.array(z.string()).min(1)]);

const regex = z
  .string()
  .refine(isRegex, 'must be a regular expression')
  .describe('A regular expression (JavaScript, with the flags i and s)');

const count = z.int().min(0);

/** What can be checked: each key, and the shape of a check that has it. */
export const CHECKS = {
  nodes: z.strictObject({
    ...common,
    nodes: z
      .strictObject({ workers: count, 'control-planes': count })
      .describe('So many nodes of each kind are there, all of them Ready'),
  }),
  pod: z.strictObject({
    ...common,
    pod: z
      .strictObject({
        name: podNames,
        phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed']).optional(),
        scheduler: z.string().optional().describe('What spec.schedulerName says'),
        node: z
          .enum(['none', 'any', 'worker', 'none-or-worker'])
          .optional()
          .describe('Placed on no node yet, on any, on a worker, on no other node than a worker'),
        events: z.literal('none').optional().describe('Nobody has told anything about it'),
      })
      .describe('Each of these pods looks so'),
  }),
  spread: z.strictObject({
    ...common,
    spread: z
      .strictObject({
        pods: z.array(z.string()).min(1),
        each: z.int().min(1).optional().describe('So many on each worker'),
        on: z.array(count).min(1).optional().describe('So many on the workers, the fullest first: [6, 0, 0]'),
        most: z.int().min(1).optional().describe('At most so many on each worker'),
      })
      .refine(
        (spec) => [spec.each, spec.on, spec.most].filter((way) => way !== undefined).length === 1,
        'it says one of "each", "on" and "most"',
      )
      .describe('The workers have so many of these pods, and no other node has one'),
  }),
  alike: z.strictObject({
    ...common,
    alike: z
      .strictObject({ pods: z.array(z.string()).min(1), as: z.array(z.string()).min(1) })
      .refine(({ pods, as }) => pods.length === as.length, 'it names as many pods as counterparts')
      .describe('Each of these pods is on the node of its counterpart, in order'),
  }),
  event: z.strictObject({
    ...common,
    event: z
      .strictObject({
        pod: podNames,
        reason: z.string(),
        from: z.string().optional(),
        message: regex.optional(),
      })
      .describe('There is such an event about each of these pods'),
  }),
  taints: z.strictObject({
    ...common,
    taints: z
      .strictObject({ taint: z.string(), workers: z.enum(['all', 'none']) })
      .describe('All workers have the taint, or none has'),
  }),
  told: z.strictObject({
    ...common,
    told: z
      .strictObject({
        type: z.enum([
          'running',
          'noticed',
          'decided',
          'bound',
          'unschedulable',
          'preempting',
          'policy',
          'requeued',
          'stopped',
        ]),
        pod: z.string().optional(),
        after: z
          .enum(['running', 'noticed', 'unschedulable', 'requeued'])
          .optional()
          .describe('Counted from this event'),
        within: z
          .string()
          .regex(DURATION, 'must be a duration such as 1s')
          .optional()
          .describe('At most so long after it'),
      })
      .describe('The scheduler said so since the step began'),
  }),
  kubectl: z.strictObject({
    ...common,
    kubectl: z
      .strictObject({ args: z.string(), is: z.string().optional(), matches: regex.optional() })
      .describe('The output of a kubectl command is this text, or matches'),
  }),
} as const;

export type CheckKind = keyof typeof CHECKS;

/** One question to the cluster. Its kind is the key it has. */
export const checkSchema = z.union([
  CHECKS.nodes,
  CHECKS.pod,
  CHECKS.spread,
  CHECKS.alike,
  CHECKS.event,
  CHECKS.taints,
  CHECKS.told,
  CHECKS.kubectl,
]);

export type Check = z.infer<typeof checkSchema>;

/** The part of a check under its own key, e.g. `CheckOf<'pod'>`. */
export type CheckOf<K extends CheckKind> = Extract<Check, Record<K, unknown>>[K];

function isRegex(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'is'));
  } catch {
    // any failure means the same: it is not one
    return false;
  }
}
