import { markdownLines } from './markdown.ts';
import type { Question } from './quiz-schema.ts';
import { paint, sign, type Style, wrap } from './style.ts';

/** What is said before the first question of a step. */
export function stepLines(
  { step, title, questions }: { readonly step: number; readonly title: string; readonly questions: number },
  style: Style,
): string[] {
  const many = questions === 1 ? 'one question' : `${questions} questions`;
  const how = `What you might wonder after step ${step} (${title}): ${many}. Enter alone skips one, q this one and all that follow.`;
  return ['', ...wrap(how, style.width, `  ${paint(sign('dot', style), 'dim', style)} `, '    ')];
}

/** A question with its answers, numbered as they are chosen. */
export function questionLines({ question, choices }: Question, style: Style): string[] {
  const numbered = choices.map(({ text }, at) => `${at + 1}. ${oneLine(text)}`).join('\n');
  return ['', ...markdownLines(`**?** ${oneLine(question)}`, style), '', ...markdownLines(numbered, style)];
}

/** What is said when the answer of this number was chosen: whether it is right and why, then of each other one why or why not. */
export function answerLines({ choices }: Question, choice: number, style: Style): string[] {
  const isRight = choices[choice - 1]?.right === true;
  const right = choices.findIndex((each) => each.right === true) + 1;
  const verdict = isRight ? 'Right.' : `No: ${right} is right.`;
  const chosenFirst = [choice, ...choices.map((_, at) => at + 1).filter((number) => number !== choice)];
  return [
    `  ${paint(sign(isRight ? 'good' : 'bad', style), isRight ? 'good' : 'bad', style)} ${paint(verdict, 'strong', style)}`,
    ...chosenFirst.flatMap((number) =>
      markdownLines(`${number}. ${oneLine(choices[number - 1]?.why ?? '')}`, style),
    ),
  ];
}

/** A block of YAML has line ends; a list item of ours is one line that is wrapped later. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
