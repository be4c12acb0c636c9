import { checkIn } from '../checks.ts';
import { manifestOf, playedItems, textOf, valuesOf } from '../played.ts';
import type { ExportWords } from '../words.ts';
import { milliseconds } from '../../workshop/duration.ts';
import type { Step } from '../../workshop/content.ts';
import type { Item } from '../../workshop/items/schema.ts';
import { fill, type Values } from '../../workshop/variables.ts';
import { block, folded } from './blocks.ts';
import type { Leftovers } from './leftovers.ts';
import type { SecondTab, Typed } from './second-tab.ts';
import { SITUATION } from './situation.ts';
import { verifiedTitles } from './verify-script.ts';

/** What goes on from step to step. */
export interface Telling {
  readonly words: ExportWords;
  readonly tab: SecondTab;
  readonly leftovers: Leftovers;
}

/** The text of one step: its own words, and a block to click on for all that a person types, in order. */
export function stepText(step: Step, telling: Telling): string {
  const { words, tab, leftovers } = telling;
  const values = valuesOf(step);
  const pieces: Typed[] = [
    { text: textOf(step.text.trim(), values) },
    ...leftovers
      .before(step)
      .map((line): Typed => ({ tab: 1, text: `${words.clear}\n\n${block(line, 'exec')}` })),
    ...(step.needs.includes('scheduler') ? tab.play({ scheduler: 'start' }) : []),
    ...playedItems(step, SITUATION).flatMap((item) => typed(item, step, telling, values)),
  ];
  leftovers.after(step, values);
  return `${[...inTabs(pieces, words), ...ending(step, words, values)].join('\n\n')}\n`;
}

/** Says when to go back to the first tab. */
function inTabs(pieces: readonly Typed[], words: ExportWords): readonly string[] {
  let now: Typed['tab'] = 1;
  return pieces.flatMap(({ tab, text }) => {
    const isBack = tab === 1 && now === 2;
    now = tab ?? now;
    return isBack ? [words.firstTab, text] : [text];
  });
}

function typed(item: Item, step: Step, { words, tab }: Telling, values: Values): readonly Typed[] {
  if ('say' in item) return [{ text: textOf(item.say.trim(), values) }];
  if ('show' in item) return [{ text: block(manifestOf(step, item.show, values), 'copy', 'yaml') }];
  if ('run' in item) return line(fill(item.run, values));
  if ('cluster' in item) return line('kubectl minisched cluster create --provider embedded');
  if ('scheduler' in item) return tab.play(item);
  if ('expect' in item) return [{ text: words.waitFor(titleIn(step, item.expect, values)) }];
  if ('hold' in item) return line(`sleep ${milliseconds(item.hold) / 1000}`, words.wait);
  if ('verdicts' in item) return line(`kubectl minisched explain pod/${item.verdicts}`, words.verdicts);
  if ('trace' in item) return line(`kubectl get events --field-selector involvedObject.name=${item.trace}`);
  if ('picture' in item) return line('kubectl get pods -o wide --sort-by=.spec.nodeName');
  // nobody is asked to write into a journal
  return [];
}

/** A line to click on, in the first tab. */
function line(text: string, before?: string): readonly Typed[] {
  return [{ tab: 1, text: [...(before === undefined ? [] : [before]), block(text, 'exec')].join('\n\n') }];
}

function titleIn(step: Step, id: string, values: Values): string {
  return fill(checkIn(step, id)?.title ?? id, values);
}

/** What the button asks, hints, and questions with their answers folded away. */
function ending(step: Step, words: ExportWords, values: Values): readonly string[] {
  const titles = verifiedTitles(step).map((title) => `- ${fill(title, values)}`);
  const hints = step.hints.map((hint) => `- ${fill(hint, values)}`);
  const questions = step.quiz.flatMap(({ question, choices }) => [
    question.trim(),
    choices.map(({ text }, at) => `${at + 1}. ${text.trim()}`).join('\n'),
    folded(
      words.answer,
      choices
        .map(({ text, right, why }) => `- ${right ? `**${text.trim()}**` : text.trim()}: ${why.trim()}`)
        .join('\n'),
    ),
  ]);
  return [
    ...(titles.length > 0 ? ['---', words.checks, titles.join('\n')] : []),
    ...(hints.length > 0 ? [folded(words.hints, hints.join('\n'))] : []),
    ...(questions.length > 0 ? [`#### ${words.questions}`, ...questions] : []),
  ];
}
