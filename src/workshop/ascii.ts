import type { Step } from './content.ts';
import { textsOf, withTexts } from './texts.ts';

/** The letters that our own texts use, as they are written where a keyboard does not have them. */
const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
};

/** A text without the typographic characters and letters that our own texts use, for terminals without Unicode. */
export function asciiOf(text: string): string {
  return text
    .replaceAll('→', '->')
    .replaceAll('…', '...')
    .replaceAll(/[–—]/g, '-')
    .replaceAll(/[“”„]/g, '"')
    .replaceAll('’', "'")
    .replaceAll(/[äöüßÄÖÜ]/g, (letter) => LETTERS[letter] ?? letter);
}

/** A step whose texts are so. What is played stays what it is. */
export function asciiStep(step: Step): Step {
  const { title, say, checks, hints, quiz } = textsOf(step);
  const texts = {
    title: asciiOf(title),
    ...(say && { say: say.map(asciiOf) }),
    ...(checks && {
      checks: mapped(checks, (check) => ({ ...mapped(check, asciiOf), title: asciiOf(check.title) })),
    }),
    ...(hints && { hints: hints.map(asciiOf) }),
    ...(quiz && {
      quiz: mapped(quiz, ({ question, choices }) => ({
        question: asciiOf(question),
        choices: choices.map(({ text, why }) => ({ text: asciiOf(text), why: asciiOf(why) })),
      })),
    }),
  };
  return { ...step, ...withTexts(step, texts), text: asciiOf(step.text) };
}

function mapped<A, B>(values: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
