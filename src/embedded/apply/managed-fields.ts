import { timeOf } from '../../api/times.ts';
import type { ManagedFieldsEntry } from '../data/types.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { decodeValue } from '../schema/decode.ts';
import { isEqualJson } from '../schema/json-tree.ts';
import type { Comparison } from './compare.ts';
import { difference, FIELD, isEmpty, union, type FieldSet } from './field-set.ts';
import {
  capManagers,
  encodeManagers,
  idOf,
  sentManagers,
  storedManagers,
  type ManagerEntry,
  type ManagerId,
  type Managers,
} from './managers.ts';
import { mergeTypeOf } from './merge-types.ts';
import { UnknownItem } from './path-element.ts';
import { ownable } from './reset-fields.ts';
import { changesByVersion, oneVersion, type ChangesIn, type Conversion } from './versions.ts';

/** Who writes, through which endpoint, when. */
export interface Writer {
  /** `kubectl-client-side-apply`, `kube-scheduler`, … */
  readonly manager: string;
  /** `status`, `scale`, …; empty for the object itself. */
  readonly subresource: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** For kinds that have more than one version: each manager owns fields of the version in which it wrote. */
  readonly convert?: Conversion;
}

/**
 * Sets `draft.metadata.managedFields` for an update, a create or a non-apply patch by `writer`: fields that it changed become its own,
 * those that it removed nobody's. A draft that sends `managedFields: []` resets them; other changes of managedFields by clients are as in
 * apimachinery/pkg/util/managedfields. Nothing changes when the object did not (besides managedFields and resourceVersion): times stay.
 *
 * As in the server, the draft is the client's object with defaults, before admission and before the kind's `prepareFor…`: what those set
 * is nobody's.
 */
export function trackManagedFields(old: StoredObject | undefined, draft: StoredObject, writer: Writer): void {
  const { apiVersion = '', kind = '' } = draft;
  const managers = managersOf(old, draft, writer.subresource !== '');
  delete draft.metadata.managedFields;
  // an object that nobody tracks is not tracked later either
  const isUntracked = managers.size === 0 && old?.metadata.uid !== undefined;
  if (isUntracked || !mergeTypeOf(apiVersion, kind)) return;
  try {
    const changes = changesOf(old ?? emptyObject(apiVersion, kind), draft, writer);
    encodeManagers(draft.metadata, capManagers(updated(managers, changes, apiVersion, writer)));
  } catch (error) {
    if (!(error instanceof UnknownItem)) throw error;
    // a list that cannot be taken apart: ownership stays as it was
    if (old?.metadata.managedFields) draft.metadata.managedFields = old.metadata.managedFields;
  }
}

const empty = new Map<string, StoredObject>();

/** The zero value of a kind, as Go writes it: what a new object is compared with. Made once; nobody changes it. */
export function emptyObject(apiVersion: string, kind: string): StoredObject {
  const name = `${apiVersion}/${kind}`;
  const known = empty.get(name);
  if (known) return known;
  const { object } = decodeValue({}, { apiVersion, kind }, 'Ignore');
  empty.set(name, object);
  return object;
}

/** What changed and may be owned by who writes through this endpoint. */
export function changesOf(
  old: StoredObject,
  now: StoredObject,
  { subresource, convert = oneVersion }: Writer,
): ChangesIn {
  const filter = (set: FieldSet): FieldSet =>
    isEmpty(set) ? set : ownable(set, old.kind ?? '', subresource);
  return changesByVersion(old, now, convert, ({ added, removed, modified }: Comparison) => ({
    added: filter(added),
    removed: filter(removed),
    modified: filter(modified),
  }));
}

/** Those that the client sent, where it may; else those of the stored object (fieldmanager.go decodeLiveOrNew). */
function managersOf(old: StoredObject | undefined, draft: StoredObject, isSubresource: boolean): Managers {
  const sent = draft.metadata.managedFields;
  if (isSubresource || sent === undefined) return storedManagers(old);
  if (isReset(sent)) return new Map();
  // most clients send what they read
  if (isEqualJson(sent, old?.metadata.managedFields)) return storedManagers(old);
  const managers = sentManagers(sent);
  return managers && managers.size > 0 ? managers : storedManagers(old);
}

/** `[]` and `[{}]` take all ownership away. */
function isReset(sent: readonly ManagedFieldsEntry[]): boolean {
  if (sent.length === 0) return true;
  return (
    sent.length === 1 && Object.values(sent[0] ?? {}).every((value) => value === undefined || value === '')
  );
}

/** structured-merge-diff merge/update.go Update, managedfieldsupdater.go. */
function updated(managers: Managers, changes: ChangesIn, apiVersion: string, writer: Writer): Managers {
  const result = new Map(withoutFields(managers, changes));
  const own = difference(changes(apiVersion)?.taken ?? FIELD, SYSTEM_FIELDS);
  if (isEmpty(own)) return result;
  const identity = {
    manager: writer.manager || 'unknown',
    operation: 'Update',
    apiVersion,
    subresource: writer.subresource,
  } as const;
  const id = idOf(identity);
  const fields = union(own, result.get(id)?.fields ?? FIELD);
  return result.set(id, { ...identity, time: timeOf(writer.now), fields });
}

/** Takes fields away from everybody; who has none left goes, and who wrote in a version that is not served. */
export function withoutFields(managers: Managers, changes: ChangesIn): Managers {
  const left = new Map<ManagerId, ManagerEntry>();
  for (const [id, entry] of managers) {
    const found = changes(entry.apiVersion);
    if (!found) continue;
    const fields = difference(difference(entry.fields, found.taken), found.removed);
    if (!isEmpty(fields)) left.set(id, fields === entry.fields ? entry : { ...entry, fields });
  }
  return left;
}

/** Fields that nobody can own (stripmeta.go). */
export const SYSTEM_FIELDS: FieldSet = {
  'f:apiVersion': FIELD,
  'f:kind': FIELD,
  'f:metadata': {
    '.': FIELD,
    'f:clusterName': FIELD,
    'f:creationTimestamp': FIELD,
    'f:generation': FIELD,
    'f:managedFields': FIELD,
    'f:name': FIELD,
    'f:namespace': FIELD,
    'f:resourceVersion': FIELD,
    'f:selfLink': FIELD,
    'f:uid': FIELD,
  },
};
