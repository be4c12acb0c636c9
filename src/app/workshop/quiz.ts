import { UsageError } from '../../lib/errors.ts';
import { stepCalled } from '../../workshop/engine.ts';
import { openQuestions, tallyOf, tallyText } from '../../workshop/quiz.ts';
import type { Workshop } from '../../workshop/workshop.ts';
import { settle } from '../cluster/providers.ts';
import type { CliContext } from '../context.ts';
import { askQuestions, isAtTerminal } from './asking.ts';
import { styleOf } from './look.ts';
import { openToPlay } from './open.ts';
import type { WorkshopOptions } from './options.ts';
import { aimed, aiming } from './own-lines.ts';

/** Which questions are asked. */
export interface QuizChoice {
  /** Those of this step; of all where it is missing. */
  readonly step?: number;
  /** Also those that were answered. */
  readonly again: boolean;
}

/** `workshop quiz`: asks the questions, and says how many were right. Needs no cluster. */
export async function quiz(cli: CliContext, options: WorkshopOptions, choice: QuizChoice): Promise<void> {
  if (!isAtTerminal(cli))
    throw new UsageError('questions are asked on a terminal, and here is none', {
      next: 'run it in a terminal, without a pipe',
    });
  await aiming(options, async () => {
    const opened = openToPlay(cli, await settle(cli, options));
    try {
      await ask(cli, options, opened.workshop, choice);
    } finally {
      await opened.close();
    }
  });
}

async function ask(
  cli: CliContext,
  options: WorkshopOptions,
  workshop: Workshop,
  { step, again }: QuizChoice,
): Promise<void> {
  const { journal, steps } = workshop;
  const chosen = step === undefined ? steps : [stepCalled(workshop, step)];
  const questions = openQuestions(chosen, journal.entries(), { again });
  await askQuestions(cli, questions, { journal, style: styleOf(cli, options.color) });
  const tally = tallyOf(steps, journal.entries());
  const left = tally.questions - tally.answered;
  const next = questions.length === 0 ? '; `kubectl minisched workshop quiz --again` asks them again' : '';
  const line = `Questions: ${tallyText(tally)}${left > 0 ? `; ${left} are not answered yet` : ''}${next}.`;
  cli.stdout.write(`\n  ${aimed(line, options)}\n`);
}
