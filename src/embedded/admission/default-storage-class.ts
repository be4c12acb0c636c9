import { resource } from '../api/resource-info.ts';
import { typed } from '../api/stored-object.ts';
import type { PersistentVolumeClaim } from '../data/types.ts';
import { defaultStorageClassOf } from '../kinds/common/default-storage-class.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin } from './contract.ts';
import { isAbout } from './request.ts';

const CLASSES = resource('storage.k8s.io/v1', 'storageclasses');
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** A claim that names no class gets the default one (plugin/pkg/admission/storage/storageclass/setdefault). */
export function defaultStorageClass(store: Store): AdmissionPlugin {
  return {
    operations: ['CREATE'],
    mutate: (request) => {
      if (!request.draft || !isAbout(request, 'persistentvolumeclaims')) return;
      const claim = typed<PersistentVolumeClaim>(request.draft);
      if (claim.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return;
      if (claim.spec?.storageClassName !== undefined) return;
      const classes = store.list(CLASSES.storage).map(({ object }) => object);
      const name = defaultStorageClassOf(classes)?.metadata.name;
      if (name !== undefined) (claim.spec ??= {}).storageClassName = name;
    },
  };
}
