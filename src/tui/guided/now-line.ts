import {
  firstOpen,
  type Guide,
  type GuideStep,
  isLastOfPart,
  type Playing,
  stepCalled,
  stepsUntil,
} from '../../view/guide.ts';
import { spoken } from '../../workshop/duration.ts';
import { bar } from '../bar.ts';
import { type Line, span } from '../line.ts';
import type { GuidedModel } from './guided-model.ts';
import { questionsToCome } from './quiz-keys.ts';
import { countText, quizNow, quizToCome } from './quiz-view.ts';
import { stepView, unread } from './step-view.ts';

const BAR = 10;
/** A command that takes less is not worth a word. */
const SLOW_MS = 2000;

/** One line: what happens now, or what the person can do next. */
export function nowLine(model: GuidedModel): Line {
  const { guide, ui, about } = model;
  const { playing } = guide;
  if (ui.page?.kind === 'confirm') return [span(`${about.marks.cursor} y plays it, esc does not`, 'accent')];
  if (ui.page?.kind === 'quiz') return quizNow(model, ui.page);
  if (playing && playing.step !== ui.shown) {
    const state = playing.paused ? 'waits for you' : 'is being played';
    return [
      span(`${about.marks.cursor} step ${playing.step} ${state}: key ${playing.step} shows it`, 'warn'),
    ];
  }
  if (playing) return playingLine(playing, model);
  const step = stepCalled(guide, ui.shown);
  if (!step) return [];
  const more = readOn(model, about.marks.cursor);
  const until = stepsUntil(guide, step.part);
  if (!more && until.every(({ state }) => state === 'done')) return allDone(until.length, model);
  return [...stateSpans(step, model), ...(more ?? quizToCome(model) ?? nextSpans(step, model))];
}

function playingLine({ paused, wait, running, all }: Playing, model: GuidedModel): Line {
  const { now, about } = model;
  const { cursor } = about.marks;
  if (paused)
    return (
      readOn(model, cursor) ?? [
        span(`${cursor} enter runs it`, 'accent'),
        span('; a runs all that is left', 'dim'),
      ]
    );
  if (wait) return waitLine(wait, model);
  if (running && now - running.since >= SLOW_MS)
    return [span(`${spoken(now - running.since)}  `, 'title'), span(`running: ${running.line}`)];
  return [span(`${cursor} being played`, 'accent'), span(all ? ', without stops' : '', 'dim')];
}

function waitLine(
  { what, hold, elapsedMs, limitMs }: NonNullable<Playing['wait']>,
  { about }: GuidedModel,
): Line {
  const text = span(`  ${hold ? 'staying so' : 'waiting for'}: ${what}`);
  if (limitMs === undefined) return [span(spoken(elapsedMs), 'title'), text];
  const share = { used: Math.min(elapsedMs, limitMs), of: limitMs };
  return [
    span(`${bar(share, BAR, about.marks)} `, 'accent'),
    span(`${spoken(elapsedMs)} of ${spoken(limitMs)}`, 'title'),
    text,
  ];
}

/** Undefined where the end of the step is seen. */
function readOn(model: GuidedModel, sign: string): Line | undefined {
  const more = unread(stepView(model));
  if (more === 0) return undefined;
  return [
    span(`${sign} enter reads on`, 'accent'),
    span(`: ${more} more ${more === 1 ? 'line' : 'lines'}`, 'dim'),
  ];
}

/** What came of the step; nothing where it has not been played. */
function stateSpans({ number, state }: GuideStep, { about: { marks } }: GuidedModel): Line {
  switch (state) {
    case 'open':
      return [];
    case 'interrupted':
      return [span(`! step ${number} was interrupted  `, 'warn')];
    case 'failed':
      return [span(`${marks.bad} step ${number} did not come true  `, 'bad')];
    case 'done':
      return [span(`${marks.good} step ${number} is done  `, 'good')];
  }
}

function nextSpans(step: GuideStep, model: GuidedModel): Line {
  const { guide, about } = model;
  const { cursor } = about.marks;
  switch (step.state) {
    case 'open':
      return [
        span(`${cursor} enter plays step ${step.number}`, 'accent'),
        span(', command by command; a plays it without stops', 'dim'),
      ];
    case 'interrupted':
      return [span(`${cursor} enter plays it from its beginning`, 'accent')];
    case 'failed':
      return [span(`${cursor} h hints, enter plays it again, c checks`, 'accent')];
    case 'done':
      return [span(`${cursor} ${afterDone(guide, step)}`, 'accent')];
  }
}

function afterDone(guide: Guide, { number }: GuideStep): string {
  const open = firstOpen(guide);
  return isLastOfPart(guide, number) && open
    ? `enter goes to step ${open.number}, which is not`
    : `enter goes to step ${number + 1}; r plays it again`;
}

/** Every step is done, `count` of them: what is left is the evidence, and to go further for who wants to. */
function allDone(count: number, model: GuidedModel): Line {
  const { guide, about } = model;
  const { marks, evidence } = about;
  const done = span(`${marks.good} all ${count} steps are done  `, 'good');
  const next = firstOpen(guide);
  const questions = questionsToCome(model);
  const enter = questions > 0 ? `asks ${countText(questions)}` : next && `goes on to step ${next.number}`;
  const further = enter === undefined ? [] : [span(`; enter ${enter}`, 'dim')];
  if (guide.verified === undefined)
    return [done, span(`${marks.cursor} v collects the evidence`, 'accent'), ...further];
  return guide.verified
    ? [done, span(`${marks.good} the evidence is in ${evidence}`, 'good'), ...further]
    : [done, span(`${marks.bad} the evidence in ${evidence} is not complete: v`, 'bad')];
}
