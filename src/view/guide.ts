import type { Waiting, WorkshopEvent } from '../workshop/events.ts';
import type { StepState } from '../workshop/status.ts';
import type { Story } from './story.ts';

/** One thing that is to be true when a step is over. */
export interface GuideCheck {
  readonly id: string;
  readonly title: string;
  /** Missing while nobody has asked. */
  readonly ok?: boolean;
  readonly seen?: string;
  readonly expected?: string;
}

/** One step as a person goes through it. */
export interface GuideStep {
  readonly number: number;
  readonly title: string;
  readonly minutes: number;
  readonly hints: readonly string[];
  readonly state: StepState;
  /** It taints or deletes on a cluster that is not ours: the person has to allow that first. */
  readonly asks: boolean;
  readonly checks: readonly GuideCheck[];
  /** Its text, Markdown. */
  readonly text: string;
  /** The text; once it is played, also all that happened in it, at most {@link MAX_TRANSCRIPT}. */
  readonly transcript: readonly WorkshopEvent[];
  /** How much of the transcript was there when the person last let it go on: what comes after is news. Missing: nothing is kept from running off. */
  readonly mark?: number;
}

/** The step that is being played. */
export interface Playing {
  readonly step: number;
  /** Commands do not wait for the person. */
  readonly all: boolean;
  /** The next command waits for the person. `line` is missing where it stands at the end of the transcript already. */
  readonly paused?: { readonly line?: string };
  readonly wait?: Waiting;
  /** The command that runs, and since when, in milliseconds since the epoch. */
  readonly running?: { readonly line: string; readonly since: number };
}

/** A scheduler as its lock names it. */
export interface RunningScheduler {
  readonly pid: number;
  readonly mode?: string;
}

/** The workshop as a person goes through it: plain, immutable, of bounded size. */
export interface Guide {
  readonly steps: readonly GuideStep[];
  readonly playing?: Playing;
  /** What the scheduler has told, whether or not a step is being played. */
  readonly story: Story;
  /** The scheduler that runs, whoever started it. */
  readonly scheduler?: RunningScheduler;
  /** Whether the evidence was collected, and complete. */
  readonly verified?: boolean;
}

/** Longer is no step; the journal has the rest. */
export const MAX_TRANSCRIPT = 2_000;

export function stepCalled({ steps }: Guide, number: number): GuideStep | undefined {
  return steps.find((step) => step.number === number);
}

/** The first that is not done; undefined when all are. */
export function firstOpen({ steps }: Guide): GuideStep | undefined {
  return steps.find(({ state }) => state !== 'done');
}
