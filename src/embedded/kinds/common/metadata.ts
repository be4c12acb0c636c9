import { forbiddenField, invalid, notSupported, required, tooLong } from '../../api/field-error.ts';
import type { FieldError } from '../../api/field-error.ts';
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { dns1123LabelErrors, forPrefix, labelValueErrors, qualifiedNameErrors } from '../../../api/names.ts';

/** What the checks of metadata need to know of a kind. */
export interface MetadataRules {
  readonly namespaced: boolean;
  /** See `Strategy.nameErrors`. */
  nameErrors(name: string, prefix: boolean): string[];
  /** Finalizers without a domain are taken, whatever they are called: that rule is of core's own `ValidateObjectMeta`. */
  readonly anyFinalizer?: boolean;
}

const MAX_ANNOTATIONS_BYTES = 256 * 1024;
const MAX_MANAGER_BYTES = 128;
const MAX_SUBRESOURCE_BYTES = 256;
const namespaceNameErrors = forPrefix(dns1123LabelErrors);

/** `ValidateObjectMeta` (apimachinery/pkg/api/validation/objectmeta.go): names, labels, annotations, owners, finalizers. `path` is `metadata`. */
export function metadataErrors(meta: ObjectMeta, rules: MetadataRules, path = 'metadata'): FieldError[] {
  const { name = '', generateName = '' } = meta;
  const generated = generateName === '' ? [] : rules.nameErrors(generateName, true);
  const named =
    name === ''
      ? [required(`${path}.name`, 'name or generateName is required')]
      : rules.nameErrors(name, false).map((words) => invalid(`${path}.name`, name, words));
  return [
    ...generated.map((words) => invalid(`${path}.generateName`, generateName, words)),
    ...named,
    ...namespaceErrors(meta.namespace ?? '', rules.namespaced, `${path}.namespace`),
    ...generationErrors(meta.generation ?? 0, `${path}.generation`),
    ...labelsErrors(meta.labels, `${path}.labels`),
    ...annotationsErrors(meta.annotations, `${path}.annotations`),
    ...ownerErrors(meta.ownerReferences ?? [], `${path}.ownerReferences`),
    ...finalizersErrors(meta.finalizers ?? [], `${path}.finalizers`),
    ...managedFieldsErrors(meta.managedFields ?? [], `${path}.managedFields`),
    ...(rules.anyFinalizer ? [] : strangeFinalizersErrors(meta.finalizers ?? [], `${path}.finalizers`)),
  ];
}

/** What may never change once it is set, with what stands for "not set" where Go would print it. */
const IMMUTABLE = [
  ['name', ''],
  ['namespace', ''],
  ['uid', ''],
  ['creationTimestamp', null],
  ['deletionTimestamp', null],
  ['deletionGracePeriodSeconds', null],
] as const;

/** `ValidateObjectMetaUpdate`: what may not change. */
export function metadataUpdateErrors(meta: ObjectMeta, old: ObjectMeta, path = 'metadata'): FieldError[] {
  const { resourceVersion = '', generation = 0 } = meta;
  return [
    ...(old.deletionTimestamp === undefined ? [] : newFinalizersErrors(meta, old, `${path}.finalizers`)),
    ...(resourceVersion === ''
      ? [invalid(`${path}.resourceVersion`, '', 'must be specified for an update')]
      : []),
    ...generationErrors(generation, `${path}.generation`),
    ...(generation < (old.generation ?? 0)
      ? [invalid(`${path}.generation`, generation, 'must not be decremented')]
      : []),
    ...IMMUTABLE.flatMap(([field, none]) =>
      immutableErrors(meta[field] ?? none, old[field] ?? none, `${path}.${field}`),
    ),
    ...labelsErrors(meta.labels, `${path}.labels`),
    ...annotationsErrors(meta.annotations, `${path}.annotations`),
    ...ownerErrors(meta.ownerReferences ?? [], `${path}.ownerReferences`),
    ...managedFieldsErrors(meta.managedFields ?? [], `${path}.managedFields`),
  ];
}

/** `metav1validation.ValidateLabels`. */
export function labelsErrors(
  labels: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...labelNameErrors(key, path),
    ...labelValueErrors(value).map((words) => invalid(path, value, words)),
  ]);
}

/** `metav1validation.ValidateLabelName`: a label's key. */
export function labelNameErrors(key: string, path: string): FieldError[] {
  return qualifiedNameErrors(key).map((words) => invalid(path, key, words));
}

/** `ValidateAnnotations`: keys as those of labels but for the case of letters; all together at most 256 KiB. */
export function annotationsErrors(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry[0] + entry[1]), 0);
  return [
    ...entries.flatMap(([key]) =>
      qualifiedNameErrors(key.toLowerCase()).map((words) => invalid(path, key, words)),
    ),
    ...(size > MAX_ANNOTATIONS_BYTES ? [tooLong(path, MAX_ANNOTATIONS_BYTES)] : []),
  ];
}

/** `ValidateImmutableField`. */
export function immutableErrors(value: unknown, old: unknown, path: string): FieldError[] {
  return isEqualInMeaning(value, old) ? [] : [invalid(path, value, 'field is immutable')];
}

function namespaceErrors(namespace: string, namespaced: boolean, path: string): FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [forbiddenField(path, 'not allowed on this type')];
  if (namespace === '') return [required(path)];
  return namespaceNameErrors(namespace, false).map((words) => invalid(path, namespace, words));
}

function generationErrors(generation: number, path: string): FieldError[] {
  return generation < 0 ? [invalid(path, generation, 'must be greater than or equal to 0')] : [];
}

function ownerErrors(owners: readonly OwnerReference[], path: string): FieldError[] {
  const [first, ...others] = owners.filter(({ controller }) => controller === true);
  // Go reports the second while it walks the list; only the order of several errors differs
  const twice = others.map((other) => {
    const [one, two] = [first, other].map((owner) => `${owner?.kind ?? ''}/${owner?.name ?? ''}`);
    const words = `Only one reference can have Controller set to true. Found "true" in references for ${one ?? ''} and ${two ?? ''}`;
    return invalid(path, owners, words);
  });
  return [...owners.flatMap((owner, index) => oneOwnerErrors(owner, `${path}[${String(index)}]`)), ...twice];
}

function oneOwnerErrors(owner: OwnerReference, path: string): FieldError[] {
  const { apiVersion } = owner;
  const missing = (['kind', 'name', 'uid'] as const)
    .filter((field) => owner[field] === '')
    .map((field) => required(`${path}.${field}`, 'must not be empty'));
  const version =
    apiVersion === ''
      ? [required(`${path}.apiVersion`, 'must not be empty')]
      : isGroupVersion(apiVersion)
        ? []
        : [invalid(`${path}.apiVersion`, apiVersion, 'must be <group>/<version> or <version>')];
  const banned = apiVersion === 'v1' && owner.kind === 'Event';
  const words = '/v1, Kind=Event is disallowed from being an owner';
  return [...version, ...missing, ...(banned ? [invalid(path, owner, words)] : [])];
}

/** `schema.ParseGroupVersion` with a version. */
function isGroupVersion(text: string): boolean {
  const parts = text.split('/');
  return parts.length <= 2 && parts.at(-1) !== '';
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', ORPHAN, FOREGROUND]);

/** `validateKubeFinalizerName` (pkg/apis/core/validation): a finalizer without a domain is one of Kubernetes' own. */
export function strangeFinalizerErrors(name: string, path: string): FieldError[] {
  if (name.includes('/') || STANDARD_FINALIZERS.has(name)) return [];
  return [invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified')];
}

function strangeFinalizersErrors(finalizers: readonly string[], path: string): FieldError[] {
  return finalizers.flatMap((name, index) => strangeFinalizerErrors(name, `${path}[${String(index)}]`));
}

function finalizersErrors(finalizers: readonly string[], path: string): FieldError[] {
  const both = finalizers.includes(ORPHAN) && finalizers.includes(FOREGROUND);
  const words = `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`;
  return [
    ...finalizers.flatMap((name) => qualifiedNameErrors(name).map((detail) => invalid(path, name, detail))),
    ...(both ? [invalid(path, finalizers, words)] : []),
  ];
}

function newFinalizersErrors(meta: ObjectMeta, old: ObjectMeta, path: string): FieldError[] {
  const known = new Set(old.finalizers);
  const added = [...new Set(meta.finalizers)].filter((name) => !known.has(name)).toSorted();
  if (added.length === 0) return [];
  const list = `[]string{${added.map((name) => JSON.stringify(name)).join(', ')}}`;
  const words = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [forbiddenField(path, words)];
}

/** `ValidateManagedFields`. */
function managedFieldsErrors(entries: readonly ManagedFieldsEntry[], path: string): FieldError[] {
  return entries.flatMap((entry, index) => {
    const at = `${path}[${String(index)}]`;
    const { operation = '', fieldsType = '', manager = '', subresource = '' } = entry;
    const known = ['Apply', 'Update'];
    return [
      ...(operation === '' ? [required(`${at}.operation`, 'must not be empty')] : []),
      ...(operation === '' || known.includes(operation)
        ? []
        : [notSupported(`${at}.operation`, operation, known)]),
      ...(['', 'FieldsV1'].includes(fieldsType)
        ? []
        : [invalid(`${at}.fieldsType`, fieldsType, 'must be `FieldsV1`')]),
      ...(Buffer.byteLength(manager) > MAX_MANAGER_BYTES
        ? [tooLong(`${at}.manager`, MAX_MANAGER_BYTES)]
        : []),
      ...(Buffer.byteLength(subresource) > MAX_SUBRESOURCE_BYTES
        ? [tooLong(`${at}.subresource`, MAX_SUBRESOURCE_BYTES)]
        : []),
    ];
  });
}
