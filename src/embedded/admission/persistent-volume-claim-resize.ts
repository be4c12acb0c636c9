import { compareQuantities } from '../../api/quantity.ts';
import { resource } from '../api/resource-info.ts';
import { typed } from '../api/stored-object.ts';
import type { PersistentVolumeClaim, StorageClass } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin } from './contract.ts';
import { isAbout, refused } from './request.ts';

const CLASSES = resource('storage.k8s.io/v1', 'storageclasses');
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** A claim may grow only when it is bound and its class allows that (plugin/pkg/admission/storage/persistentvolume/resize). */
export function persistentVolumeClaimResize(store: Store): AdmissionPlugin {
  return {
    operations: ['UPDATE'],
    validate: (request) => {
      if (!request.draft || !request.old || !isAbout(request, 'persistentvolumeclaims')) return;
      const claim = typed<PersistentVolumeClaim>(request.draft);
      const before = typed<PersistentVolumeClaim>(request.old);
      if (compareQuantities(sizeOf(claim), sizeOf(before)) <= 0) return;
      if (before.status?.phase !== 'Bound') {
        throw refused(request, 'Only bound persistent volume claims can be expanded');
      }
      const name = classOf(claim);
      if (name === '' || name !== classOf(before) || !mayExpand(store, name)) {
        const why =
          'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
        throw refused(request, why);
      }
    },
  };
}

function sizeOf({ spec }: PersistentVolumeClaim): string {
  return String(spec?.resources?.requests?.['storage'] ?? '0');
}

function classOf({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

function mayExpand(store: Store, name: string): boolean {
  const entry = store.get(CLASSES.storage, name);
  return entry !== undefined && typed<StorageClass>(entry.object).allowVolumeExpansion === true;
}
