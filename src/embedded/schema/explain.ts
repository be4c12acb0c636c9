import { quantityError } from '../../api/quantity.ts';
import { corruptAt } from './base64.ts';
import { goQuote } from '../api/go-quote.ts';
import { itemsOf, membersOf, NumberText } from './json-tree.ts';
import { shapeNamed, type ShapeField } from './shapes.ts';
import { canonicalMicroTime, canonicalTime, TimeError } from './times.ts';

/** What is wrong with a body, in Go's words. */
export interface Explained {
  /** It cannot be read at all; the first reason, as sigs.k8s.io/json finds it. */
  readonly fatal?: string;
  /** Unknown and duplicate fields, in the order of the body. */
  readonly strict: readonly string[];
}

/** Goes through a body in its own order, as Go's decoder does (sigs.k8s.io/json decode.go). `shape`: `core/v1.Pod`. */
export function explain(body: unknown, shape: string): Explained {
  const reader = new Explainer();
  try {
    reader.value(body, { t: shape, g: goName(shape) });
  } catch (error) {
    // an error of a type's own reader ends the decoding and is told first
    if (error instanceof Fatal) return { fatal: error.message, strict: [] };
    throw error;
  }
  const { saved: fatal, strict } = reader;
  return { ...(fatal === undefined ? {} : { fatal }), strict: [...strict] };
}

class Fatal extends Error {}

/** More are not told. */
const MAX_STRICT = 100;

interface Type {
  readonly t: string;
  /** As errors name it. */
  readonly g: string;
}

class Explainer {
  saved: string | undefined;
  readonly strict = new Set<string>();
  #struct = '';
  /** Names of fields, those of embedded structs too, without indexes and keys of maps. */
  #fields: string[] = [];
  /** With both. */
  #path = '';

  value(node: unknown, { t, g }: Type): void {
    if (node === null || node === undefined) return;
    if (t.startsWith('*')) this.value(node, { t: t.slice(1), g });
    else if (t.startsWith('[]')) this.#list(node, { t: t.slice(2), g });
    else if (t.startsWith('map[')) this.#map(node, { t: t.slice(4, -1), g });
    else if (t in LEAVES) this.#leaf(node, { t, g });
    else this.#object(node, { t, g });
  }

  /** `t` is the type of the items, `g` of the list. */
  #list(node: unknown, { t, g }: Type): void {
    const items = itemsOf(node);
    if (!items) {
      this.#mismatch(node, g);
      return;
    }
    const path = this.#path;
    const item = { t, g: g.startsWith('[]') ? g.slice(2) : goName(t) };
    for (const [index, entry] of items.entries()) {
      this.#path = `${path}[${String(index)}]`;
      this.value(entry, item);
    }
    this.#path = path;
  }

  #map(node: unknown, { t, g }: Type): void {
    const members = membersOf(node);
    if (!members) {
      this.#mismatch(node, g);
      return;
    }
    const path = this.#path;
    const item = { t, g: /^map\[[^\]]*\](.*)$/.exec(g)?.[1] ?? goName(t) };
    const seen = new Set<string>();
    for (const [key, entry] of members) {
      this.#path = path;
      if (seen.has(key)) this.#note('duplicate field', key);
      seen.add(key);
      this.#path = within(path, key);
      this.value(entry, item);
    }
    this.#path = path;
  }

  #object(node: unknown, { t, g }: Type): void {
    const members = membersOf(node);
    if (!members) {
      this.#mismatch(node, g);
      return;
    }
    const [path, struct, depth] = [this.#path, this.#struct, this.#fields.length];
    const known = fieldsOf(t);
    const seen = new Set<string>();
    for (const [key, entry] of members) {
      const field = known.get(key);
      if (!field) {
        this.#note('unknown field', key);
        continue;
      }
      if (seen.has(key)) this.#note('duplicate field', key);
      seen.add(key);
      this.#path = within(path, key);
      this.#struct = t.slice(t.lastIndexOf('.') + 1);
      this.#fields.push(...field.embedded, key);
      this.value(entry, field);
      this.#fields.length = depth;
      this.#path = path;
    }
    this.#struct = struct;
  }

  #leaf(node: unknown, { t, g }: Type): void {
    const check = LEAVES[t];
    const wrong = check?.(node);
    if (wrong === undefined) return;
    if ('fatal' in wrong) throw new Fatal(wrong.fatal);
    if ('text' in wrong) this.saved ??= wrong.text;
    else if (wrong.own === undefined) this.#mismatch(node, g, wrong.value);
    else throw new Fatal(this.#words(wrong.value ?? kindOf(node), wrong.own));
  }

  #mismatch(node: unknown, type: string, value = kindOf(node)): void {
    this.saved ??= this.#words(value, type);
  }

  #words(value: string, type: string): string {
    const where =
      this.#fields.length === 0 && this.#struct === ''
        ? 'Go value'
        : `Go struct field ${this.#struct}.${this.#fields.join('.')}`;
    return `json: cannot unmarshal ${value} into ${where} of type ${type}`;
  }

  #note(what: string, key: string): void {
    if (this.strict.size < MAX_STRICT) this.strict.add(`${what} ${goQuote(within(this.#path, key))}`);
  }
}

function within(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** What does not fit a leaf: the type's own reader fails at once (`fatal`, or `own` as another type), others are saved. */
type Wrong =
  { readonly fatal: string } | { readonly text: string } | { readonly value?: string; readonly own?: string };

const isNumber = (node: unknown): node is number | NumberText =>
  typeof node === 'number' || node instanceof NumberText;

const is =
  (type: string) =>
  (node: unknown): Wrong | undefined =>
    typeof node === type ? undefined : {};

/** An integer of so many bits; `own` for a type with a reader of its own. */
const integer =
  (bits: number, own: { readonly own?: string } = {}) =>
  (node: unknown): Wrong | undefined => {
    if (!isNumber(node)) return own;
    const text = node instanceof NumberText ? node.text : String(node);
    const fits = /^-?\d+$/.test(text) && BigInt.asIntN(bits, BigInt(text)) === BigInt(text);
    return fits ? undefined : { ...own, value: `number ${text}` };
  };

const time =
  (read: (text: string) => unknown) =>
  (node: unknown): Wrong | undefined => {
    if (typeof node !== 'string') return { own: 'string' };
    try {
      read(node);
      return undefined;
    } catch (error) {
      if (error instanceof TimeError) return { fatal: error.message };
      throw error;
    }
  };

const LEAVES: Readonly<Record<string, (node: unknown) => Wrong | undefined>> = {
  string: is('string'),
  bool: is('boolean'),
  int32: integer(32),
  int64: integer(64),
  bytes: (node) => (typeof node === 'string' ? base64Error(node) : {}),
  time: time(canonicalTime),
  microtime: time(canonicalMicroTime),
  quantity: (node) => {
    const text = node instanceof NumberText ? node.text : typeof node === 'string' ? node.trim() : undefined;
    const error = quantityError(text ?? JSON.stringify(node));
    return error === undefined ? undefined : { fatal: error };
  },
  intorstring: (node) => (typeof node === 'string' ? undefined : integer(32, { own: 'int32' })(node)),
  raw: () => undefined,
  fields: () => undefined,
};

function base64Error(text: string): Wrong | undefined {
  const at = corruptAt(text);
  return at === undefined ? undefined : { text: `illegal base64 data at input byte ${String(at)}` };
}

function kindOf(node: unknown): string {
  if (itemsOf(node)) return 'array';
  if (isNumber(node)) return 'number';
  return typeof node === 'boolean' ? 'bool' : typeof node === 'string' ? 'string' : 'object';
}

/** `core/v1.PodSpec` → `v1.PodSpec`, `[]core/v1.Volume` → `[]v1.Volume`. */
function goName(t: string): string {
  if (t.startsWith('*')) return goName(t.slice(1));
  if (t.startsWith('[]')) return `[]${goName(t.slice(2))}`;
  if (t.startsWith('map[')) return `map[string]${goName(t.slice(4, -1))}`;
  return GO_NAMES[t] ?? t.slice(t.lastIndexOf('/') + 1);
}

const GO_NAMES: Readonly<Record<string, string>> = {
  bytes: '[]uint8',
  time: 'v1.Time',
  microtime: 'v1.MicroTime',
  quantity: 'resource.Quantity',
  intorstring: 'intstr.IntOrString',
};

interface Known extends Type {
  /** The embedded structs it comes from. */
  readonly embedded: readonly string[];
}

/** The fields of a struct by name, those of embedded structs too. Only bodies that are wrong come here: not kept. */
function fieldsOf(name: string, embedded: readonly string[] = []): Map<string, Known> {
  const entries = (shapeNamed(name) ?? []).flatMap((field: ShapeField): [string, Known][] =>
    field.n === ''
      ? [...fieldsOf(field.t, [...embedded, field.t.slice(field.t.lastIndexOf('.') + 1)])]
      : [[field.n, { t: field.t, g: field.g ?? goName(field.t), embedded }]],
  );
  return new Map(entries);
}
