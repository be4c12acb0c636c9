import type { JournalEntry } from '../workshop/journal-entry.ts';
import { firstAnswers, tallyText } from '../workshop/quiz.ts';
import type { Facts, QuizFact } from './facts.ts';

/** The person's first answer to each question, out of the whole journal: they are the person's, on whatever cluster. Empty where there is none. */
export function quizOf(journal: readonly JournalEntry[]): Pick<Facts, 'quiz'> {
  const quiz = firstAnswers(journal).map(({ at, step, id, choice, right }) => ({
    at,
    step,
    id,
    choice,
    right,
  }));
  return quiz.length > 0 ? { quiz } : {};
}

/** `7 of 9 right at first try`. */
export function scoreText(quiz: readonly QuizFact[]): string {
  return tallyText({ answered: quiz.length, right: quiz.filter(({ right }) => right).length });
}
