import { askLine } from '../../verify/ask.ts';
import type { Journal } from '../../workshop/journal.ts';
import { answerOf, type Asked } from '../../workshop/quiz.ts';
import { answerLines, questionLines, stepLines } from '../../workshop/quiz-lines.ts';
import type { Style } from '../../workshop/style.ts';
import type { CliContext } from '../context.ts';
import { isCi } from '../screen/wants-screen.ts';

/** Whether a person sits at both ends. */
export function isAtTerminal({ stdin, stdout }: CliContext): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** Whether a person may be asked who has not asked for it. */
export function mayAsk(cli: CliContext): boolean {
  return isAtTerminal(cli) && !isCi(cli.env);
}

/** Where the questions are asked, and what is written down. */
export interface AskingParts {
  readonly journal: Journal;
  readonly style: Style;
}

/**
 * Asks one question after the other and says of each answer why, or why not; each answer is in the journal when the next question
 * comes. Enter alone skips one, q all that are left: then it resolves to false. Rejects with the signal's reason at Ctrl-C.
 */
export async function askQuestions(
  cli: CliContext,
  questions: readonly Asked[],
  { journal, style }: AskingParts,
): Promise<boolean> {
  for (const [at, asked] of questions.entries()) {
    const { step, title, question } = asked;
    const own = questions.filter((each) => each.step === step).length;
    if (questions[at - 1]?.step !== step) say(cli, stepLines({ step, title, questions: own }, style));
    say(cli, questionLines(question, style));
    const choice = await choiceOf(cli, question.choices.length);
    if (choice === 'stop') return false;
    if (choice === 'skip') continue;
    journal.append(answerOf(asked, choice, journal.entries()));
    journal.sync();
    say(cli, ['', ...answerLines(question, choice, style)]);
  }
  return true;
}

async function choiceOf(cli: CliContext, choices: number): Promise<number | 'skip' | 'stop'> {
  const { stdin: input, stdout, signal } = cli;
  const write = (text: string) => stdout.write(text);
  for (;;) {
    // after Ctrl-D nothing comes any more, not even another end
    if (input.readableEnded) return 'stop';
    const typed = await askLine(`\n  1 to ${choices}: `, { input, write, signal });
    if (typed === undefined) return 'skip';
    if (/^q(uit)?$/i.test(typed)) return 'stop';
    if (/^\d$/.test(typed) && Number(typed) >= 1 && Number(typed) <= choices) return Number(typed);
    say(cli, [
      `  A number from 1 to ${choices}; Enter alone skips the question, q this one and all that follow.`,
    ]);
  }
}

function say({ stdout }: CliContext, lines: readonly string[]): void {
  stdout.write(`${lines.join('\n')}\n`);
}
