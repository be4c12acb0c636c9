/** Text that is HTML already, and is put into a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a template may hold: HTML stays, everything else is escaped; nothing is written for what is undefined or false. */
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/**
 * HTML (or SVG inside of it) as a tagged template. Whatever is put in is text and is escaped, also inside of an attribute in double quotes; only
 * what was made by this function, or was said to be HTML with {@link raw}, is not. The template's own indentation is left out.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(
    strings.map((text, at) => unindented(text) + (at < parts.length ? textOf(parts[at]) : '')).join(''),
  );
}

/** Text that is trusted to be HTML: our own style sheet and program, never anything that was recorded. */
export function raw(text: string): Html {
  return new Html(text);
}

/** Text in which nothing is markup. What cannot be seen, or turns the direction of what can, is shown as a sign. */
export function escaped(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A value as JSON that may stand inside of a script element: no text in it can end that. */
export function jsonInScript(value: unknown): Html {
  return new Html(
    JSON.stringify(value)
      .replaceAll('<', '\\u003c')
      .replaceAll('>', '\\u003e')
      .replaceAll('&', '\\u0026')
      .replaceAll('\u2028', '\\u2028')
      .replaceAll('\u2029', '\\u2029'),
  );
}

/**
 * Text without control characters but line ends and tabs: others become the sign that Unicode has for them, or a replacement
 * character, as do halves of characters and what turns the direction of writing. So nothing recorded can steer a terminal or hide in a page.
 */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, signFor);
}

/** Line ends, tabs, and what joins or parts letters and emojis. */
const KEPT = new Set(['\n', '\t', '\u200c', '\u200d', '\u00ad']);
/** Where Unicode has pictures of control characters. */
const PICTURES = 0x2400;

function signFor(sign: string): string {
  const code = sign.charCodeAt(0);
  if (KEPT.has(sign)) return sign;
  if (code < 0x20) return String.fromCharCode(PICTURES + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** How the source is indented is no business of who gets the page. */
function unindented(text: string): string {
  return text.replace(/\n\s+/g, '\n');
}

function textOf(part: HtmlPart): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return part.map(textOf).join('');
}
