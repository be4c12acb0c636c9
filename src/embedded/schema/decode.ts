import type { StoredObject } from '../api/stored-object.ts';
import type { FieldValidation } from '../api/verbs.ts';
import { decoderOf, Misfit } from './decoders.ts';
import {
  checkConvertible,
  shapeOfType,
  typeOfBody,
  unhandled,
  unrecognized,
  type Expected,
} from './envelope.ts';
import { explain, type Explained } from './explain.ts';
import { isPlainObject, plainOf, type JsonNode } from './json-tree.ts';
import { parseQuickJson } from './quick-json.ts';
import { shapeNameOf } from './shapes.ts';
import { JsonSyntaxError, parseStrictJson } from './strict-json.ts';
import { TimeError } from './times.ts';
import { yamlToJson } from './yaml-body.ts';

export type { Expected } from './envelope.ts';

/** A body that was read: unknown fields dropped, values in the form in which Go would write them. */
export interface Decoded {
  readonly object: StoredObject;
  /** Unknown and duplicate fields, when asked to warn. */
  readonly warnings: readonly string[];
}

/**
 * Reads a body in JSON or YAML by the shape of its kind, as the server's decoder does (apimachinery serializer/json, sigs.k8s.io/json).
 * Throws `StatusError` 400 with its words.
 */
export function decodeBody(
  body: string,
  mediaType: 'application/json' | 'application/yaml',
  expected: Expected,
  validation: FieldValidation,
): Decoded {
  if (mediaType === 'application/json') {
    return decodeQuickly(body, expected) ?? decodeSlowly(body, body, expected, validation, []);
  }
  const { json, error, duplicates } = yamlToJson(body);
  if (error !== undefined) throw unrecognized(expected, error, body);
  const quick = duplicates.length === 0 ? decodeQuickly(json, expected) : undefined;
  return quick ?? decodeSlowly(json, body, expected, validation, duplicates);
}

/** The same for JSON that is parsed already: a patched object, a body in protobuf. `warnings` are without the duplicates. */
export function decodeValue(value: unknown, expected: Expected, validation: FieldValidation): Decoded {
  const { object, notes } = readAsExpected(value, expected) ?? {};
  if (object && (validation === 'Ignore' || notes?.unknown !== true)) return { object, warnings: [] };
  return decodeTree(value, value, '', expected, validation, []);
}

/** What came of reading a value by the shape of a kind: an object, or why there is none. */
export interface Reading extends Explained {
  readonly object?: StoredObject;
}

/** Reads a value whose kind is known to be `expected`, whatever it says itself; `explainer` has the words for what is wrong. */
export function readValue(
  value: unknown,
  expected: Expected,
  explainer: (value: unknown, shape: string) => Explained,
): Reading {
  const { object, notes } = readByShape(value, expected) ?? {};
  if (object && notes?.unknown !== true) return { object, strict: [] };
  return { ...(object ? { object } : {}), ...explainer(value, shapeOf(expected)) };
}

/** Undefined when a body deserves a second look: something is wrong with it, or JSON.parse lost something. */
function decodeQuickly(json: string, expected: Expected): Decoded | undefined {
  let parsed;
  try {
    parsed = parseQuickJson(json);
  } catch {
    // Go's words for it come from the slow reader
    return undefined;
  }
  const { object, notes } = readAsExpected(parsed.value, expected) ?? {};
  const isSure = !parsed.doubtful && notes?.doubtful === false && !notes.unknown;
  return object && isSure && notes.members === parsed.members ? { object, warnings: [] } : undefined;
}

function decodeSlowly(
  json: string,
  body: string,
  expected: Expected,
  validation: FieldValidation,
  duplicates: readonly string[],
): Decoded {
  const tree = parseBody(json, body, expected);
  return decodeTree(tree, plainOf(tree), body, expected, validation, duplicates);
}

function parseBody(json: string, body: string, expected: Expected): JsonNode {
  try {
    return parseStrictJson(json);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw unrecognized(expected, `couldn't get version/kind; json parse error: ${error.message}`, body);
  }
}

/** In the order of Go: what is it, does it fit, is it what was asked for, is there too much. */
function decodeTree(
  tree: unknown,
  value: unknown,
  body: string,
  expected: Expected,
  validation: FieldValidation,
  duplicates: readonly string[],
): Decoded {
  const type = typeOfBody(value, expected, body);
  const { fatal, strict } = explain(tree, shapeOfType(type, expected));
  if (fatal !== undefined) throw unhandled(type, expected, fatal);
  checkConvertible(type, expected);
  const wrong = validation === 'Ignore' ? [] : [...duplicates, ...strict];
  if (validation === 'Strict' && wrong.length > 0) {
    throw unhandled(type, expected, `strict decoding error: ${wrong.join(', ')}`);
  }
  const { object } = readByShape(value, expected) ?? {};
  if (!object) throw new Error(`${expected.kind} does not fit its shape, and nothing is wrong with it`);
  return { object, warnings: wrong.flatMap(warningsOf) };
}

/** What strict reading of YAML reports is one error with a line for each key (handlers/rest.go parseYAMLWarnings). */
function warningsOf(error: string): string[] {
  const prefix = 'yaml: unmarshal errors:\n';
  if (!error.startsWith(prefix)) return [error];
  return error
    .slice(prefix.length)
    .split('\n')
    .map((line) => line.trim());
}

interface Notes {
  readonly members: number;
  readonly unknown: boolean;
  readonly doubtful: boolean;
}

interface Read {
  readonly object: StoredObject;
  readonly notes: Notes;
}

/** Undefined when it does not fit or says that it is of another kind. */
function readAsExpected(value: unknown, expected: Expected): Read | undefined {
  if (!isPlainObject(value)) return undefined;
  const { apiVersion = expected.apiVersion, kind = expected.kind } = value;
  return apiVersion === expected.apiVersion && kind === expected.kind
    ? readByShape(value, expected)
    : undefined;
}

/** Undefined when it does not fit. */
function readByShape(value: unknown, expected: Expected): Read | undefined {
  const { apiVersion, kind } = expected;
  const notes = { members: 0, unknown: false, doubtful: false };
  try {
    const object = decoderOf(shapeOf(expected))(value ?? {}, notes);
    // what a shape with a kind makes of a body always has what an object of the API has
    return isDecoded(object)
      ? { object: Object.assign({ kind, apiVersion }, object, { kind, apiVersion }), notes }
      : undefined;
  } catch (error) {
    if (error instanceof Misfit || error instanceof TimeError) return undefined;
    throw error;
  }
}

function shapeOf({ apiVersion, kind }: Expected): string {
  const shape = shapeNameOf(apiVersion, kind);
  if (shape === undefined) throw new Error(`no shape for ${apiVersion} ${kind}`);
  return shape;
}

function isDecoded(object: unknown): object is StoredObject {
  return isPlainObject(object);
}
