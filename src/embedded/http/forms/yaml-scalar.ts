/** A line is broken at the first space behind this column. */
const WIDTH = 80;

/** Texts that YAML 1.1 would read as something else (go-yaml resolve.go). */
const OTHERWISE = [
  /^(?:~|null|Null|NULL|<<|)$/,
  /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|\d[\d_]*)$/,
  /^[-+]?(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/,
  /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^\d{4}-\d\d?-\d\d?(?:$|[Tt ]+\d)/,
];
const FIRST = /^[#,[\]{}&*!|>'"%@`]|^[-?:](?:\s|$)|^(?:---|\.\.\.)/;
const INSIDE = /:(?:\s|$)|\s#/;
const SPECIAL = /[^\n\x20-\x7E\u0085\u00A0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Whether a text of one line may stand as it is. */
export function isPlain(text: string): boolean {
  return (
    !OTHERWISE.some((pattern) => pattern.test(text)) &&
    !FIRST.test(text) &&
    !INSIDE.test(text) &&
    !SPECIAL.test(text) &&
    !/^\s|\s$/.test(text)
  );
}

/** A text of one line, quoted where it must be, and broken where it is long. `column`: where it begins; `indent` of its other lines. */
export function foldedText(text: string, indent: number, column: number, width = WIDTH): string {
  if (SPECIAL.test(text) || OTHERWISE.some((pattern) => pattern.test(text))) return doubleQuoted(text);
  if (isPlain(text)) return folded(text, indent, column, width);
  return `'${folded(text.replaceAll("'", "''"), indent, column + 1, width)}'`;
}

function folded(text: string, indent: number, column: number, width: number): string {
  let out = '';
  let at = column;
  for (let i = 0; i < text.length; i += 1) {
    const isBreak =
      text[i] === ' ' &&
      at > width &&
      i > 0 &&
      i < text.length - 1 &&
      text[i + 1] !== ' ' &&
      text[i - 1] !== ' ';
    out += isBreak ? `\n${' '.repeat(indent)}` : (text[i] ?? '');
    at = isBreak ? indent : at + 1;
  }
  return out;
}

/** Several lines as they are, behind `|`. */
export function literalText(text: string, indent: number): string {
  if (SPECIAL.test(text) || / \n| $/.test(text)) return doubleQuoted(text);
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = text.endsWith('\n\n') || text === '\n' ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  const padded = lines.map((line) => (line === '' ? '' : `${' '.repeat(Math.max(indent, 2))}${line}`));
  return [`|${hint}${chomping}`, ...padded].join('\n');
}

/** JSON's escapes are YAML's as well. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text);
}
