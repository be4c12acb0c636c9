import type { JournalEntry, QuizAnswered } from './journal-entry.ts';
import type { Question } from './quiz-schema.ts';

/** A question and the step at whose end it is asked. */
export interface Asked {
  readonly step: number;
  readonly title: string;
  readonly question: Question;
}

/** As much of a step as its questions need. */
export interface Quizzed {
  readonly number: number;
  readonly title: string;
  readonly quiz: readonly Question[];
}

/** An answer as it stands in the journal. */
export type Answer = Extract<JournalEntry, { readonly kind: 'quiz-answered' }>;

/** How the person did: of `questions` there are, so many were answered, and so many of these rightly at the first try. */
export interface QuizTally {
  readonly questions: number;
  readonly answered: number;
  readonly right: number;
}

/** The questions of these steps in order; without `again` only those that have no answer yet. */
export function openQuestions(
  steps: readonly Quizzed[],
  entries: readonly JournalEntry[],
  { again = false }: { readonly again?: boolean } = {},
): Asked[] {
  const answered = new Set(firstAnswers(entries).map(keyOf));
  return steps.flatMap(({ number, title, quiz }) =>
    quiz
      .map((question) => ({ step: number, title, question }))
      .filter(({ question: { id } }) => again || !answered.has(keyOf({ step: number, id }))),
  );
}

/** What is written down when somebody chooses the answer of this number, counted from 1. */
export function answerOf(
  { step, question: { id, choices } }: Asked,
  choice: number,
  entries: readonly JournalEntry[],
): QuizAnswered {
  const first = !firstAnswers(entries).some((answer) => keyOf(answer) === keyOf({ step, id }));
  return { kind: 'quiz-answered', step, id, choice, right: choices[choice - 1]?.right === true, first };
}

/** The first answer to each question, in the order in which they were given. Answers are the person's, on whatever cluster. */
export function firstAnswers(entries: readonly JournalEntry[]): Answer[] {
  const answers = new Map<string, Answer>();
  for (const entry of entries) {
    if (entry.kind === 'quiz-answered' && !answers.has(keyOf(entry))) answers.set(keyOf(entry), entry);
  }
  return [...answers.values()];
}

/** Counts what there is to count about the questions of these steps. */
export function tallyOf(steps: readonly Quizzed[], entries: readonly JournalEntry[]): QuizTally {
  const all = openQuestions(steps, [], { again: true });
  const known = new Set(all.map(({ step, question: { id } }) => keyOf({ step, id })));
  const answers = firstAnswers(entries).filter((answer) => known.has(keyOf(answer)));
  return {
    questions: all.length,
    answered: answers.length,
    right: answers.filter(({ right }) => right).length,
  };
}

/** `7 of 9 right at first try`; the evidence says it in the same words. */
export function tallyText({ answered, right }: Pick<QuizTally, 'answered' | 'right'>): string {
  return `${right} of ${answered} right at first try`;
}

/** Ids are unique in a step only. */
function keyOf({ step, id }: { readonly step: number; readonly id: string }): string {
  return `${step}/${id}`;
}
