import { type Html, html } from '../../lib/html.ts';
import type { Evidence } from '../evidence.ts';
import { type TrialFact, trialsText } from '../trials.ts';
import { mark, scrolling, section } from './parts.ts';

/** What a scheduler of the person's own can do beside the steps; nothing where nothing was tried. */
export function trialsSection({ trials }: Evidence): Html | undefined {
  if (!trials) return undefined;
  return section(
    'trials',
    `What their scheduler can do: ${trialsText(trials)}`,
    html`<p><code>${trials.program}</code>, tried on ${trials.where}. This is no part of the verdict.</p>
      ${scrolling(
        'What was tried',
        html`<table>
          <caption class="hidden">
            What was tried, and what was seen
          </caption>
          <thead>
            <tr>
              <th scope="col"><span class="hidden">outcome</span></th>
              <th scope="col">it …</th>
              <th scope="col">seen</th>
              <th scope="col">step</th>
            </tr>
          </thead>
          <tbody>
            ${trials.results.map((result) => row(result))}
          </tbody>
        </table>`,
      )}`,
  );
}

function row({ step, title, ok, found, mistake }: TrialFact): Html {
  return html`<tr>
    <td>${ok === undefined ? html`<span class="mark">?</span>` : mark(ok)}</td>
    <th scope="row">${title}</th>
    <td class="words">
      ${ok === false && 'not yet: '}${found}${mistake !== undefined && ` (usual mistake: ${mistake})`}
    </td>
    <td>${step}</td>
  </tr>`;
}
