/** Characters that a shell would act on. A step that needs them is two steps. */
const SHELL_ONLY = /[|&;<>()`*?\n]/;

/** Where the reading of a command line stands: between words, or inside a word, maybe inside quotes. */
interface Reading {
  words: string[];
  word: string | undefined;
  quote: '"' | "'" | undefined;
}

/**
 * Splits one command line into words as a POSIX shell does, without being one: single and double quotes and backslashes work;
 * pipes, globs, redirections, several commands and substitutions do not. `${variables}` are left as they are.
 * Throws a SyntaxError whose message is a clause such as `a quote is not closed`.
 */
export function splitWords(line: string): string[] {
  const reading: Reading = { words: [], word: undefined, quote: undefined };
  const characters = Array.from(line.trim());
  while (characters.length > 0) readOne(reading, characters);
  if (reading.quote) throw new SyntaxError(`a quote ${reading.quote} is not closed`);
  if (reading.word !== undefined) reading.words.push(reading.word);
  return reading.words;
}

function readOne(reading: Reading, rest: string[]): void {
  const character = rest.shift() ?? '';
  if (reading.quote) return readQuoted(reading, reading.quote, character, rest);
  if (character === ' ' || character === '\t') return endWord(reading);
  if (character === '"' || character === "'") {
    reading.quote = character;
    reading.word ??= '';
    return;
  }
  if (character === '\\') return add(reading, rest.shift() ?? '');
  if (character === '$' && rest[0] === '(')
    throw new SyntaxError('"$(" needs a shell, and there is none here');
  if (SHELL_ONLY.test(character))
    throw new SyntaxError(`"${character}" needs a shell, and there is none here: put it in quotes`);
  add(reading, character);
}

function readQuoted(reading: Reading, quote: '"' | "'", character: string, rest: string[]): void {
  if (character === quote) {
    reading.quote = undefined;
    return;
  }
  // as in a shell, a backslash in double quotes only escapes these
  if (quote === '"' && character === '\\' && /["\\$`]/.test(rest[0] ?? ''))
    return add(reading, rest.shift() ?? '');
  add(reading, character);
}

function add(reading: Reading, text: string): void {
  reading.word = (reading.word ?? '') + text;
}

function endWord(reading: Reading): void {
  if (reading.word !== undefined) reading.words.push(reading.word);
  reading.word = undefined;
}
