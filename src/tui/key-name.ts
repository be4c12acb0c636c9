import type { Key } from 'ink';

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/**
 * The names of the keys in one piece of input: `j`, `up`, `ctrl+c`, `shift+tab`, `space`. Pasted text and keys that were pressed
 * faster than they were read come as one piece and are taken apart. `delete` is what most terminals send for the backspace key.
 */
export function keyNames(input: string, key: Key): readonly string[] {
  if (key.eventType === 'release') return [];
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
  const named = NAMED.find(([flag]) => key[flag]);
  if (named) return [named[1]];
  if (key.ctrl) return [`ctrl+${input}`];
  if (key.meta || input.startsWith('[')) return input.length === 1 && !key.meta ? [input] : [];
  return Array.from(input, charName).filter((name) => name !== '');
}

/** What a character of a longer piece is as a key: control characters are keys, too. */
function charName(char: string): string {
  const code = char.charCodeAt(0);
  if (code > 32 && code !== 127) return char;
  switch (char) {
    case ' ':
      return 'space';
    case '\t':
      return 'tab';
    case '\r':
    case '\n':
      return 'enter';
    case '\u001b':
      return 'esc';
    case '\b':
    case '\u007f':
      return 'backspace';
    default:
      return code > 0 && code < 27 ? `ctrl+${String.fromCharCode(code + 96)}` : '';
  }
}
