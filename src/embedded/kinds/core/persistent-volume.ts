import { timeOf } from '../../../api/times.ts';
import { forbiddenField, invalid, type FieldError } from '../../api/field-error.ts';
import type { PersistentVolume, PersistentVolumeSpec, VolumeNodeAffinity } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { presentLabel } from '../common/deprecated-labels.ts';
import { internalForm } from '../common/internal-form.ts';
import { immutableErrors } from '../common/metadata.ts';
import { keepSpec, keepStatus } from '../common/spec-and-status.ts';
import { diffText } from '../common/unified-diff.ts';
import type { Strategy } from '../strategy.ts';
import { roundResourceList } from './pod/resource-rounding.ts';
import { defaultLegacyVolume } from './pod/volume-defaults.ts';
import { mountOptionsErrors, volumeSpecErrors } from './volume-spec-validation.ts';
import { volumeWarnings } from './volume-warnings.ts';

/** pkg/registry/core/persistentvolume/strategy.go, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation. */
export const persistentVolumes: Strategy<PersistentVolume> = {
  defaults(draft) {
    const spec = (draft.spec ??= {});
    (draft.status ??= {}).phase ||= 'Pending';
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
    roundResourceList(spec.capacity);
    if (spec.hostPath) spec.hostPath.type ??= '';
    defaultLegacyVolume(spec);
  },
  prepareForCreate(draft, { now }) {
    draft.status = { phase: 'Pending', lastPhaseTransitionTime: timeOf(now) };
  },
  validateCreate: volumeErrors,
  prepareForUpdate: keepStatus,
  validateUpdate: (volume, old) => [...volumeErrors(volume), ...changeErrors(volume.spec, old.spec)],
  status: {
    prepareForUpdate(draft, old, { now }) {
      keepSpec(draft, old);
      noteTransition(draft, old, now);
    },
  },
  warnings: ({ metadata, spec = {} }) => volumeWarnings(metadata, spec),
  fields: ({ metadata }) => ({ name: metadata.name ?? '' }),
};

/** Another phase is another time, unless the client says one of its own. */
function noteTransition(draft: PersistentVolume, old: PersistentVolume, now: number): void {
  const status = (draft.status ??= {});
  const { phase, lastPhaseTransitionTime: before } = old.status ?? {};
  const told = status.lastPhaseTransitionTime;
  if (status.phase !== phase) {
    if (!told || told === before) status.lastPhaseTransitionTime = timeOf(now);
  } else if (!told && before) status.lastPhaseTransitionTime = before;
}

function volumeErrors(volume: PersistentVolume): FieldError[] {
  return [...volumeSpecErrors(volume.spec ?? {}), ...mountOptionsErrors(volume)];
}

/** `ValidatePersistentVolumeUpdate`. */
function changeErrors(spec: PersistentVolumeSpec = {}, old: PersistentVolumeSpec = {}): FieldError[] {
  const difference = diffText(sourceOf(old), sourceOf(withoutNewSecret(spec, old)));
  const words = `spec.persistentvolumesource is immutable after creation\n${difference}`;
  const [attributes, before] = [spec.volumeAttributesClassName, old.volumeAttributesClassName];
  return [
    ...(difference === '' ? [] : [forbiddenField('spec.persistentvolumesource', words)]),
    ...immutableErrors(spec.volumeMode, old.volumeMode, 'volumeMode'),
    ...affinityErrors(spec.nodeAffinity, old.nodeAffinity),
    ...(before !== undefined && attributes === undefined
      ? [forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden')]
      : []),
  ];
}

function sourceOf(spec: PersistentVolumeSpec): unknown {
  return internalForm(spec, 'core/v1.PersistentVolumeSource');
}

/** The secret for growing may be told later. */
function withoutNewSecret(spec: PersistentVolumeSpec, old: PersistentVolumeSpec): PersistentVolumeSpec {
  if (!spec.csi?.controllerExpandSecretRef || !old.csi || old.csi.controllerExpandSecretRef) return spec;
  const { controllerExpandSecretRef: _, ...csi } = spec.csi;
  return { ...spec, csi };
}

function affinityErrors(
  affinity: VolumeNodeAffinity | undefined,
  old: VolumeNodeAffinity | undefined,
): FieldError[] {
  if (!old || isEqualInMeaning(affinity, old) || isEqualInMeaning(affinity, renamed(old))) return [];
  const words = 'field is immutable, except for updating from beta label to GA';
  return [invalid('nodeAffinity', internalForm(affinity, '*core/v1.VolumeNodeAffinity'), words)];
}

function renamed({ required }: VolumeNodeAffinity): VolumeNodeAffinity {
  const terms = required?.nodeSelectorTerms.map((term) => ({
    ...term,
    ...(term.matchExpressions
      ? {
          matchExpressions: term.matchExpressions.map((one) => ({
            ...one,
            key: presentLabel(one.key),
          })),
        }
      : {}),
  }));
  return terms ? { required: { nodeSelectorTerms: terms } } : {};
}
