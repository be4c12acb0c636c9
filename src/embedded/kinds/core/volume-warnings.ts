import type { ObjectMeta, PersistentVolumeSpec } from '../../data/types.ts';
import { nodeTermWarnings } from '../common/deprecated-labels.ts';

const ANNOTATIONS: Readonly<Record<string, string>> = {
  'volume.beta.kubernetes.io/storage-class':
    'deprecated since v1.8; use "storageClassName" attribute instead',
  'volume.beta.kubernetes.io/mount-options': 'deprecated since v1.31; use "mountOptions" attribute instead',
};

/** Sources whose drivers have left Kubernetes: field, its name in the sentence, since when. */
const SOURCES = [
  ['cephfs', 'cephfs', 'v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'v1.28, non-functional in v1.31+'],
] as const;

/** `GetWarningsForPersistentVolume` (pkg/api/persistentvolume/util.go). */
export function volumeWarnings({ annotations = {} }: ObjectMeta, spec: PersistentVolumeSpec): string[] {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return [
    ...Object.entries(ANNOTATIONS)
      .filter(([name]) => Object.hasOwn(annotations, name))
      .map(([name, words]) => `metadata.annotations[${name}]: ${words}`),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle'
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : []),
    ...terms.flatMap((term, index) =>
      nodeTermWarnings(term, `spec.nodeAffinity.required.nodeSelectorTerms[${String(index)}]`),
    ),
    ...SOURCES.filter(([field]) => spec[field]).map(
      ([, name, since]) => `spec.${name}: deprecated in ${since}`,
    ),
  ];
}
