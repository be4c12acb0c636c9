import { invalid, invalidObject } from '../api/field-error.ts';
import { goJson } from '../api/go-json.ts';
import type { StatusError } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { readValue, type Decoded, type Expected } from '../schema/decode.ts';
import { joined, notRegistered, typeOfBody, whyUnconvertible } from '../schema/envelope.ts';
import { explain } from '../schema/explain.ts';
import { goQuote } from '../api/go-quote.ts';
import { isPlainObject } from '../schema/json-tree.ts';
import { shapeNameOf } from '../schema/shapes.ts';
import type { PatchRequest } from '../api/verbs.ts';
import { explainConversion } from './explain-conversion.ts';
import { operationsOf } from './json-patch.ts';
import { goValue } from './patch-error.ts';
import { spentPatch } from './spent-patch.ts';

/**
 * Decodes what `patched` made of `live`. What does not fit the kind is here the patch's fault: `StatusError` 422 that quotes what is left of
 * the patch (strategic) or the whole object (JSON and merge patches), as apiserver/pkg/endpoints/handlers/patch.go.
 */
export function decodePatched(
  live: StoredObject,
  value: unknown,
  patch: PatchRequest,
  expected: Expected,
): Decoded {
  const written = (): unknown => asGoWrites(value, touchedBy(patch.type, patch.body));
  const refused = (error: string): StatusError => {
    const shown = patch.type === 'strategic' ? goValue(leftOf(live, patch, expected)) : goJson(written());
    return invalidObject({ group: '', kind: '' }, '', [invalid('patch', shown, error)]);
  };
  // what is wrong is told in the order in which the object was written
  const explainer =
    patch.type === 'strategic'
      ? explainConversion
      : (_value: unknown, shape: string) => explain(written(), shape);
  const foreign = patch.type === 'strategic' ? undefined : foreignKind(value, expected);
  if (foreign !== undefined) throw refused(foreign);
  const { object, fatal, strict } = readValue(value, expected, explainer);
  if (!object) throw refused(fatal ?? '');
  const wrong = patch.fieldValidation === 'Ignore' ? [] : [...wrongInPatch(patch), ...strict];
  if (wrong.length === 0 || patch.fieldValidation === 'Warn') return { object, warnings: wrong };
  throw refused(`strict decoding error: ${wrong.join(', ')}`);
}

/** A strategic merge patch goes without writing the object, so that what it says of itself does not matter; others are read again. */
function foreignKind(value: unknown, expected: Expected): string | undefined {
  const type = typeOfBody(value, expected, '');
  if (shapeNameOf(joined(type), type.kind) === undefined) return notRegistered(type);
  return whyUnconvertible(type, expected);
}

const OPERATION_FIELDS: ReadonlySet<string> = new Set(['op', 'path', 'from', 'value']);

/** What is unknown in the operations of a JSON patch, and what stands twice in any patch. */
function wrongInPatch({ type, body, duplicates = [] }: PatchRequest): readonly string[] {
  if (type !== 'json') return duplicates;
  const unknown = operationsOf(body).flatMap((operation, index) =>
    Object.keys(operation)
      .filter((key) => !OPERATION_FIELDS.has(key))
      .map((key) => `unknown field ${goQuote(`[${String(index)}].${key}`)}`),
  );
  return [...unknown, ...duplicates].map((words) => `json patch ${words}`);
}

function leftOf(live: StoredObject, { body }: PatchRequest, { apiVersion, kind }: Expected): unknown {
  const shape = shapeNameOf(apiVersion, kind);
  return isPlainObject(body) && shape !== undefined ? spentPatch({ ...live }, body, shape) : body;
}

type Paths = ReadonlyMap<string, Paths>;

/** The objects that a patch went into, as the paths of their keys; `whole`: all that is in a list that a merge patch brought. */
type Touched = ReadonlyMap<string, Touched> | 'whole';

function touchedBy(type: PatchRequest['type'], body: unknown): Touched {
  if (type === 'json') return touchedByOperations(body);
  if (Array.isArray(body)) return 'whole';
  if (!isPlainObject(body)) return new Map();
  return new Map(
    Object.entries(body)
      .filter(([, value]) => typeof value === 'object' && value !== null)
      .map(([key, value]) => [key, touchedBy(type, value)]),
  );
}

function touchedByOperations(body: unknown): Paths {
  const root = new Map<string, Paths>();
  for (const { path } of operationsOf(body)) {
    let here = root;
    for (const part of String(path).split('/').slice(1, -1)) {
      const inner = new Map(here.get(part));
      here.set(part, inner);
      here = inner;
    }
  }
  return root;
}

/** Go's patch libraries read an object that they change into a map, which is written in the order of its keys; the rest stays text. */
function asGoWrites(value: unknown, touched: Touched | undefined): unknown {
  if (touched === 'whole' && Array.isArray(value)) {
    return value.map((item: unknown) => asGoWrites(item, 'whole'));
  }
  if (touched === undefined || !isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, asGoWrites(value[key], touched === 'whole' ? touched : touched.get(key))]),
  );
}
