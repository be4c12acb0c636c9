import { z } from 'zod';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { POLICIES } from '../scheduler/policy.ts';
import { time } from './journal-schema.ts';

const words = z.string();
const count = z.number().nonnegative();
const pod = z.object({ namespace: words, name: words, uid: words });
const policy = z.enum([...POLICIES, 'custom']);
/** Verdicts on nodes are not part of a picture, and are left out. */
const nodes = z.array(z.unknown()).transform((): never[] => []);

/** One for each type: a new type of event does not compile until it is here. */
const SCHEMAS = {
  running: z.object({
    type: z.literal('running'),
    time,
    scheduler: words,
    mode: z.enum(['watch', 'decide', 'bind']),
    policy,
    nodes: count,
    waiting: count,
  }),
  noticed: z.object({ type: z.literal('noticed'), time, pod }),
  decided: z.object({ type: z.literal('decided'), time, pod, node: words, hadPods: count, nodes }),
  bound: z.object({
    type: z.literal('bound'),
    time,
    pod,
    node: words,
    hadPods: count,
    attempts: count,
    milliseconds: count,
  }),
  unschedulable: z.object({
    type: z.literal('unschedulable'),
    time,
    pod,
    message: words,
    attempts: count,
    nodes,
  }),
  preempting: z.object({ type: z.literal('preempting'), time, pod, node: words, victims: z.array(pod) }),
  'bind-failed': z.object({
    type: z.literal('bind-failed'),
    time,
    pod,
    node: words,
    message: words,
    retry: z.boolean(),
  }),
  requeued: z.object({ type: z.literal('requeued'), time, pod, cause: words }),
  connection: z.object({
    type: z.literal('connection'),
    time,
    resource: words,
    state: z.enum(['lost', 'restored']),
    message: words,
  }),
  warning: z.object({ type: z.literal('warning'), time, message: words }),
  'waiting-to-lead': z.object({ type: z.literal('waiting-to-lead'), time, lease: words, leader: words }),
  leading: z.object({ type: z.literal('leading'), time, lease: words, leader: words }),
  lost: z.object({ type: z.literal('lost'), time, lease: words, leader: words }),
  paused: z.object({ type: z.literal('paused'), time }),
  resumed: z.object({ type: z.literal('resumed'), time }),
  policy: z.object({ type: z.literal('policy'), time, policy }),
  stopped: z.object({
    type: z.literal('stopped'),
    time,
    scheduler: words,
    bound: count,
    failed: count,
    pending: count,
    seconds: count,
  }),
} satisfies { [Type in SchedulerEvent['type']]: z.ZodType<Extract<SchedulerEvent, { type: Type }>> };

/** What the scheduler told, as far as a picture shows it: `SchedulerEvent` in src/scheduler/events.ts. */
export const toldEventSchema: z.ZodType<SchedulerEvent> = z.union(Object.values(SCHEMAS));
