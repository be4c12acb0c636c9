import type { Evidence } from '../evidence.ts';
import { plain, table } from '../markdown.ts';
import { timeText } from '../moment.ts';
import { scoreText } from '../quiz-facts.ts';

/** How the person answered the questions at the end of steps; empty where none was answered. */
export function quizSection({ facts: { quiz } }: Evidence): string {
  if (!quiz) return '';
  const rows = quiz.map(({ at, step, id, choice, right }) => [
    `${step}`,
    plain(id),
    `${choice}`,
    right ? 'right' : 'wrong',
    timeText(at),
  ]);
  return [
    "## Questions, in the person's own answers",
    `Questions: ${scoreText(quiz)}. No check depends on it.`,
    table(['step', 'question', 'answer', '', 'answered at'], rows),
  ].join('\n\n');
}
