import type { StoredObject } from '../../api/stored-object.ts';

const ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/**
 * Which of the storage classes is the default: the newest that is marked as such, of those of one second the first by name
 * (`GetDefaultClass`, pkg/volume/util/storageclass.go). `classes` come as they are listed: by name.
 */
export function defaultStorageClassOf<T extends StoredObject>(classes: readonly T[]): T | undefined {
  return classes.filter(isMarked).toSorted((a, b) => createdAt(b) - createdAt(a))[0];
}

function isMarked({ metadata: { annotations = {} } }: StoredObject): boolean {
  return ANNOTATIONS.some((key) => annotations[key] === 'true');
}

function createdAt({ metadata: { creationTimestamp = '' } }: StoredObject): number {
  return Date.parse(creationTimestamp);
}
