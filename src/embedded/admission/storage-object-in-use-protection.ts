import type { AdmissionPlugin } from './contract.ts';

const FINALIZERS: Readonly<Record<string, string>> = {
  persistentvolumes: 'kubernetes.io/pv-protection',
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
};

/** Volumes and claims cannot go while they are used (plugin/pkg/admission/storage/storageobjectinuseprotection). */
export function storageObjectInUseProtection(): AdmissionPlugin {
  return {
    operations: ['CREATE'],
    mutate: ({ target, draft }) => {
      const finalizer = FINALIZERS[target.resource.qualified];
      if (!draft || target.subresource || finalizer === undefined) return;
      const finalizers = (draft.metadata.finalizers ??= []);
      if (!finalizers.includes(finalizer)) finalizers.push(finalizer);
    },
  };
}
