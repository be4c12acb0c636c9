import type { Decided, Mode, SchedulerEvent, Unschedulable } from '../scheduler/events.ts';
import type { PolicyName } from '../scheduler/policy.ts';
import { EMPTY_MINUTE, type Minute } from './minute.ts';

/** One line of the stream. `id` counts from 1 and is never used twice. */
export interface StreamEntry {
  readonly id: number;
  /** Without the verdicts on nodes: those of the latest decisions are in {@link Story.decisions}. */
  readonly event: SchedulerEvent;
}

/** What the scheduler has told so far, as much of it as a person looks at: plain, immutable, of bounded size. */
export interface Story {
  readonly phase: 'starting' | 'running' | 'stopped';
  readonly mode: Mode;
  readonly policy: PolicyName;
  readonly paused: boolean;
  /** Where one of several processes leads: whether this one does, and who. */
  readonly election?: { readonly state: 'leads' | 'waits' | 'lost'; readonly leader: string };
  /** Milliseconds since the epoch; undefined until it runs. */
  readonly startedAt?: number;
  readonly bound: number;
  /** Attempts: a pod that was refused twice counts twice. */
  readonly failed: number;
  /** Resources whose watch is broken now. */
  readonly lost: readonly string[];
  readonly minute: Minute;
  /** The newest last, at most {@link MAX_STREAM}. */
  readonly stream: readonly StreamEntry[];
  /** Decisions with their verdicts, the newest last, at most {@link MAX_DECISIONS}. */
  readonly decisions: readonly (Decided | Unschedulable)[];
  /** The id of the last entry of the stream. */
  readonly told: number;
}

/** A person scrolls back no further; the log file has the rest. */
export const MAX_STREAM = 1_000;
/** Each holds up to a hundred verdicts. */
export const MAX_DECISIONS = 200;

/** Before anything was told. */
export function startStory({ mode, policy }: Pick<Story, 'mode' | 'policy'>): Story {
  return {
    phase: 'starting',
    mode,
    policy,
    paused: false,
    bound: 0,
    failed: 0,
    lost: [],
    minute: EMPTY_MINUTE,
    stream: [],
    decisions: [],
    told: 0,
  };
}
