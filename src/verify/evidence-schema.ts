import { z } from 'zod';
import { POLICIES } from '../scheduler/policy.ts';
import { EVIDENCE_FORMAT, type Evidence } from './evidence.ts';
import {
  answerFields,
  clusterKindSchema,
  findingSchema,
  journalEntrySchema,
  runFields,
  schedulerStartedSchema,
  schedulerStoppedSchema,
  time,
} from './journal-schema.ts';
import { TIMELINE_SOURCES } from './timeline.ts';

const words = z.string();

const node = z.strictObject({
  name: words,
  controlPlane: z.boolean(),
  ready: z.boolean(),
  kubelet: words,
  runtime: words,
  providerId: words,
  taints: z.array(words),
});

const pod = z.strictObject({
  name: words,
  uid: words,
  schedulerName: words,
  node: words.optional(),
  phase: words,
  deleting: z.boolean(),
  createdAt: time,
  scheduledAt: time.optional(),
});

const event = z.strictObject({
  pod: words,
  uid: words,
  reason: words,
  from: words,
  note: words,
  at: words,
  count: z.int(),
});

const cluster = z.strictObject({
  gatheredAt: time,
  kind: clusterKindSchema,
  context: words,
  id: words.min(1),
  createdAt: time,
  version: words,
  nodes: z.array(node),
  pods: z.array(pod),
  events: z.array(event),
});

const play = z.strictObject({
  step: z.int().nonnegative(),
  startedAt: time,
  ok: z.boolean().optional(),
  policy: words,
  schedulerBefore: z.union([schedulerStartedSchema, schedulerStoppedSchema]).optional(),
  entries: z.array(journalEntrySchema),
});

const story = z.strictObject({
  runs: z.array(z.strictObject({ at: time, ...runFields })),
  placement: play.optional(),
  orphan: play.optional(),
  blocked: play.optional(),
  more: z.array(play).optional(),
});

const timeline = z.array(z.strictObject({ at: words, what: words, source: z.enum(TIMELINE_SOURCES) }));

const trials = z.strictObject({
  program: words,
  where: words,
  results: z.array(
    z.strictObject({
      id: words,
      step: z.int().nonnegative(),
      title: words,
      ok: z.boolean().optional(),
      found: words,
      mistake: words.optional(),
    }),
  ),
});

/** The shape of `evidence.json`, documented in workshop/EVIDENCE.md; a field that is not known is refused. */
export const evidenceSchema: z.ZodType<Evidence> = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT),
  cluster: words,
  program: words,
  writtenAt: time,
  ok: z.boolean(),
  repository: words.optional(),
  note: z.strictObject({
    policy: z.enum(POLICIES).optional(),
    program: words.optional(),
    what: words.optional(),
    why: words.optional(),
  }),
  facts: z.strictObject({
    cluster,
    story,
    scheduler: words,
    namespace: words,
    quiz: z.array(z.strictObject({ at: time, ...answerFields })).optional(),
  }),
  findings: z.array(findingSchema),
  timelines: z.strictObject({ orphan: timeline, blocked: timeline }),
  trials: trials.optional(),
  outputs: z.array(z.strictObject({ file: words, line: words, exitCode: z.int(), startedAt: time })),
});
