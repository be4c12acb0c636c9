import { z } from 'zod';
import { CLUSTER_KINDS } from '../clusters/provider.ts';
import type { JournalEntry } from '../workshop/journal-entry.ts';

/** An RFC 3339 time in UTC. */
export const time = z.iso.datetime();

const words = z.string();
const seconds = z.number().nonnegative();
const step = z.int().nonnegative();
const entry = { seq: z.int().positive(), at: time };

/** One check's outcome: `Finding` in src/workshop/finding.ts. */
export const findingSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: words,
  ok: z.boolean(),
  expected: words,
  seen: words,
  source: z.enum(['cluster', 'journal']),
});

/** Which kind of cluster: `ClusterKind` in src/clusters/provider.ts. */
export const clusterKindSchema = z.enum(CLUSTER_KINDS);

/** What `run-started` says beside its kind and place. */
export const runFields = {
  program: words,
  context: words,
  cluster: clusterKindSchema,
  clusterId: words.optional(),
  scheduler: words,
  policy: words,
};

const runStarted = z.strictObject({ ...entry, kind: z.literal('run-started'), ...runFields });

const stepStarted = z.strictObject({ ...entry, kind: z.literal('step-started'), step, slug: words });

const commandRan = z.strictObject({
  ...entry,
  kind: z.literal('command'),
  step,
  line: words,
  exitCode: z.int(),
  startedAt: time,
  stdout: words,
  stderr: words,
});

const podEvent = z.strictObject({ reason: words, from: words, note: words, at: words, count: z.int() });

const observed = z.strictObject({
  ...entry,
  kind: z.literal('observed'),
  step,
  label: words,
  pod: z.strictObject({
    namespace: words,
    name: words,
    uid: words,
    resourceVersion: words,
    creationTimestamp: time,
    phase: words,
    node: words.optional(),
    scheduledAt: time.optional(),
    events: z.array(podEvent),
  }),
  workerTaints: z.record(z.string(), z.array(z.string())),
  held: z.strictObject({ seconds, looks: z.int().nonnegative() }).optional(),
});

/** Also stands alone in evidence.json, as `schedulerBefore`. */
export const schedulerStartedSchema = z.strictObject({
  ...entry,
  kind: z.literal('scheduler-started'),
  pid: z.int(),
  mode: z.enum(['watch', 'decide', 'bind']),
  attached: z.boolean(),
  flags: words.optional(),
  program: words.optional(),
});

/** As {@link schedulerStartedSchema}. */
export const schedulerStoppedSchema = z.strictObject({
  ...entry,
  kind: z.literal('scheduler-stopped'),
  pid: z.int(),
  attached: z.boolean(),
});

/** The scheduler's own line is kept as it was told, whatever its version wrote. */
const schedulerTold = z.strictObject({
  ...entry,
  kind: z.literal('scheduler-told'),
  step,
  event: z.looseObject({}),
});

const checked = z.strictObject({ ...entry, kind: z.literal('checked'), step, finding: findingSchema });

const stepFinished = z.strictObject({
  ...entry,
  kind: z.literal('step-finished'),
  step,
  ok: z.boolean(),
  seconds,
});

/** One answer to a question, without its place in the journal. */
export const answerFields = {
  step,
  id: words,
  choice: z.int().positive(),
  right: z.boolean(),
};

const quizAnswered = z.strictObject({
  ...entry,
  kind: z.literal('quiz-answered'),
  ...answerFields,
  first: z.boolean(),
});

/** One line of journal.jsonl: `JournalEntry`, field by field as workshop/EVIDENCE.md documents it. */
export const journalEntrySchema: z.ZodType<JournalEntry> = z.discriminatedUnion('kind', [
  runStarted,
  stepStarted,
  commandRan,
  observed,
  schedulerStartedSchema,
  schedulerStoppedSchema,
  schedulerTold,
  checked,
  stepFinished,
  quizAnswered,
]);
