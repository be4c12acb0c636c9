import type { GuideEvent } from '../../../view/guide-reduce.ts';
import { answerOf, openQuestions } from '../../../workshop/quiz.ts';
import type { Workshop } from '../../../workshop/workshop.ts';

/** Writes down how a question was answered, and tells it. */
export function answer(
  { steps, journal }: Pick<Workshop, 'steps' | 'journal'>,
  { step, id, choice }: { readonly step: number; readonly id: string; readonly choice: number },
  tell: (event: GuideEvent) => void,
): void {
  const asked = openQuestions(steps, [], { again: true }).find(
    (each) => each.step === step && each.question.id === id,
  );
  if (!asked) return;
  journal.append(answerOf(asked, choice, journal.entries()));
  journal.sync();
  tell({ type: 'answered', step, id, choice });
}
