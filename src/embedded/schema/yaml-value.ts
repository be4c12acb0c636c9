import { isAlias, isMap, isScalar, isSeq, type Alias, type Document, type Scalar, type YAMLMap } from 'yaml';

import { goQuote } from '../api/go-quote.ts';
import { setMember } from './json-tree.ts';

/** What Go's reader refuses in a document that is YAML, with its words. */
export class YamlError extends Error {
  override readonly name = 'YamlError';

  constructor(message: string, prefix = 'yaml: ') {
    super(`${prefix}${message}`);
  }
}

/** What a document says, and the keys that it says twice. */
export interface YamlValue {
  /** Plain JSON; a part that is referred to several times is the same object each time. */
  readonly value: unknown;
  /** In the words of strict reading, in the order of the document. */
  readonly duplicates: readonly string[];
}

/** What an anchor names, and how much that is with all that it refers to itself. */
interface Anchored {
  readonly node: unknown;
  readonly value?: unknown;
  readonly nodes: number;
  readonly length: number;
  readonly done: boolean;
}

/** A document that unfolds to more characters than this is refused: the real server's reader has no such limit. */
const MAX_LENGTH = 32 * 1024 * 1024;
/** Up to so many nodes nearly all may come from aliases, from the second number on a tenth (`allowedAliasRatio`, go.yaml.in/yaml/v2 decode.go). */
const [RATIO_FROM, RATIO_TO] = [400_000, 4_000_000];

/**
 * Reads a parsed document as go-yaml does: aliases are bounded by what they unfold to, `<<` sets the keys of other maps in its place. Takes
 * time linear in the document, which `Document.toJS` does not. `lineOf` tells the line of an offset. Throws `YamlError`.
 */
export function valueOfDocument(document: Document, lineOf: (offset: number) => number): YamlValue {
  const reader = new Reader(lineOf);
  return { value: reader.read(document.contents), duplicates: reader.duplicates };
}

class Reader {
  readonly duplicates: string[] = [];
  readonly #lineOf: (offset: number) => number;
  readonly #anchors = new Map<string, Anchored>();
  #nodes = 0;
  #aliased = 0;
  #length = 0;

  constructor(lineOf: (offset: number) => number) {
    this.#lineOf = lineOf;
  }

  read(node: unknown): unknown {
    if (isAlias(node)) return this.#unfold(node).value;
    const before = { nodes: this.#nodes, length: this.#length };
    this.#nodes += 1;
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, { node, nodes: 0, length: 0, done: false });
    const value = this.#valueOf(node);
    if (anchor !== undefined) {
      const nodes = this.#nodes - before.nodes;
      this.#anchors.set(anchor, { node, value, nodes, length: this.#length - before.length, done: true });
    }
    return value;
  }

  #valueOf(node: unknown): unknown {
    if (isMap(node)) return this.#readMap(node, {});
    if (isSeq(node)) return node.items.map((item) => this.read(item));
    if (!isScalar(node)) return null;
    this.#length += node.source?.length ?? 0;
    return scalarOf(node);
  }

  #readMap({ items }: YAMLMap, into: Record<string, unknown>): Record<string, unknown> {
    for (const { key, value } of items) {
      if (isMerge(key)) this.#merge(value, into);
      else this.#set(into, this.read(key), value);
    }
    return into;
  }

  #set(into: Record<string, unknown>, given: unknown, node: unknown): void {
    const value = this.read(node);
    const key = keyOf(given, value);
    if (Object.hasOwn(into, key)) this.#duplicate(key, node);
    setMember(into, key, value);
  }

  #duplicate(key: string, node: unknown): void {
    const offset =
      isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
    this.duplicates.push(
      `  line ${String(this.#lineOf(offset ?? 0))}: key ${JSON.stringify(key)} already set in map`,
    );
  }

  /** Of a list of maps the first counts most. */
  #merge(node: unknown, into: Record<string, unknown>): void {
    for (const each of isSeq(node) ? node.items.toReversed() : [node]) {
      if (isMap(each)) this.#readMap(each, into);
      else if (isAlias(each)) this.#mergeAlias(each, into);
      else throw wantMap();
    }
  }

  #mergeAlias(alias: Alias, into: Record<string, unknown>): void {
    const { node, value } = this.#unfold(alias);
    if (!isMap(node)) throw wantMap();
    for (const [key, member] of Object.entries(Object(value))) {
      if (Object.hasOwn(into, key)) this.#duplicate(key, alias);
      setMember(into, key, member);
    }
  }

  #unfold({ source }: Alias): Anchored {
    const found = this.#anchors.get(source);
    if (!found) throw new YamlError(`unknown anchor '${source}' referenced`);
    if (!found.done) throw new YamlError(`anchor '${source}' value contains itself`);
    this.#nodes += found.nodes + 1;
    this.#aliased += found.nodes;
    this.#length += found.length;
    const isMuch = this.#aliased > 100 && this.#nodes > 1000;
    if ((isMuch && this.#aliased / this.#nodes > allowedRatio(this.#nodes)) || this.#length > MAX_LENGTH) {
      throw new YamlError('document contains excessive aliasing');
    }
    return found;
  }
}

function allowedRatio(nodes: number): number {
  const part = (nodes - RATIO_FROM) / (RATIO_TO - RATIO_FROM);
  return 0.99 - 0.89 * Math.min(1, Math.max(0, part));
}

function isMerge(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function wantMap(): YamlError {
  return new YamlError('map merge requires map or sequence of maps as the value');
}

/** What is `!!binary` is a text in Go. */
function scalarOf({ value }: Scalar): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

/** JSON has no keys but texts (`convertToJSONableObject`, sigs.k8s.io/yaml yaml.go). */
function keyOf(key: unknown, value: unknown): string {
  if (key === null || key === undefined) {
    throw new YamlError(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goSyntax(value)}`, '');
  }
  if (typeof key === 'object') throw new YamlError(`invalid map key: ${goSyntax(key)}`);
  return typeof key === 'string' ? key : JSON.stringify(key);
}

/** Go's `%#v` of what its reader makes of YAML. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value !== 'object') return typeof value === 'string' ? goQuote(value) : JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${goQuote(key)}:${goSyntax(member)}`);
  return `map[interface {}]interface {}{${members.join(', ')}}`;
}
