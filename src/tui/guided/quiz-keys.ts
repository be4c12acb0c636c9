import { type GuideStep, openQuestions, stepCalled } from '../../view/guide.ts';
import type { GuidedModel, GuidedUi, QuizPage } from './guided-model.ts';
import { type GuidedStep, only } from './guided-step.ts';

/** So far down that the end is seen. */
const END = Number.MAX_SAFE_INTEGER;

/** How many questions enter asks after the step that is shown: those without an answer, and only once; n leaves them out. */
export function questionsToCome({ guide, ui }: Pick<GuidedModel, 'guide' | 'ui'>): number {
  const step = stepCalled(guide, ui.shown);
  if (step?.state !== 'done' || ui.asked.includes(step.number)) return 0;
  return openQuestions(step).length;
}

/** Opens the first question of the step that is shown which has no answer; where all have one, the first. Undefined: it has none. */
export function openQuiz({ guide, ui }: GuidedModel): GuidedStep | undefined {
  const step = stepCalled(guide, ui.shown);
  if (!step || step.quiz.length === 0) return undefined;
  const [first] = openQuestions(step);
  const asked = [...new Set([...ui.asked, step.number])];
  const page = { kind: 'quiz', step: step.number, again: first === undefined, scroll: 0 } as const;
  return only({ ...ui, asked, page: { ...page, at: first ? step.quiz.indexOf(first) : 0 } });
}

/** The keys of a question: a number answers it once, n and enter go to the next. Undefined: not a key of its own. */
export function quizKey({ guide, ui }: GuidedModel, page: QuizPage, key: string): GuidedStep | undefined {
  const step = stepCalled(guide, page.step);
  const question = step?.quiz[page.at];
  if (!step || !question) return undefined;
  if (['n', 'enter', 'right'].includes(key)) return next(ui, page, step);
  if (!/^\d$/.test(key)) return undefined;
  const choice = Number(key);
  if (page.choice !== undefined || !question.choices[choice - 1]) return only(ui);
  return {
    ui: { ...ui, page: { ...page, choice, scroll: END } },
    effects: [{ type: 'answer', step: step.number, id: question.id, choice }],
  };
}

/** After the last one the page closes. */
function next(
  { page: _this, ...ui }: GuidedUi,
  { choice: _given, ...page }: QuizPage,
  step: GuideStep,
): GuidedStep {
  const at = step.quiz.findIndex(
    ({ answer }, index) => index > page.at && (page.again || answer === undefined),
  );
  return only(at === -1 ? ui : { ...ui, page: { ...page, at, scroll: 0 } });
}
