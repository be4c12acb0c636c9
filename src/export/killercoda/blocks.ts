/** What a click on a block does: run it in the tab that is looked at, after a Ctrl-C or without, or nothing. */
export type Click = 'exec' | 'exec interrupt' | 'copy';

/** A fenced block in Killercoda's Markdown, closed by what a click on it does. */
export function block(text: string, click: Click, language = 'plain'): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}{{${click}}}`;
}

/** Something that opens on a click. The empty lines make Markdown of what is in it. */
export function folded(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
