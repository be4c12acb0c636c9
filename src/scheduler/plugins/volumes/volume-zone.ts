import { isDeepStrictEqual } from 'node:util';
import { labelOf, type Labels } from '../../../api/requirement.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { PersistentVolume, StorageClass } from '../../../api/volumes.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import type { Plugin } from '../../framework/plugin.ts';
import type { Objects } from '../../framework/snapshot.ts';
import { type PreFilterResult, type Rejection, SKIP } from '../../framework/status.ts';
import { claimIn, classOf, isOneOfItsClaims, namedClaimsOf, notFound, nowhere } from './claims.ts';

/** A zone or region label of a volume. Several zones stand in one label, separated by `__`. */
interface Zone {
  readonly volume: string;
  readonly key: string;
  readonly values: ReadonlySet<string>;
}

/** Old keys with the ones that took their place. */
const CURRENT: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};
const KEYS = [...Object.keys(CURRENT), ...Object.values(CURRENT)];

const CONFLICT: Rejection = { reasons: ['node(s) had no available volume zone'], unresolvable: true };

/**
 * Keeps a pod in the zones and regions that the labels of its bound volumes name (upstream: plugins/volumezone). A node without any such
 * label is of a cluster without zones, and fits.
 */
export const volumeZone: Plugin<readonly Zone[]> = {
  name: 'VolumeZone',
  reads: [PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES],
  requeueOn: [
    'node-added',
    'node-labels',
    { event: 'claim-changed', hint: isOneOfItsClaims },
    { event: 'volume-changed', hint: hasOtherZones },
    {
      event: 'storage-class-changed',
      hint: (_pod, { before, now }: ClusterChange<StorageClass>) =>
        before === undefined && now?.volumeBindingMode === 'WaitForFirstConsumer',
    },
  ],

  preFilter: (pod, { objects }) => zonesOfPod(pod, objects),

  filter: (_pod, { node }, zones) => (conflict(node.metadata.labels, zones) ? CONFLICT : undefined),

  explain(_pod, { node }, zones) {
    const found = conflict(node.metadata.labels, zones);
    return found && `volume ${found.volume} is for ${found.key} ${[...found.values].join(' or ')}`;
  },

  wayOut(_pod, { node }, zones) {
    const found = conflict(node.metadata.labels, zones);
    return found && `label ${found.key} is ${[...found.values].join(' or ')}`;
  },
};

function zonesOfPod(pod: Pod, objects: Objects): PreFilterResult<readonly Zone[]> {
  const zones: Zone[] = [];
  for (const name of namedClaimsOf(pod)) {
    if (name === '') return nowhere('PersistentVolumeClaim had no name');
    const claim = claimIn(objects, pod, name);
    if (!claim) return notFound('persistentvolumeclaim', name);
    const volumeName = claim.spec?.volumeName ?? '';
    if (volumeName === '') {
      const rejected = unbound(classOf(claim), objects);
      if (rejected) return rejected;
      continue;
    }
    const volume = objects.get(PERSISTENT_VOLUMES, { name: volumeName });
    if (!volume) return notFound('persistentvolume', volumeName);
    zones.push(...zonesOf(volume));
  }
  return zones.length === 0 ? SKIP : { state: zones };
}

/** Undefined when the claim may be unbound: its volume waits for the pod. */
function unbound(className: string, objects: Objects): { readonly rejection: Rejection } | undefined {
  if (className === '') return nowhere('PersistentVolumeClaim had no pv name and storageClass name');
  const storageClass = objects.get(STORAGE_CLASSES, { name: className });
  if (!storageClass) return notFound('storageclass.storage.k8s.io', className);
  if (!storageClass.volumeBindingMode)
    return nowhere(`VolumeBindingMode not set for StorageClass "${className}"`);
  return storageClass.volumeBindingMode === 'WaitForFirstConsumer'
    ? undefined
    : nowhere('PersistentVolume had no name');
}

/** A label with an empty part cannot be read, and is passed over. */
function zonesOf({ metadata }: PersistentVolume): readonly Zone[] {
  return KEYS.flatMap((key): readonly Zone[] => {
    const parts = labelOf(metadata.labels, key)
      ?.split('__')
      .map((part) => part.trim());
    return parts && !parts.includes('') ? [{ volume: metadata.name, key, values: new Set(parts) }] : [];
  });
}

function conflict(labels: Labels, zones: readonly Zone[]): Zone | undefined {
  if (!KEYS.some((key) => labelOf(labels, key) !== undefined)) return undefined;
  return zones.find(({ key, values }) => {
    const value = labelOf(labels, key) ?? labelOf(labels, CURRENT[key] ?? key);
    return value === undefined || !values.has(value);
  });
}

function hasOtherZones(_pod: Pod, { before, now }: ClusterChange<PersistentVolume>): boolean {
  return !before || !now || !isDeepStrictEqual(zonesOf(before), zonesOf(now));
}
