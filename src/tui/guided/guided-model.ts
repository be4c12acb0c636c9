import { type Guide, startingStep } from '../../view/guide.ts';
import type { Style } from '../../workshop/style.ts';
import { ASCII, type Marks } from '../marks.ts';
import type { Size } from '../model.ts';
import type { PagerState } from '../widgets/pager/pager-state.ts';
import type { PromptState } from '../widgets/prompt/prompt-state.ts';
import type { Notice } from '../ui-state.ts';

/** The panels, in the order of the tab key. */
export const GUIDED_PANELS = ['step', 'scheduler', 'checks'] as const;

/** One of {@link GUIDED_PANELS}. */
export type GuidedPanel = (typeof GUIDED_PANELS)[number];

/** What does not change while the screen is open. */
export interface GuidedAbout {
  readonly context: string;
  /** The kind of cluster, in words. */
  readonly cluster: string;
  /** The name that pods ask for. */
  readonly scheduler: string;
  /** Where the evidence goes, as short as it can be said. */
  readonly evidence: string;
  readonly marks: Marks;
  /** Without colours other signs tell code and stress from the words around them. */
  readonly colours: boolean;
}

/** How the words of the plain output look on this screen, at most so wide. */
export function textStyle({ marks, colours }: GuidedAbout, width: number): Style {
  return { width: Math.min(width, WIDEST_TEXT), colours, unicode: marks !== ASCII };
}

/** Wider text is hard to read. */
const WIDEST_TEXT = 100;

/** A question; `choice` is what the person has chosen since it was opened, counted from 1. */
export interface QuizPage {
  readonly kind: 'quiz';
  readonly step: number;
  /** Which of the step's questions, counted from 0. */
  readonly at: number;
  readonly choice?: number;
  /** Those that have an answer are asked, too. */
  readonly again: boolean;
  readonly scroll: PagerState;
}

/** What lies over the panels. */
export type GuidedPage = { readonly scroll: PagerState } & (
  | { readonly kind: 'help' | 'hints' }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  /** May this step be played here? */
  | { readonly kind: 'confirm'; readonly step: number; readonly all: boolean }
  | QuizPage
);

/** How far the step is scrolled: to what was told last, or to where the person went. */
export type StepScroll = 'follow' | PagerState;

/** What a person has done to the screen. */
export interface GuidedUi {
  /** The number of the step that is shown. */
  readonly shown: number;
  readonly focus: GuidedPanel;
  readonly scroll: { readonly step: StepScroll; readonly scheduler: PagerState; readonly checks: PagerState };
  readonly page?: GuidedPage;
  /** The steps whose questions were shown: enter asks them once. */
  readonly asked: readonly number[];
  /** The reason that goes into the evidence, while it is typed. */
  readonly prompt?: PromptState;
  readonly notice?: Notice;
  /** The person was told that a step is being played, and that the same key again ends it. */
  readonly isSure?: boolean;
  /** Steps may taint and delete on this cluster, although it is not ours. */
  readonly mayChange: boolean;
}

/** Everything that a frame is drawn from. */
export interface GuidedModel {
  readonly about: GuidedAbout;
  readonly guide: Guide;
  readonly ui: GuidedUi;
  readonly size: Size;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The screen at the beginning. */
export function guidedUi(guide: Guide): GuidedUi {
  return {
    shown: startingStep(guide)?.number ?? 0,
    focus: 'step',
    scroll: { step: 0, scheduler: 0, checks: 0 },
    asked: [],
    mayChange: false,
  };
}
