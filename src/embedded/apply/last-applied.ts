import type { StoredObject } from '../api/stored-object.ts';
import { isPlainObject } from '../schema/json-tree.ts';
import { compareObjects } from './compare.ts';
import { difference, type FieldSet } from './field-set.ts';
import { fieldSetOf } from './field-set-of.ts';
import type { MergeType } from './merge-types.ts';

/** What `kubectl apply` without `--server-side` writes down. */
const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
/** All annotations of an object together. */
const MAX_ANNOTATIONS = 256 * 1024;

/**
 * The fields that client-side apply set and that are still as it set them: kubectl may take those over without a conflict
 * (apimachinery/pkg/util/managedfields/internal/lastappliedmanager.go). Undefined when nobody did.
 */
export function fieldsOfLastApplied(live: StoredObject, type: MergeType): FieldSet | undefined {
  const text = live.metadata.annotations?.[ANNOTATION];
  const last = text ? parsed(text) : undefined;
  if (!last || last['apiVersion'] !== live.apiVersion) return undefined;
  const { added, modified, removed } = compareObjects(last, live, type);
  return [modified, added, removed].reduce(difference, fieldSetOf(last, type));
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : undefined;
  } catch {
    // somebody wrote something else there: then nobody applied
    return undefined;
  }
}

/** Keeps the annotation up to date, where there is one, so that client-side apply can go on (lastappliedupdater.go). */
export function updateLastApplied(object: StoredObject, configuration: StoredObject): void {
  const { annotations } = object.metadata;
  if (!annotations?.[ANNOTATION]) return;
  const text = `${goJson(withoutAnnotation(configuration))}\n`;
  const others = Object.entries(annotations).filter(([key]) => key !== ANNOTATION);
  const size = [...others, [ANNOTATION, text] as const].reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  if (size > MAX_ANNOTATIONS) delete annotations[ANNOTATION];
  else annotations[ANNOTATION] = text;
}

function withoutAnnotation(configuration: StoredObject): StoredObject {
  const { annotations, ...metadata } = configuration.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => key !== ANNOTATION);
  const rest = kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {};
  return { ...configuration, metadata: { ...metadata, ...rest } };
}

/** As Go writes maps: by key, with three characters escaped for HTML. */
function goJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, member: unknown) =>
    isPlainObject(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
