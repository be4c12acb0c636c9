import { type Html, html } from '../../lib/html.ts';
import type { Evidence } from '../evidence.ts';
import type { QuizFact } from '../facts.ts';
import { timeText } from '../moment.ts';
import { scoreText } from '../quiz-facts.ts';
import { mark, scrolling, section, shortText } from './parts.ts';

/** What the person says: where the code is, how it scores, and why. Theirs, so it stands apart from ours. */
export function wordsSection(evidence: Evidence): Html {
  const { note, repository } = evidence;
  return section(
    'words',
    'In their own words',
    html`<h3>Repository</h3>
      <p>${repository === undefined ? TO_DO_REPOSITORY : address(repository)}</p>
      <h3>The scoring function, and why</h3>
      <p><b>What it does.</b> ${note.what ?? 'The policy is not known: step 4 was not played.'}</p>
      <p><b>Why.</b></p>
      ${note.why === undefined ? TO_DO_WHY : quoted(note.why)} ${quizPart(evidence.facts.quiz)}`,
  );
}

const TO_DO_REPOSITORY = html`<span class="missing"
  >To do: <code>kubectl minisched verify --repo https://…</code></span
>`;
const TO_DO_WHY = html`<p class="missing">
  To do: <code>kubectl minisched verify --note "…"</code> (text or a file)
</p>`;

/** Somebody's own words, set apart so that they cannot be taken for ours. */
function quoted(words: string): Html {
  const { text, note } = shortText(words, 'evidence.json');
  return html`<blockquote>${text.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`)}</blockquote>
    ${note !== undefined && html`<p class="small">${note}</p>`}`;
}

/** How the person answered the questions at the end of steps. */
function quizPart(quiz: readonly QuizFact[] | undefined): Html | undefined {
  if (!quiz) return undefined;
  return html`<h3>Questions at the end of steps</h3>
    <p>${scoreText(quiz)}. No check depends on it.</p>
    ${scrolling(
      'Answers to the questions',
      html`<table>
        <caption class="hidden">
          The first answer to each question
        </caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">question</th>
            <th scope="col">answer</th>
            <th scope="col">right</th>
            <th scope="col">answered at</th>
          </tr>
        </thead>
        <tbody>
          ${quiz.map(
            ({ at, step, id, choice, right }) =>
              html`<tr>
                <td>${step}</td>
                <th scope="row">${id}</th>
                <td>${choice}</td>
                <td>${mark(right)}</td>
                <td>${timeText(at)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}`;
}

/** Only an address of the web is a link: any other would do something else when it is followed. */
function address(text: string): Html {
  const url = URL.parse(text);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb
    ? html`<a href="${url.href}" rel="noopener noreferrer">${text}</a>`
    : html`<code>${text}</code>`;
}
