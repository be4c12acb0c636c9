/** JSON as JSON.parse reads it, and what tells whether that lost anything. */
export interface QuickJson {
  readonly value: unknown;
  /** How many members the text has: more than the value has means duplicates. (Or fewer in the text: look again.) */
  readonly members: number;
  /** A number may not be what was written, or a text is half a character. */
  readonly doubtful: boolean;
}

const QUOTE = 0x22;
const SPACE = 0x20;

const ESCAPE = String.raw`\u`;
/** Go replaces half a pair; JSON.parse keeps it. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/** Throws `SyntaxError`. */
export function parseQuickJson(text: string): QuickJson {
  const value: unknown = JSON.parse(text);
  let [members, doubtful] = [0, text.includes(ESCAPE) && SURROGATE.test(text)];
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= SPACE) before -= 1;
    // the end of a key, or a text that begins with a colon: then somebody looks again
    if (text.charCodeAt(before) !== QUOTE) continue;
    members += 1;
    doubtful ||= isDoubtful(text, at + 1);
  }
  return { value, members, doubtful };
}

/** A number with a point, an exponent, or more digits than JavaScript keeps. */
function isDoubtful(text: string, start: number): boolean {
  let at = start;
  while (text.charCodeAt(at) <= SPACE) at += 1;
  if (text[at] === '-') at += 1;
  const from = at;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at > from && (at - from > 15 || '.eE'.includes(text[at] ?? ' '));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
