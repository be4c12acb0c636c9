import { explain, type Explained } from '../schema/explain.ts';
import { inJsonOrder } from '../schema/decoders.ts';
import { isPlainObject } from '../schema/json-tree.ts';
import { shapeNamed } from '../schema/shapes.ts';

/**
 * What is wrong with the object that a strategic merge patch made: the server converts it without writing it as JSON
 * (apimachinery/pkg/runtime/converter.go FromUnstructured), and has other words. `shape`: `core/v1.Pod`.
 */
export function explainConversion(value: unknown, shape: string): Explained {
  const unknown: string[] = [];
  try {
    convert(value, { t: shape }, '', unknown);
  } catch (error) {
    if (error instanceof Unconvertible) return { fatal: error.message, strict: [] };
    throw error;
  }
  return { strict: unknown.toSorted().map((path) => `unknown field "${path}"`) };
}

class Unconvertible extends Error {}

interface Type {
  readonly t: string;
  /** As Go names it. */
  readonly g?: string | undefined;
}

/** Types with a reader of their own: it gets the value as JSON. */
const OWN_READERS: ReadonlySet<string> = new Set([
  'time',
  'microtime',
  'quantity',
  'intorstring',
  'raw',
  'fields',
]);
const SIMPLE: ReadonlySet<string> = new Set(['string', 'bool', 'int32', 'int64']);

function convert(value: unknown, { t, g }: Type, path: string, unknown: string[]): void {
  if (value === null || value === undefined) return;
  if (t.startsWith('*')) convert(value, { t: t.slice(1), g }, path, unknown);
  else if (SIMPLE.has(t)) convertSimple(value, t, g ?? t);
  else if (OWN_READERS.has(t)) readOwn(value, t);
  else if (t === 'bytes') convertBytes(value);
  else if (t.startsWith('[]')) convertList(value, t.slice(2), path, unknown);
  else if (t.startsWith('map[')) convertMap(value, t.slice(4, -1), path, unknown);
  else convertStruct(value, t, path, unknown);
}

function convertSimple(value: unknown, t: string, g: string): void {
  const kind = kindOf(value);
  const isNumber = kind === 'int64' || kind === 'float64';
  if (t === 'string' || t === 'bool') {
    if (kind === t) return;
    // Go would make a character of an integer
    if (t === 'string' && kind === 'int64') throw new Unconvertible(`cannot convert ${kind} to ${g}`);
    throw new Unconvertible(`unrecognized type: ${t}`);
  }
  if (!isNumber) throw new Unconvertible(`unrecognized type: ${t}`);
  if (kind === 'float64') throw new Unconvertible(`cannot convert ${kind} to ${g}`);
}

function readOwn(value: unknown, t: string): void {
  const { fatal } = explain(value, t);
  if (fatal !== undefined) throw new Unconvertible(fatal);
}

function convertBytes(value: unknown): void {
  if (typeof value !== 'string') throw new Unconvertible(`cannot restore slice from ${kindOf(value)}`);
  const { fatal } = explain(value, 'bytes');
  if (fatal !== undefined) throw new Unconvertible(`error decoding from json: ${fatal}`);
}

function convertList(value: unknown, item: string, path: string, unknown: string[]): void {
  if (!Array.isArray(value)) throw new Unconvertible(`cannot restore slice from ${kindOf(value)}`);
  for (const [index, entry] of value.entries()) {
    convert(entry, { t: item }, `${path}[${String(index)}]`, unknown);
  }
}

/** The keys of maps are not in the paths of unknown fields. */
function convertMap(value: unknown, item: string, path: string, unknown: string[]): void {
  if (!isPlainObject(value)) throw new Unconvertible(`cannot restore map from ${kindOf(value)}`);
  for (const entry of Object.values(value)) convert(entry, { t: item }, path, unknown);
}

function convertStruct(value: unknown, t: string, path: string, unknown: string[]): void {
  if (!isPlainObject(value)) throw new Unconvertible(`cannot restore struct from: ${kindOf(value)}`);
  const left = new Set(Object.keys(value));
  const fields = (name: string): void => {
    for (const field of inJsonOrder(shapeNamed(name) ?? [])) {
      if (field.n === '') fields(field.t);
      else {
        left.delete(field.n);
        const member = Object.hasOwn(value, field.n) ? value[field.n] : undefined;
        convert(member, { t: field.t, g: field.g }, within(path, field.n), unknown);
      }
    }
  };
  fields(t);
  for (const key of left) unknown.push(within(path, key));
}

function within(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map';
}
