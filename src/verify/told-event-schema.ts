import { z } from 'zod';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { POLICIES } from '../scheduler/policy.ts';
import { time } from './journal-schema.ts';

const words = z.string();
const count = z.number().nonnegative();
const pod = z.object({ namespace: words, name: words, uid: words });
const policy = z.enum(POLICIES);
/** Verdicts on nodes are not part of a picture, and are left out. */
const nodes = z.array(z.unknown()).transform((): never[] => []);

/** What the scheduler told, as far as a picture shows it: `SchedulerEvent` in src/scheduler/events.ts. */
export const toldEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('running'),
    time,
    scheduler: words,
    mode: z.enum(['watch', 'decide', 'bind']),
    policy,
    nodes: count,
    waiting: count,
  }),
  z.object({ type: z.literal('noticed'), time, pod }),
  z.object({ type: z.literal('decided'), time, pod, node: words, hadPods: count, nodes }),
  z.object({
    type: z.literal('bound'),
    time,
    pod,
    node: words,
    hadPods: count,
    attempts: count,
    milliseconds: count,
  }),
  z.object({ type: z.literal('unschedulable'), time, pod, message: words, attempts: count, nodes }),
  z.object({ type: z.literal('bind-failed'), time, pod, node: words, message: words, retry: z.boolean() }),
  z.object({ type: z.literal('requeued'), time, pod, cause: words }),
  z.object({
    type: z.literal('connection'),
    time,
    resource: words,
    state: z.enum(['lost', 'restored']),
    message: words,
  }),
  z.object({ type: z.literal('warning'), time, message: words }),
  z.object({ type: z.enum(['paused', 'resumed']), time }),
  z.object({ type: z.literal('policy'), time, policy }),
  z.object({
    type: z.literal('stopped'),
    time,
    scheduler: words,
    bound: count,
    failed: count,
    pending: count,
    seconds: count,
  }),
]) satisfies z.ZodType<SchedulerEvent>;
