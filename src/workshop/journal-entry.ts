import type { ClusterKind } from '../clusters/provider.ts';
import type { Finding } from './finding.ts';

/**
 * The journal: what was done, one JSON object a line, append-only, in `journal.jsonl` of the context's state folder.
 * `seq` counts from 1 without gaps, `at` is RFC 3339 UTC with milliseconds. A last line that was cut off by a kill is
 * ignored by readers. Evidence copies it, so every field is documented in workshop/EVIDENCE.md.
 */
export type JournalEntry = { readonly seq: number; readonly at: string } & JournalFact;

export type JournalFact =
  | RunStarted
  | StepStarted
  | CommandRan
  | Observed
  | SchedulerStarted
  | SchedulerStopped
  | SchedulerTold
  | Checked
  | StepFinished
  | QuizAnswered;

/** A `workshop run` or `workshop step` began. */
export interface RunStarted {
  readonly kind: 'run-started';
  readonly program: string;
  readonly context: string;
  readonly cluster: ClusterKind;
  /** Whose cluster: uid of the kube-system namespace; absent while no cluster exists. */
  readonly clusterId?: string;
  readonly scheduler: string;
  readonly policy: string;
}

export interface StepStarted {
  readonly kind: 'step-started';
  readonly step: number;
  readonly slug: string;
}

/** A command of a step ended. Output is cut to its last 64 KiB. */
export interface CommandRan {
  readonly kind: 'command';
  readonly step: number;
  /** As shown: what a person would type. */
  readonly line: string;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** What one pod looked like, read from the API at `at`. */
export interface Observed {
  readonly kind: 'observed';
  readonly step: number;
  /** Why it was looked at: `created`, `pending`, `placed`, … : the name in the step's YAML. */
  readonly label: string;
  readonly pod: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly phase: string;
    readonly node?: string;
    /** Server time (whole seconds) at which `PodScheduled` became True, if it has. */
    readonly scheduledAt?: string;
    /** The events about this uid at that moment. */
    readonly events: readonly {
      readonly reason: string;
      readonly from: string;
      readonly note: string;
      readonly at: string;
      readonly count: number;
    }[];
  };
  /** Taints of each worker at that moment, as `key=value:Effect`. */
  readonly workerTaints: Readonly<Record<string, readonly string[]>>;
  /** For how long this was so, looked at again and again: `seconds` and `looks`. */
  readonly held?: { readonly seconds: number; readonly looks: number };
}

export interface SchedulerStarted {
  readonly kind: 'scheduler-started';
  readonly pid: number;
  readonly mode: 'watch' | 'decide' | 'bind';
  /** True when the user runs it in another terminal. */
  readonly attached: boolean;
  /** How it decides, where that was said: `--policy most-pods`, `--no-assume`. */
  readonly flags?: string;
  /** The line that started it, where it is a program of the person's own (`--scheduler-cmd`). */
  readonly program?: string;
}

export interface SchedulerStopped {
  readonly kind: 'scheduler-stopped';
  readonly pid: number;
  readonly attached: boolean;
}

/** A line of the scheduler's own log that a step showed: a `SchedulerEvent` as it was told. */
export interface SchedulerTold {
  readonly kind: 'scheduler-told';
  readonly step: number;
  readonly event: object;
}

export interface Checked {
  readonly kind: 'checked';
  readonly step: number;
  readonly finding: Finding;
}

/** The person answered a question. It belongs to no run: the answers are the person's, on whatever cluster. */
export interface QuizAnswered {
  readonly kind: 'quiz-answered';
  readonly step: number;
  /** The question's, unique in its step. */
  readonly id: string;
  /** Which of the answers, counted from 1. */
  readonly choice: number;
  readonly right: boolean;
  /** Whether this question was answered for the first time. */
  readonly first: boolean;
}

/** `ok` when every check of the step passed. */
export interface StepFinished {
  readonly kind: 'step-finished';
  readonly step: number;
  readonly ok: boolean;
  readonly seconds: number;
}
