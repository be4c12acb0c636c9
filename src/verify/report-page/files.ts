import { html } from '../../lib/html.ts';
import { scrolling, section } from './parts.ts';

const FILES = [
  ['SUBMISSION.md', 'the page to hand in, as Markdown'],
  ['evidence.json', 'the facts, the findings and the timelines, for programs'],
  ['journal.jsonl', 'the recorded run: every command, its output, what was seen and when'],
  ['recording.cast', 'the terminal for asciinema, drawn from the journal'],
  ['scheduler.log', "the scheduler's own log, if it kept one"],
  ['outputs/', 'what kubectl printed when the cluster was looked at'],
  ['MANIFEST.sha256', 'hashes of all files'],
] as const;

/** What lies beside the page, and how to find out whether anything was changed. */
export function filesSection() {
  return section(
    'files',
    'Files beside this page',
    html`${scrolling(
        'Files beside this page',
        html`<table>
          <caption class="hidden">
            Files of the bundle
          </caption>
          <thead>
            <tr>
              <th scope="col">file</th>
              <th scope="col">what</th>
            </tr>
          </thead>
          <tbody>
            ${FILES.map(
              ([file, what]) =>
                html`<tr>
                  <th scope="row"><code>${file}</code></th>
                  <td class="words">${what}</td>
                </tr> `,
            )}
          </tbody>
        </table>`,
      )}
      <p>
        This page follows from those files and says nothing beyond them:
        <code>kubectl minisched verify --bundle .</code> in this folder makes it again and compares.
      </p>`,
  );
}
