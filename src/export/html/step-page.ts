import { html, type Html } from '../../lib/html.ts';
import { fill } from '../../workshop/variables.ts';
import { isForProgram } from '../../workshop/own/program.ts';
import { textOf } from '../played.ts';
import { commandHtml, langFlag, type Page, playHtml } from './items.ts';
import { inlineMarkdown, markdown } from './markdown.ts';

/** What stands on the page of one step, above and below what happens in it. */
export function stepMain(page: Page): readonly Html[] {
  const { step, words, values } = page;
  return [
    html`<h1><small>${words.site.step(step.number)}</small><br />${step.title}</h1>
      <p class="minutes">${words.minutes(step.minutes)}</p> `,
    markdown(textOf(step.text, values)),
    ...playHtml(page),
    ...checksHtml(page),
    ...hintsHtml(page),
    ...quizHtml(page),
    html`<h2>${words.site.playStep}</h2>`,
    commandHtml(`kubectl minisched workshop step ${step.number}${langFlag(words)}`),
  ];
}

function checksHtml({ step, words, values }: Page): readonly Html[] {
  const titles = step.checks
    .filter(({ program }) => isForProgram(program, false))
    .map(({ title }) => html`<li>${inlineMarkdown(fill(title, values))}</li>`);
  return titles.length === 0
    ? []
    : [
        html`<h2>${words.site.checks}</h2>
          <ul class="checks">
            ${titles}
          </ul>`,
      ];
}

function hintsHtml({ step, words, values }: Page): readonly Html[] {
  const hints = step.hints.map((hint) => html`<li>${inlineMarkdown(fill(hint, values))}</li>`);
  return hints.length === 0
    ? []
    : [
        html`<details>
          <summary>${words.hints}</summary>
          <ul>
            ${hints}
          </ul>
        </details>`,
      ];
}

function quizHtml({ step, words }: Page): readonly Html[] {
  const questions = step.quiz.map(
    ({ question, choices }) =>
      html`<section class="question">
        ${markdown(question)}
        <ol>
          ${choices.map(({ text }) => html`<li>${inlineMarkdown(text)}</li>`)}
        </ol>
        <details>
          <summary>${words.answer}</summary>
          <ul>
            ${choices.map(
              ({ text, right, why }) =>
                html`<li>
                  <span class="${right ? 'right' : 'wrong'}"
                    >${right ? '✔' : '✘'} ${inlineMarkdown(text)}</span
                  >
                  ${inlineMarkdown(why)}
                </li>`,
            )}
          </ul>
        </details>
      </section>`,
  );
  return questions.length === 0 ? [] : [html`<h2>${words.questions}</h2>`, ...questions];
}
