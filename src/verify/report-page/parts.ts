import { type Html, type HtmlPart, html, visible } from '../../lib/html.ts';
import { timeText } from '../moment.ts';
import type { BundleRecord } from './record.ts';

/** Of a text that somebody wrote or a program printed, a page shows so much. */
const [MOST_LINES, MOST_LETTERS] = [80, 12_000];

/** A part of the page with its heading; `id` is where the list of contents leads. */
export function section(id: string, title: string, content: HtmlPart): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section> `;
}

/** Something wide that scrolls by itself where the page is narrow, also by keyboard. */
export function scrolling(name: string, content: HtmlPart): Html {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">${content}</div>`;
}

/** ✔ or ✘ with a word for who does not see it. */
export function mark(ok: boolean): Html {
  return ok
    ? html`<span class="mark good" role="img" aria-label="passed">✔</span>`
    : html`<span class="mark bad" role="img" aria-label="failed">✘</span>`;
}

/** Words as they were written, or printed; long ones are cut, and a sentence says where the rest is. */
export function shortText(text: string, rest: string): { readonly text: string; readonly note?: string } {
  const whole = visible(text).trimEnd();
  const lines = whole.split('\n');
  const few = lines.slice(0, MOST_LINES).join('\n').slice(0, MOST_LETTERS).toWellFormed();
  if (few.length === whole.length) return { text: whole };
  return { text: few, note: `Cut here: ${whole.length - few.length} more characters stand in ${rest}.` };
}

/** One of the outputs beside the page, found by the name in its file name; nothing when there is none. */
export function outputBlock({ evidence, outputs }: BundleRecord, name: string): Html | undefined {
  const output = evidence.outputs.find(({ file }) => file.endsWith(`-${name}.txt`));
  const printed = output && outputs.get(output.file);
  if (!output || printed === undefined) return undefined;
  const { text, note } = shortText(printed, output.file);
  return html`<figure class="output">
    ${scrolling(`Output of ${output.line}`, html`<pre>${text}</pre>`)}
    <figcaption>
      Run at ${timeText(output.startedAt)}, kept in
      <code>${output.file}</code>.${note !== undefined && ` ${note}`}
    </figcaption>
  </figure>`;
}

/** The time of day with its fraction, as it was told. */
export function clockText(at: string): string {
  return timeText(at).slice(11).replace(' UTC', '') || at;
}
