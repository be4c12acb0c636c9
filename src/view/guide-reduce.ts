import type { SchedulerEvent } from '../scheduler/events.ts';
import type { WorkshopEvent } from '../workshop/events.ts';
import type { Finding } from '../workshop/finding.ts';
import type { StepState } from '../workshop/status.ts';
import {
  type Guide,
  type GuideCheck,
  type GuideStep,
  MAX_TRANSCRIPT,
  type Playing,
  type RunningScheduler,
} from './guide.ts';
import { reduce } from './reduce.ts';

/** Everything that changes a guide. */
export type GuideEvent =
  /** A step begins; `all`: its commands do not wait for the person. */
  | { readonly type: 'play-began'; readonly step: number; readonly all: boolean }
  /** The engine told something; `at` in milliseconds since the epoch. */
  | { readonly type: 'told'; readonly event: WorkshopEvent; readonly at: number }
  /** The next command waits for the person. */
  | { readonly type: 'paused'; readonly line?: string }
  /** The person let it go on. */
  | { readonly type: 'went-on'; readonly all: boolean }
  /** The play is over, however. */
  | { readonly type: 'play-ended' }
  /** How far each step is. */
  | { readonly type: 'progress'; readonly states: readonly StepProgress[] }
  /** The checks of a step were asked outside of a play. */
  | { readonly type: 'checked'; readonly step: number; readonly findings: readonly Finding[] }
  /** The person answered a question of a step; `choice` counts from 1. */
  | { readonly type: 'answered'; readonly step: number; readonly id: string; readonly choice: number }
  | { readonly type: 'scheduler-told'; readonly events: readonly SchedulerEvent[] }
  /** Which scheduler runs; none when missing. */
  | { readonly type: 'scheduler-is'; readonly scheduler?: RunningScheduler }
  | { readonly type: 'verified'; readonly ok: boolean };

/** How far a step is, and what was found when it was played last. */
export interface StepProgress {
  readonly step: number;
  readonly state: StepState;
  readonly findings: readonly Finding[];
}

/** The guide after an event. */
export function guideAfter(guide: Guide, event: GuideEvent): Guide {
  switch (event.type) {
    case 'play-began':
      return began(guide, event.step, event.all);
    case 'told':
      return guide.playing ? heard(guide, guide.playing, event.event, event.at) : guide;
    case 'paused': {
      const { line } = event;
      return withPlaying(guide, { paused: line === undefined ? {} : { line } });
    }
    case 'went-on':
      return wentOn(guide, event.all);
    case 'play-ended': {
      const { playing: _over, ...rest } = guide;
      return rest;
    }
    case 'progress':
      return { ...guide, steps: guide.steps.map((step) => progressed(step, event.states)) };
    case 'checked':
      return withStep(guide, event.step, (step) => ({
        ...step,
        checks: event.findings.reduce(found, step.checks),
      }));
    case 'answered':
      return withStep(guide, event.step, (step) => ({
        ...step,
        quiz: step.quiz.map((each) => (each.id === event.id ? { ...each, answer: event.choice } : each)),
      }));
    case 'scheduler-told':
      return { ...guide, story: runsOf(event.events).reduce(reduce, guide.story) };
    case 'scheduler-is': {
      const { scheduler: _before, ...rest } = guide;
      return event.scheduler ? { ...rest, scheduler: event.scheduler } : rest;
    }
    case 'verified':
      return { ...guide, verified: event.ok };
  }
}

/** A log may hold several runs, each in a mode of its own, which says what of it is worth a line. */
function runsOf(events: readonly SchedulerEvent[]): readonly (readonly SchedulerEvent[])[] {
  const begins = events.flatMap(({ type }, at) => (type === 'running' && at > 0 ? [at] : []));
  return [0, ...begins].map((from, at) => events.slice(from, begins[at]));
}

function began(guide: Guide, number: number, all: boolean): Guide {
  const afresh = withStep(guide, number, ({ mark: _mark, ...step }) => ({
    ...step,
    ...(all ? {} : { mark: 0 }),
    transcript: [{ type: 'text', markdown: step.text }],
    checks: step.checks.map(({ id, title }) => ({ id, title })),
  }));
  return { ...afresh, playing: { step: number, all } };
}

function heard(guide: Guide, playing: Playing, event: WorkshopEvent, at: number): Guide {
  const { wait: _wait, running: _running, ...rest } = playing;
  if (event.type === 'waiting') return { ...guide, playing: { ...rest, wait: event } };
  const running =
    event.type === 'command'
      ? { line: event.line, since: at }
      : event.type === 'output'
        ? playing.running
        : undefined;
  const now = { ...guide, playing: { ...rest, ...(running && { running }) } };
  return withStep(now, playing.step, (step) => stepAfter(step, event));
}

function stepAfter(step: GuideStep, event: WorkshopEvent): GuideStep {
  // it stands there from the beginning
  if (event.type === 'text' && event.markdown === step.text) return step;
  const told = { ...step, transcript: [...step.transcript, event].slice(-MAX_TRANSCRIPT) };
  if (event.type === 'check') return { ...told, checks: found(step.checks, event.finding) };
  if (event.type === 'waited' && event.ok && !event.hold) {
    const { what, seen } = event;
    // the engine waits for some checks before it asks them all at the end
    return {
      ...told,
      checks: step.checks.map((check) => (check.title === what ? { ...check, ok: true, seen } : check)),
    };
  }
  return told;
}

function wentOn(guide: Guide, now: boolean): Guide {
  if (!guide.playing) return guide;
  const { paused: _over, ...playing } = guide.playing;
  const all = playing.all || now;
  const marked = withStep(guide, playing.step, ({ mark: _mark, ...step }) =>
    all ? step : { ...step, mark: step.transcript.length },
  );
  return { ...marked, playing: { ...playing, all } };
}

/** What was found when the step was played earlier is shown as long as nobody has played it here. */
function progressed(step: GuideStep, states: readonly StepProgress[]): GuideStep {
  const progress = states.find(({ step: number }) => number === step.number);
  if (!progress) return step;
  const isAsked = step.checks.some(({ ok }) => ok !== undefined);
  const checks = isAsked ? step.checks : progress.findings.reduce(found, step.checks);
  return { ...step, state: progress.state, checks };
}

function found(checks: readonly GuideCheck[], { id, ok, seen, expected }: Finding): readonly GuideCheck[] {
  return checks.map((check) => (check.id === id ? { ...check, ok, seen, expected } : check));
}

function withPlaying(guide: Guide, change: Partial<Playing>): Guide {
  return guide.playing ? { ...guide, playing: { ...guide.playing, ...change } } : guide;
}

function withStep(guide: Guide, number: number, change: (step: GuideStep) => GuideStep): Guide {
  return { ...guide, steps: guide.steps.map((step) => (step.number === number ? change(step) : step)) };
}
