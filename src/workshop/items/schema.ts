import { z } from 'zod';

import { CLUSTER_KINDS } from '../../clusters/provider.ts';
import { POLICIES } from '../../scheduler/policy.ts';
import { commandLine } from '../command-line.ts';
import { DURATION } from '../duration.ts';
import { PROGRAMS } from '../own/program.ts';

const duration = z.string().regex(DURATION, 'must be a duration such as 500ms, 30s or 2m');

/** What every item may say besides. */
const always = {
  when: z
    .enum(['cluster', 'no-cluster'])
    .optional()
    .describe('Play this only where a cluster is up, or only where none is'),
  policy: z.enum(POLICIES).optional().describe('Play this only when the scheduler runs with this policy'),
  program: z
    .enum(PROGRAMS)
    .optional()
    .describe("Play this only with our scheduler, or only with a program of the person's own"),
  provider: z
    .enum(CLUSTER_KINDS)
    .optional()
    .describe('Play this only on a cluster of this kind; the nodes of an embedded one are simulated'),
  if: commandLine.optional().describe('Play this only where this kubectl command succeeds; it is not shown'),
};

const fileName = z.string().regex(/^[\w.-]+\.yaml$/, 'must be the name of a file in manifests/');

const label = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be a kebab-case word');

const podNames = z.union([z.string(), z.array(z.string()).min(1)]);

const observation = z
  .strictObject({
    pod: podNames.describe('The pod, or several'),
    label: label.describe('Why it is looked at: created, pending, placed'),
  })
  .describe('Writes into the journal what the pod looks like now; the evidence tells its story from this');

/** The words a step can be written in: each key, and the shape of the item that has it. In the order in which they are recognised. */
export const ITEMS = {
  say: z.strictObject({ say: z.string().min(1).describe('A few sentences of Markdown'), ...always }),
  show: z.strictObject({
    show: fileName.describe('Shows a manifest, filled in'),
    ...always,
  }),
  run: z.strictObject({
    run: commandLine,
    'may-fail': z.boolean().optional().describe('True when an exit code other than 0 is part of the lesson'),
    limit: duration.optional().describe('How long the command may take (60s)'),
    ...always,
  }),
  cluster: z.strictObject({
    cluster: z
      .literal('ensure')
      .describe('Makes the cluster, or starts it again, or uses it as it is; says which'),
    ...always,
  }),
  scheduler: z.strictObject({
    scheduler: z
      .enum(['start', 'stop', 'configure'])
      .describe('`configure` changes the configuration of one that runs with one'),
    mode: z.enum(['watch', 'decide', 'bind']).optional().describe('How far it goes with a pod (bind)'),
    with: z
      .strictObject({
        policy: z.enum(POLICIES).optional().describe("Instead of the person's own"),
        config: fileName
          .optional()
          .describe('A KubeSchedulerConfiguration in manifests/, instead of a policy'),
        assume: z.boolean().optional().describe('False: it does not count on its own decisions'),
      })
      .optional()
      .describe('What it decides by in this step; end the step with a start without it'),
    ...always,
  }),
  expect: z.strictObject({
    expect: z.string().describe('The id of a check that must become true'),
    within: duration.optional().describe('How long to wait for it (30s)'),
    ...always,
  }),
  hold: z.strictObject({
    hold: duration.describe('For how long it must stay true; `--hold` overrides'),
    while: z.string().describe('The id of the check that must stay true'),
    observe: observation.optional(),
    ...always,
  }),
  observe: z.strictObject({ observe: observation, ...always }),
  verdicts: z.strictObject({
    verdicts: z
      .string()
      .describe('Shows what the scheduler thought of each node when it last looked at this pod'),
    ...always,
  }),
  trace: z.strictObject({
    trace: z.string().describe('Shows the conditions and events of this pod in the order in which they came'),
    ...always,
  }),
  picture: z.strictObject({
    picture: z
      .string()
      .describe(
        'Draws the nodes: how much of this resource (cpu, say) is asked for on each, and the pods of the step that are there',
      ),
    ...always,
  }),
} as const;

export type ItemKind = keyof typeof ITEMS;

/** One thing that happens in a step. Its kind is the key it has. */
export const itemSchema = z.union([
  ITEMS.say,
  ITEMS.show,
  ITEMS.run,
  ITEMS.cluster,
  ITEMS.scheduler,
  ITEMS.expect,
  ITEMS.hold,
  ITEMS.observe,
  ITEMS.verdicts,
  ITEMS.trace,
  ITEMS.picture,
]);

export type Item = z.infer<typeof itemSchema>;
