import { UNICODE } from '../../src/tui/marks.ts';
import { type GuidedAbout, type GuidedModel, guidedUi } from '../../src/tui/guided/guided-model.ts';
import { guidedFrame } from '../../src/tui/guided/guided-frame.ts';
import type { Guide, GuideStep } from '../../src/view/guide.ts';
import { guideAfter, type GuideEvent } from '../../src/view/guide-reduce.ts';
import { startStory } from '../../src/view/story.ts';
import type { WorkshopEvent } from '../../src/workshop/events.ts';
import { START } from './fake-clock.ts';

export const GUIDED_ABOUT: GuidedAbout = {
  context: 'embedded-test',
  cluster: 'embedded, simulated nodes',
  scheduler: 'workshop-scheduler',
  evidence: './evidence',
  marks: UNICODE,
  colours: true,
};

/** A step with two checks. */
export function guideStep(number: number, change: Partial<GuideStep> = {}): GuideStep {
  const text = change.text ?? `The text of step ${number}.`;
  return {
    number,
    part: 'core',
    title: `Title ${number}`,
    minutes: 5,
    hints: [`Look at \`kubectl get pods\`, says step ${number}.`],
    state: 'open',
    asks: false,
    checks: [
      { id: 'runs', title: 'the pod runs' },
      { id: 'spread', title: 'the pods are spread' },
    ],
    quiz: [],
    text,
    transcript: [{ type: 'text', markdown: text }],
    ...change,
  };
}

/** Three steps, of which the first is done. */
export function someGuide(change: Partial<Guide> = {}): Guide {
  return {
    steps: [guideStep(0, { state: 'done' }), guideStep(1), guideStep(2)],
    story: startStory({ mode: 'bind', policy: 'least-pods' }),
    ...change,
  };
}

export function guideAfterAll(guide: Guide, events: readonly GuideEvent[]): Guide {
  return events.reduce(guideAfter, guide);
}

/** The engine told this. */
export function told(...events: readonly WorkshopEvent[]): GuideEvent[] {
  return events.map((event) => ({ type: 'told', event, at: START }));
}

export function guidedModel(guide: Guide = someGuide(), change: Partial<GuidedModel> = {}): GuidedModel {
  return {
    about: GUIDED_ABOUT,
    guide,
    ui: guidedUi(guide),
    size: { columns: 80, rows: 24 },
    now: START,
    ...change,
  };
}

/** The lines of the screen that this model looks like, without colours and trailing spaces. */
export function drawnGuide(model: GuidedModel): readonly string[] {
  return guidedFrame(model).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

/** So many lines of a command's output. */
export function output(lines: number, word = 'line'): WorkshopEvent[] {
  return Array.from({ length: lines }, (_, at) => ({
    type: 'output',
    text: `${word} ${at + 1}`,
    stream: 'stdout',
  }));
}
