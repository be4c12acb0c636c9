import { resource } from '../api/resource-info.ts';
import { typed, type StoredObject } from '../api/stored-object.ts';
import type { PersistentVolumeClaim } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin } from './contract.ts';
import { isAbout } from './request.ts';

const CLASSES = resource('storage.k8s.io/v1', 'storageclasses');
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** A claim that names no class gets the default one (plugin/pkg/admission/storage/storageclass/setdefault). */
export function defaultStorageClass(store: Store): AdmissionPlugin {
  return {
    operations: ['CREATE'],
    mutate: (request) => {
      if (!request.draft || !isAbout(request, 'persistentvolumeclaims')) return;
      const claim = typed<PersistentVolumeClaim>(request.draft);
      if (claim.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return;
      if (claim.spec?.storageClassName !== undefined) return;
      const name = defaultClass(store)?.metadata.name;
      if (name !== undefined) (claim.spec ??= {}).storageClassName = name;
    },
  };
}

/** The newest, should there be several; of those of one second the first by name. */
function defaultClass(store: Store): StoredObject | undefined {
  return store
    .list(CLASSES.storage)
    .map(({ object }) => object)
    .filter(({ metadata }) => DEFAULT_ANNOTATIONS.some((key) => metadata.annotations?.[key] === 'true'))
    .toSorted((a, b) => created(b) - created(a))[0];
}

function created({ metadata }: StoredObject): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}
