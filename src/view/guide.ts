import type { Waiting, WorkshopEvent } from '../workshop/events.ts';
import type { Step } from '../workshop/content.ts';
import type { Question } from '../workshop/quiz-schema.ts';
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

/** A question that the person can be asked when the step is done. */
export interface GuideQuestion extends Question {
  /** Which answer the person chose last, counted from 1; missing while there is none. */
  readonly answer?: number;
}

/** One step as a person goes through it. */
export interface GuideStep {
  readonly number: number;
  /** `more`: it goes further than the workshop itself. */
  readonly part: Step['part'];
  readonly title: string;
  readonly minutes: number;
  readonly hints: readonly string[];
  readonly state: StepState;
  /** It taints or deletes on a cluster that is not ours: the person has to allow that first. */
  readonly asks: boolean;
  readonly checks: readonly GuideCheck[];
  /** Empty where the person wants to be asked nothing. */
  readonly quiz: readonly GuideQuestion[];
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

/** The questions of a step that have no answer yet. */
export function openQuestions({ quiz }: Pick<GuideStep, 'quiz'>): readonly GuideQuestion[] {
  return quiz.filter(({ answer }) => answer === undefined);
}

/** The first that is not done; undefined when all are. */
export function firstOpen({ steps }: Guide): GuideStep | undefined {
  return steps.find(({ state }) => state !== 'done');
}

/** Whether another part begins after it, or nothing. */
export function isLastOfPart({ steps }: Guide, number: number): boolean {
  const at = steps.findIndex((step) => step.number === number);
  return steps[at + 1]?.part !== steps[at]?.part;
}

/** What has to be done for a part to be over: the second stands on the first. */
export function stepsUntil({ steps }: Guide, part: GuideStep['part']): readonly GuideStep[] {
  return part === 'more' ? steps : steps.filter((step) => step.part === part);
}

/** Where a person begins, or goes on: nobody is led into the second part who has not been there. */
export function startingStep(guide: Guide): GuideStep | undefined {
  const open = firstOpen(guide);
  const hasBegun = guide.steps.some(({ part, state }) => part === 'more' && state !== 'open');
  return open?.part === 'core' || hasBegun ? (open ?? guide.steps.at(-1)) : stepsUntil(guide, 'core').at(-1);
}
