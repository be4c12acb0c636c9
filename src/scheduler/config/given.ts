import { qualifiedNameErrors } from '../../api/names.ts';
import { nearest } from '../../lib/nearest.ts';

/** The way to a value in a configuration: `['profiles', 0, 'schedulerName']`. */
export type Path = readonly (string | number)[];

/** What is wrong with a configuration, and where. `message` is half a sentence without the place. */
export class ConfigMistake extends Error {
  override readonly name = 'ConfigMistake';
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(message);
    this.path = path;
  }
}

/** `profiles[0].plugins.score`, as Kubernetes writes paths; empty for the whole. */
export function pathText(path: Path): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('');
}

/** The fields of a map that were given; one that is null was not (as Go reads it). */
export type Fields<K extends string> = Readonly<Partial<Record<K, Given>>>;

/**
 * A value of a configuration as somebody wrote it, and where it stands. Its methods say what it must be; a value that is
 * something else throws a {@link ConfigMistake}.
 */
export class Given {
  readonly value: unknown;
  readonly path: Path;

  constructor(value: unknown, path: Path = []) {
    this.value = value;
    this.path = path;
  }

  /** A map with no fields but these. */
  fields<const K extends string>(known: readonly K[]): Fields<K> {
    const fields: Partial<Record<K, Given>> = {};
    for (const [name, given] of this.entries()) {
      const key = known.find((one) => one === name);
      if (key === undefined) throw given.wrong(`unknown field${didYouMean(name, known)}`);
      if (given.value !== null && given.value !== undefined) fields[key] = given;
    }
    return fields;
  }

  /** A map with any keys. */
  entries(): readonly (readonly [string, Given])[] {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value))
      throw this.wrong(`must be a map, not ${this.#kind()}`);
    return Object.entries(this.value).map(([key, value]: [string, unknown]) => [key, this.at(key, value)]);
  }

  list(): readonly Given[] {
    if (!Array.isArray(this.value)) throw this.wrong(`must be a list, not ${this.#kind()}`);
    return this.value.map((value: unknown, at) => this.at(at, value));
  }

  /** A text that is not empty. */
  text(): string {
    if (typeof this.value !== 'string') throw this.wrong(`must be a text, not ${this.#kind()}`);
    if (this.value === '') throw this.wrong('must not be empty');
    return this.value;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.wrong(`must be true or false, not ${this.#kind()}`);
    return this.value;
  }

  /** A whole number within these limits; Kubernetes' int32 when not said. */
  integer(least = -(2 ** 31), most = 2 ** 31 - 1): number {
    const { value } = this;
    if (typeof value !== 'number') throw this.wrong(`must be a whole number, not ${this.#kind()}`);
    if (!Number.isInteger(value)) throw this.wrong(`must be a whole number, not ${value}`);
    if (value < least || value > most) throw this.wrong(`${value} is not in valid range [${least}, ${most}]`);
    return value;
  }

  oneOf<const V extends string>(values: readonly V[]): V {
    const text = this.text();
    const found = values.find((value) => value === text);
    if (found === undefined)
      throw this.wrong(
        `unsupported value ${JSON.stringify(text)}: one of ${values.join(', ')}${didYouMean(text, values)}`,
      );
    return found;
  }

  /** A text that may be the key of a label, or the name of a resource. */
  qualifiedName(): string {
    const text = this.text();
    const [wrong] = qualifiedNameErrors(text);
    if (wrong !== undefined) throw this.wrong(`${JSON.stringify(text)}: ${wrong}`);
    return text;
  }

  /** Something below this value. */
  at(part: string | number, value: unknown): Given {
    return new Given(value, [...this.path, part]);
  }

  wrong(message: string): ConfigMistake {
    return new ConfigMistake(this.path, message);
  }

  #kind(): string {
    if (this.value === null || this.value === undefined) return 'nothing';
    if (Array.isArray(this.value)) return 'a list';
    if (typeof this.value === 'object') return 'a map';
    const text = JSON.stringify(this.value);
    return typeof this.value === 'string' ? `the text ${text}` : text;
  }
}

/** `; did you mean X?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
