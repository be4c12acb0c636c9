import type { NodeVerdict, SchedulerEvent } from '../scheduler/events.ts';
import type { Finding } from './finding.ts';
import type { PicturedPod } from './node-picture.ts';
import type { TraceRow } from './trace.ts';

/** Everything that happens while the workshop is played, in order: the terminal, and later the full-screen UI, draw it. */
export type WorkshopEvent =
  | RunBegan
  | StepBegan
  | Text
  | Shown
  | Notice
  | Command
  | CommandOutput
  | Waiting
  | Waited
  | Told
  | Verdicts
  | Trace
  | Picture
  | CheckDone
  | Hint
  | StepEnded
  | RunEnded;

/** Steps `from` to `to` are about to be played. `resumed`: earlier steps were done already. */
export interface RunBegan {
  readonly type: 'run-began';
  readonly context: string;
  readonly from: number;
  readonly to: number;
  readonly resumed: boolean;
}

export interface StepBegan {
  readonly type: 'step-began';
  readonly step: number;
  readonly of: number;
  readonly title: string;
  readonly minutes: number;
}

/** Markdown from the step's content. */
export interface Text {
  readonly type: 'text';
  readonly markdown: string;
}

/** A file that the next commands use. */
export interface Shown {
  readonly type: 'shown';
  readonly name: string;
  readonly text: string;
}

/** One sentence of the engine's own about what it does or found. `wants` marks what the person has to do. */
export interface Notice {
  readonly type: 'notice';
  readonly level: 'info' | 'warning' | 'wants';
  readonly text: string;
}

/** A command begins; as a person would type it. */
export interface Command {
  readonly type: 'command';
  readonly line: string;
}

export interface CommandOutput {
  readonly type: 'output';
  readonly text: string;
  readonly stream: 'stdout' | 'stderr';
}

/** Told again and again while something is waited for. `hold`: it is true and has to stay so until the limit. */
export interface Waiting {
  readonly type: 'waiting';
  readonly what: string;
  readonly seen: string;
  readonly elapsedMs: number;
  /** Missing where only the person decides how long. */
  readonly limitMs?: number;
  readonly hold: boolean;
}

/** The wait ended: `ok` when it came true (or stayed true). */
export interface Waited {
  readonly type: 'waited';
  readonly what: string;
  readonly seen: string;
  readonly ok: boolean;
  readonly elapsedMs: number;
  readonly hold: boolean;
}

/** The scheduler said something. */
export interface Told {
  readonly type: 'told';
  readonly event: SchedulerEvent;
}

/** What the scheduler thought of each node for one pod. */
export interface Verdicts {
  readonly type: 'verdicts';
  readonly pod: string;
  readonly chosen?: string;
  readonly nodes: readonly NodeVerdict[];
}

/** The life of one pod so far. */
export interface Trace {
  readonly type: 'trace';
  readonly pod: string;
  readonly rows: readonly TraceRow[];
}

/** The nodes with what is asked of them, and who is where. Amounts in the unit of `amountOf`. */
export interface Picture {
  readonly type: 'picture';
  readonly resource: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly asked: number;
    readonly allocatable: number;
    readonly pods: readonly PicturedPod[];
  }[];
}

export interface CheckDone {
  readonly type: 'check';
  readonly finding: Finding;
}

export interface Hint {
  readonly type: 'hint';
  readonly text: string;
}

export interface StepEnded {
  readonly type: 'step-ended';
  readonly step: number;
  readonly ok: boolean;
  readonly seconds: number;
}

export interface RunEnded {
  readonly type: 'run-ended';
  readonly ok: boolean;
  readonly played: readonly number[];
  readonly seconds: number;
}
