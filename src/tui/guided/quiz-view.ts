import { stepCalled } from '../../view/guide.ts';
import { answerLines, questionLines } from '../../workshop/quiz-lines.ts';
import { type Line, span } from '../line.ts';
import { type GuidedModel, type QuizPage, textStyle } from './guided-model.ts';
import { questionsToCome } from './quiz-keys.ts';
import { paintedLine } from './transcript-lines.ts';

/** A question as a page; once it is answered, with why and why not. */
export function quizLines(
  { guide, about, size }: GuidedModel,
  { step, at, choice }: QuizPage,
): readonly Line[] {
  const question = stepCalled(guide, step)?.quiz[at];
  if (!question) return [];
  const style = textStyle(about, size.columns - 1);
  const answer = choice === undefined ? [] : ['', ...answerLines(question, choice, style)];
  return [...questionLines(question, style), ...answer].map(paintedLine);
}

/** `question 1 of 2 after step 4`. */
export function quizTitle({ guide }: GuidedModel, { step, at }: QuizPage): string {
  return `question ${at + 1} of ${stepCalled(guide, step)?.quiz.length ?? 0} after step ${step}`;
}

/** What can be done with the question that is open. */
export function quizNow({ guide, about }: GuidedModel, { step, at, choice }: QuizPage): Line {
  const { cursor } = about.marks;
  if (choice !== undefined) return [span(`${cursor} enter goes on`, 'accent')];
  const choices = stepCalled(guide, step)?.quiz[at]?.choices.length ?? 0;
  return [span(`${cursor} 1 to ${choices} answers`, 'accent'), span('; enter skips it, esc all', 'dim')];
}

/** What enter does after a step that is done and has questions to come. Undefined: it has none. */
export function quizToCome(model: GuidedModel): Line | undefined {
  const count = questionsToCome(model);
  if (count === 0) return undefined;
  const { cursor } = model.about.marks;
  return [span(`${cursor} enter asks ${countText(count)}`, 'accent'), span('; n goes on without', 'dim')];
}

/** `a question`, `2 questions`. */
export function countText(count: number): string {
  return count === 1 ? 'a question' : `${count} questions`;
}
