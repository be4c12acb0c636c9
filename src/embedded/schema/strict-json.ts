import { goQuote } from '../api/go-quote.ts';
import { Items, Members, NumberText, type JsonNode } from './json-tree.ts';

/** What Go's JSON scanner says of a text that is no JSON (sigs.k8s.io/json scanner.go). */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

/** Go nests no deeper. */
const MAX_DEPTH = 10_000;
const END = 'unexpected end of JSON input';
const WITHIN = /^in literal|escape|numeric literal$/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON as Go does, keeping the order of members, duplicates and the text of numbers. Slower than JSON.parse: for bodies that it
 * refuses or that need a second look. Deep nesting does not use our stack. Throws `JsonSyntaxError` with Go's words.
 */
export function parseStrictJson(text: string): JsonNode {
  const reader = new Reader(text);
  const value = reader.document();
  reader.skipSpace();
  if (!reader.atEnd) reader.refuse('after top-level value');
  return value;
}

type Open = Members | Items;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  document(): JsonNode {
    const open: Open[] = [];
    const keys: string[] = [];
    for (;;) {
      let value = this.#begin(open, keys);
      if (value === OPENED) continue;
      // a value is complete: put it where it belongs, and close what ends behind it
      for (;;) {
        const parent = open.at(-1);
        if (!parent) return value;
        add(parent, keys, value);
        if (this.#goesOn(parent, keys)) break;
        open.pop();
        value = parent;
      }
    }
  }

  skipSpace(): void {
    while (!this.atEnd && ' \t\r\n'.includes(this.#text.charAt(this.#at))) this.#at += 1;
  }

  refuse(context: string): never {
    // at the end Go's scanner takes one more step, with a space: that ends a number, but no word
    if (this.atEnd && !WITHIN.test(context)) throw new JsonSyntaxError(END);
    const found = this.atEnd ? quoted(' ') : quotedByte(this.#text, this.#at);
    throw new JsonSyntaxError(`invalid character ${found} ${context}`);
  }

  /** The value that begins here; OPENED when it is a container with something in it. */
  #begin(open: Open[], keys: string[]): JsonNode | typeof OPENED {
    this.skipSpace();
    const first = this.#text.charAt(this.#at);
    if (first === '{' || first === '[') return this.#open(first, open, keys);
    if (first === '"') return this.#string();
    if (first === '-' || isDigit(first)) return this.#number();
    for (const [word, value] of WORDS) {
      if (first === word.charAt(0)) return this.#word(word, value);
    }
    return this.refuse('looking for beginning of value');
  }

  #open(first: string, open: Open[], keys: string[]): JsonNode | typeof OPENED {
    if (open.length >= MAX_DEPTH) this.refuse('exceeded max depth');
    this.#at += 1;
    this.skipSpace();
    const container = first === '{' ? new Members() : new Items();
    if (this.#text.charAt(this.#at) === (first === '{' ? '}' : ']')) {
      this.#at += 1;
      return container;
    }
    open.push(container);
    if (container instanceof Members) this.#key(keys);
    return OPENED;
  }

  #key(keys: string[]): void {
    this.skipSpace();
    if (this.#text.charAt(this.#at) !== '"') this.refuse('looking for beginning of object key string');
    keys.push(this.#string());
    this.skipSpace();
    if (this.#text.charAt(this.#at) !== ':') this.refuse('after object key');
    this.#at += 1;
  }

  /** True behind a comma: another value follows. */
  #goesOn(parent: Open, keys: string[]): boolean {
    this.skipSpace();
    const next = this.#text.charAt(this.#at);
    const isObject = parent instanceof Members;
    if (next !== ',' && next !== (isObject ? '}' : ']')) {
      this.refuse(isObject ? 'after object key:value pair' : 'after array element');
    }
    this.#at += 1;
    if (next !== ',') return false;
    if (isObject) this.#key(keys);
    return true;
  }

  #string(): string {
    const text = this.#text;
    let end = this.#at + 1;
    for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
      // NaN at the end
      if (!(code >= 0x20)) this.#badString();
      end += code === BACKSLASH ? 2 : 1;
    }
    try {
      const found = String(JSON.parse(text.slice(this.#at, end + 1))).toWellFormed();
      this.#at = end + 1;
      return found;
    } catch {
      // a wrong escape: Go's words for it
      return this.#badString();
    }
  }

  #badString(): never {
    this.#at += 1;
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (this.atEnd || character < ' ') this.refuse('in string literal');
      this.#at += 1;
      if (character !== '\\') continue;
      const escape = this.#text.charAt(this.#at);
      if (escape === '' || !'"\\/bfnrtu'.includes(escape)) this.refuse('in string escape code');
      this.#at += 1;
      const digits = /[0-9a-fA-F]{0,4}/y;
      digits.lastIndex = this.#at;
      const length = digits.exec(this.#text)?.[0].length ?? 0;
      if (escape === 'u' && length < 4) {
        this.#at += length;
        this.refuse('in \\u hexadecimal character escape');
      }
    }
  }

  #number(): JsonNode {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text)?.[0];
    if (found === undefined) {
      this.#at += 1;
      this.refuse('in numeric literal');
    }
    this.#at += found.length;
    const next = this.#text.charAt(this.#at);
    const isWhole = /^-?\d+$/.test(found);
    if (next === '.' && isWhole) this.#refuseBehind(1, 'after decimal point in numeric literal');
    if ((next === 'e' || next === 'E') && !/[eE]/.test(found)) {
      const sign = /[+-]/.test(this.#text.charAt(this.#at + 1)) ? 1 : 0;
      this.#refuseBehind(1 + sign, 'in exponent of numeric literal');
    }
    return isWhole && found.length < 16 ? Number(found) : new NumberText(found);
  }

  #refuseBehind(count: number, context: string): never {
    this.#at += count;
    return this.refuse(context);
  }

  #word(word: string, value: boolean | null): boolean | null {
    for (const letter of word) {
      if (this.#text.charAt(this.#at) !== letter)
        this.refuse(`in literal ${word} (expecting ${quoted(letter)})`);
      this.#at += 1;
    }
    return value;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A container was opened, and its first value follows. */
const OPENED = Symbol('opened');

const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

function add(parent: Open, keys: string[], value: JsonNode): void {
  if (parent instanceof Members) parent.add(keys.pop() ?? '', value);
  else parent.add(value);
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** Go looks at bytes: of a character beyond ASCII it names the first one. */
function quotedByte(text: string, at: number): string {
  const code = Buffer.from(String.fromCodePoint(text.codePointAt(at) ?? 0))[0] ?? 0;
  return quoted(String.fromCharCode(code));
}

function quoted(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  return `'${goQuote(character).slice(1, -1)}'`;
}
