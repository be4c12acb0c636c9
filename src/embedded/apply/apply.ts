import { timeOf } from '../../api/times.ts';
import { badRequest, StatusError } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { explainConversion } from '../patch/explain-conversion.ts';
import { readValue, type Expected } from '../schema/decode.ts';
import { isEqualJson, isPlainObject } from '../schema/json-tree.ts';
import { applyConflict, type Conflict } from './conflicts.ts';
import { FIELD, difference, intersection, isEmpty } from './field-set.ts';
import { fieldSetOf } from './field-set-of.ts';
import { fieldsOfLastApplied, updateLastApplied } from './last-applied.ts';
import {
  changesOf,
  emptyObject,
  SYSTEM_FIELDS,
  trackManagedFields,
  withoutFields,
  type Writer,
} from './managed-fields.ts';
import { encodeManagers, idOf, storedManagers, type ManagerEntry, type Managers } from './managers.ts';
import { mergeObjects } from './merge-objects.ts';
import { mergeTypeOf, type MergeType } from './merge-types.ts';
import { pruned } from './prune.ts';
import { ownable } from './reset-fields.ts';
import { schemaErrors } from './validate.ts';

/** The field manager of kubectl: only it takes over from client-side apply. */
const KUBECTL = 'kubectl';
/** Who owns what was there before somebody applied for the first time. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/**
 * Server-side apply (structured-merge-diff, apimachinery/pkg/util/managedfields): merges `configuration` into `live`, drops what this
 * manager no longer sets, and records ownership in `metadata.managedFields`. `configuration` is the body as it was parsed, not decoded:
 * what it does not mention must not be there. `live` undefined: the result is a new object. The result is decoded, without defaults.
 * Throws `StatusError`: 409 with a cause per conflict unless `force`, 400 for a configuration of another kind than `expected` or with
 * managedFields, 500 (as the server) for one that does not fit the schema.
 */
export function applied(
  live: StoredObject | undefined,
  configuration: StoredObject,
  writer: Writer,
  force: boolean,
  expected: Expected = typeOf(live ?? configuration),
): StoredObject {
  const type = mergeTypeOf(expected.apiVersion, expected.kind);
  if (!type) throw new Error(`no schema for ${expected.apiVersion} ${expected.kind}`);
  checkConfiguration(configuration, expected, type);
  const base = live ?? emptyObject(expected.apiVersion, expected.kind);
  const request = { base, configuration, type, writer, managers: managersOf(live, writer) };
  const first = mergeAndOwn(request, force);
  const { object, managers } =
    'conflicts' in first ? mergeAndOwn(request, mayForce(first.conflicts, live, writer, type)) : first;
  const result = decoded(object, configuration, expected);
  encodeManagers(result.metadata, managers);
  if (writer.manager === KUBECTL) updateLastApplied(result, configuration);
  return result;
}

/** A configuration is not decoded yet: what is no text counts as none (`getNestedString`, unstructured/helpers.go). */
function typeOf({ apiVersion, kind }: StoredObject): Expected {
  return { apiVersion: textOf(apiVersion), kind: textOf(kind) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function checkConfiguration(configuration: StoredObject, expected: Expected, type: MergeType): void {
  const { apiVersion, kind } = typeOf(configuration);
  if (apiVersion !== expected.apiVersion || kind !== expected.kind) {
    throw badRequest(`invalid object type: ${printedKind(configuration)}`);
  }
  if ((configuration.metadata.managedFields ?? null) !== null) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const errors = schemaErrors(configuration, type);
  if (errors.length === 0) return;
  const text =
    errors.length === 1 ? (errors[0] ?? '') : ['errors:', ...errors.map((error) => `  ${error}`)].join('\n');
  throw new StatusError(
    500,
    '',
    `failed to create typed patch object (${printedName(configuration)}): ${text}`,
  );
}

/** `default/web; apps/v1, Kind=Deployment` */
function printedName(object: StoredObject): string {
  const { namespace, name } = object.metadata;
  return `${textOf(namespace)}/${textOf(name)}; ${printedKind(object)}`;
}

function printedKind(object: StoredObject): string {
  const { apiVersion, kind } = typeOf(object);
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}

/** Of an object that nobody tracked, somebody owns everything (skipnonapplied.go). */
function managersOf(live: StoredObject | undefined, writer: Writer): Managers {
  const managers = storedManagers(live);
  if (managers.size > 0 || !live) return managers;
  const copy = { ...live, metadata: { ...live.metadata } };
  trackManagedFields(undefined, copy, { ...writer, manager: BEFORE_FIRST_APPLY });
  return storedManagers(copy);
}

interface Request {
  readonly base: StoredObject;
  readonly configuration: StoredObject;
  readonly type: MergeType;
  readonly writer: Writer;
  readonly managers: Managers;
}

interface Merged {
  readonly object: unknown;
  readonly managers: Managers;
}

/** structured-merge-diff merge/update.go Apply, stripmeta.go, managedfieldsupdater.go. */
function mergeAndOwn(request: Request, force: true): Merged;
function mergeAndOwn(request: Request, force: boolean): Merged | { readonly conflicts: readonly Conflict[] };
function mergeAndOwn(
  { base, configuration, type, writer, managers }: Request,
  force: boolean,
): Merged | { readonly conflicts: readonly Conflict[] } {
  const { apiVersion, kind } = typeOf(configuration);
  const { manager, subresource } = writer;
  const identity = { manager: manager || 'unknown', operation: 'Apply', apiVersion, subresource } as const;
  const id = idOf(identity);
  const last = managers.get(id);
  const fields = ownable(fieldSetOf(configuration, type), kind, subresource);
  const mine: ManagerEntry = {
    ...identity,
    fields,
    ...(last?.time === undefined ? {} : { time: last.time }),
  };
  const all = new Map(managers).set(id, mine);

  const object = pruned(mergeObjects(base, configuration, type), last?.fields ?? FIELD, all, type);
  if (!isObject(object)) throw new Error(`nothing is left of ${printedName(configuration)}`);
  const changes = changesOf(base, object, writer);
  all.delete(id);
  const conflicts = [...all.values()]
    .map((owner) => ({
      owner,
      fields: intersection(owner.fields, changes(owner.apiVersion)?.taken ?? FIELD),
    }))
    .filter((conflict) => !isEmpty(conflict.fields));
  if (conflicts.length > 0 && !force) return { conflicts };

  const isSame = isEqualJson(base, object);
  const left = new Map(withoutFields(all, changes));
  const own = difference(fields, SYSTEM_FIELDS);
  if (!isEmpty(own)) {
    left.set(id, { ...mine, fields: own, ...(isSame ? {} : { time: timeOf(writer.now) }) });
  }
  return { object: isSame ? base : object, managers: left };
}

/** What two objects are merged into is one. */
function isObject(value: unknown): value is StoredObject {
  return isPlainObject(value);
}

/** True when all conflicts are with what kubectl itself set by client-side apply; throws the others. */
function mayForce(
  conflicts: readonly Conflict[],
  live: StoredObject | undefined,
  { manager }: Writer,
  type: MergeType,
): true {
  const allowed = manager === KUBECTL && live ? fieldsOfLastApplied(live, type) : undefined;
  if (!allowed) throw applyConflict(conflicts);
  const left = conflicts
    .map(({ owner, fields }) => ({ owner, fields: difference(fields, allowed) }))
    .filter(({ fields }) => !isEmpty(fields));
  if (left.length > 0) throw applyConflict(left);
  return true;
}

function decoded(object: unknown, configuration: StoredObject, expected: Expected): StoredObject {
  const reading = readValue(object, expected, explainConversion);
  if (reading.object) return reading.object;
  const message = `failed to convert new object (${printedName(configuration)}) to proper version: ${reading.fatal ?? ''}`;
  throw new StatusError(500, '', message);
}
