import { asciiOf } from './ascii.ts';
import { paint, sign, type Style, wrap } from './style.ts';

const INDENT = '  ';

/**
 * The little Markdown that steps are written in, as lines for a terminal: paragraphs, bullets, numbered lists, fenced code, `#`
 * headings, **bold**, _stress_ and `code`. Fenced code has no
 * empty lines. Anything else is shown as it is written.
 */
export function markdownLines(markdown: string, style: Style): string[] {
  const blocks = markdown.trim().split(/\n{2,}/);
  return blocks.flatMap((block, at) => [...(at === 0 ? [] : ['']), ...blockLines(block, style)]);
}

function blockLines(block: string, style: Style): string[] {
  const fence = /^```\w*\n([\s\S]*?)\n?```$/.exec(block.trim());
  if (fence) return (fence[1] ?? '').split('\n').map((line) => `${INDENT}  ${paint(line, 'code', style)}`);
  const heading = /^#+ (.*)$/.exec(block);
  if (heading) return [INDENT + paint(heading[1] ?? '', 'strong', style)];
  return entries(block).flatMap((entry) => entryLines(entry, style));
}

/** The entries of a list, each with its continuation lines, or the whole paragraph. */
function entries(block: string): string[] {
  return block.split(/\n(?=(?:[-*]|\d+\.) )/);
}

function entryLines(entry: string, style: Style): string[] {
  const item = /^([-*]|\d+\.) ([\s\S]*)$/.exec(entry);
  const text = inline(item ? (item[2] ?? '') : entry, style);
  if (!item) return wrap(text, style.width, INDENT);
  const mark = /\d/.test(item[1] ?? '') ? (item[1] ?? '') : sign('bullet', style);
  const first = `${INDENT}${mark} `;
  return wrap(text, style.width, first, ' '.repeat(first.length));
}

/** Colours are put around each word, so that a line break inside keeps them. */
function inline(text: string, style: Style): string {
  const plain = style.unicode ? text : asciiOf(text);
  return plain
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, bold: string) =>
      eachWord(bold, (word) => paint(word, 'strong', style)),
    )
    .replaceAll(/(?<=^|[\s(])([*_])([^*_`]+)\1(?=$|[\s.,:;!?)])/g, (_, _mark: string, stressed: string) =>
      style.colours ? eachWord(stressed, (word) => paint(word, 'strong', style)) : `*${stressed}*`,
    )
    .replaceAll(/`([^`]+)`/g, (_, code: string) =>
      style.colours ? eachWord(code, (word) => paint(word, 'code', style)) : `\`${code}\``,
    );
}

function eachWord(text: string, change: (word: string) => string): string {
  return text.split(/\s+/).map(change).join(' ');
}
