import { z } from 'zod';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { POLICIES } from '../scheduler/policy.ts';
import { time } from './journal-schema.ts';

const words = z.string();
const count = z.number().nonnegative();
const seen = z.enum(['output', 'cluster']).optional();
const pod = z.object({ namespace: words, name: words, uid: words });
const policy = z.enum([...POLICIES, 'custom']);
/** Verdicts on nodes are not part of a picture, and are left out. */
const nodes = z.array(z.unknown()).transform((): never[] => []);

/** One for each type: a new type of event does not compile until it is here. */
const SCHEMAS = {
  running: z.object({
    type: z.literal('running'),
    time,
    seen,
    scheduler: words,
    mode: z.enum(['watch', 'decide', 'bind']),
    policy,
    nodes: count,
    waiting: count,
  }),
  noticed: z.object({ type: z.literal('noticed'), time, seen, pod }),
  decided: z.object({ type: z.literal('decided'), time, seen, pod, node: words, hadPods: count, nodes }),
  bound: z.object({
    type: z.literal('bound'),
    time,
    seen,
    pod,
    node: words,
    hadPods: count,
    attempts: count,
    milliseconds: count,
  }),
  unschedulable: z.object({
    type: z.literal('unschedulable'),
    time,
    seen,
    pod,
    message: words,
    attempts: count,
    nodes,
  }),
  preempting: z.object({
    type: z.literal('preempting'),
    time,
    seen,
    pod,
    node: words,
    victims: z.array(pod),
  }),
  'bind-failed': z.object({
    type: z.literal('bind-failed'),
    time,
    seen,
    pod,
    node: words,
    message: words,
    retry: z.boolean(),
  }),
  requeued: z.object({ type: z.literal('requeued'), time, seen, pod, cause: words }),
  connection: z.object({
    type: z.literal('connection'),
    time,
    seen,
    resource: words,
    state: z.enum(['lost', 'restored']),
    message: words,
  }),
  warning: z.object({ type: z.literal('warning'), time, seen, message: words }),
  'waiting-to-lead': z.object({
    type: z.literal('waiting-to-lead'),
    time,
    seen,
    lease: words,
    leader: words,
  }),
  leading: z.object({ type: z.literal('leading'), time, seen, lease: words, leader: words }),
  lost: z.object({ type: z.literal('lost'), time, seen, lease: words, leader: words }),
  paused: z.object({ type: z.literal('paused'), time, seen }),
  resumed: z.object({ type: z.literal('resumed'), time, seen }),
  policy: z.object({ type: z.literal('policy'), time, seen, policy }),
  stopped: z.object({
    type: z.literal('stopped'),
    time,
    seen,
    scheduler: words,
    bound: count,
    failed: count,
    pending: count,
    seconds: count,
  }),
  said: z.object({ type: z.literal('said'), time, seen, text: words }),
  ended: z.object({
    type: z.literal('ended'),
    time,
    seen,
    program: words,
    code: z.int(),
    last: z.array(words),
  }),
} satisfies { [Type in SchedulerEvent['type']]: z.ZodType<Extract<SchedulerEvent, { type: Type }>> };

/** What the scheduler told, as far as a picture shows it: `SchedulerEvent` in src/scheduler/events.ts. */
export const toldEventSchema: z.ZodType<SchedulerEvent> = z.union(Object.values(SCHEMAS));
