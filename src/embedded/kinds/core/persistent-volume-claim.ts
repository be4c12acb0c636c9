import { compareQuantities } from '../../../api/quantity.ts';
import { forbiddenField, invalid, type FieldError } from '../../api/field-error.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../data/types.ts';
import { internalForm } from '../common/internal-form.ts';
import { immutableErrors } from '../common/metadata.ts';
import { keepSpec, keepStatus } from '../common/spec-and-status.ts';
import { diffText } from '../common/unified-diff.ts';
import type { Strategy } from '../strategy.ts';
import { claimSpecErrors } from './claim-spec-validation.ts';
import { claimStatusErrors } from './claim-status-validation.ts';
import { claimSpecWarnings } from './claim-warnings.ts';
import { agreeOnSources, dropUnknownSource } from './data-source.ts';
import { roundResourceList } from './pod/resource-rounding.ts';
import { defaultClaimSpec } from './pod/volume-defaults.ts';

/** How claims named their class before there was a field. */
const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';
const SIZE = 'spec.resources.requests.storage';

/** pkg/registry/core/persistentvolumeclaim/strategy.go, pkg/apis/core/v1/defaults.go, pkg/apis/core/validation. */
export const persistentVolumeClaims: Strategy<PersistentVolumeClaim> = {
  defaults(draft) {
    defaultClaimSpec((draft.spec ??= {}));
    const status = (draft.status ??= {});
    status.phase ||= 'Pending';
    roundResourceList(status.capacity);
    roundResourceList(status.allocatedResources);
  },
  prepareForCreate(draft) {
    draft.status = { phase: 'Pending' };
    const { spec = {} } = draft;
    dropUnknownSource(spec, undefined);
    agreeOnSources(spec);
  },
  validateCreate: ({ spec = {} }) => claimSpecErrors(spec, 'spec'),
  prepareForUpdate(draft, old) {
    keepStatus(draft, old);
    const { spec = {} } = draft;
    dropUnknownSource(spec, old.spec);
    agreeOnSources(spec);
  },
  validateUpdate: (claim, old) => [
    ...claimSpecErrors(claim.spec ?? {}, 'spec'),
    ...oldClassErrors(claim, old),
    ...specChangeErrors(claim, old),
    ...sizeErrors(claim, old),
    ...immutableErrors(claim.spec?.volumeMode, old.spec?.volumeMode, 'volumeMode'),
    ...attributesErrors(claim, old),
  ],
  status: { prepareForUpdate: keepSpec, validateUpdate: claimStatusErrors },
  warnings: ({ metadata, spec = {} }) => [
    ...(metadata.annotations?.[OLD_CLASS] === undefined
      ? []
      : [
          `metadata.annotations[${OLD_CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`,
        ]),
    ...claimSpecWarnings(spec, 'spec'),
  ],
  fields: ({ metadata }) => ({ name: metadata.name ?? '' }),
};

function oldClassErrors({ metadata, spec }: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  if (isFromAnnotation({ metadata, ...(spec ? { spec } : {}) }, old)) return [];
  const [now, before] = [metadata.annotations?.[OLD_CLASS], old.metadata.annotations?.[OLD_CLASS]];
  if ((now ?? '') === (before ?? '')) return [];
  return [invalid(`metadata.annotations.${OLD_CLASS}`, now ?? '', 'field is immutable')];
}

/** `validateStorageClassUpgradeFromAnnotation`: the annotation moves into the field. */
function isFromAnnotation(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const before = old.metadata.annotations?.[OLD_CLASS];
  const now = claim.metadata.annotations?.[OLD_CLASS];
  if (before === undefined || old.spec?.storageClassName !== undefined) return false;
  return claim.spec?.storageClassName === before && (now === undefined || now === before);
}

/** What may be changed is made the same before the comparison. */
function specChangeErrors(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const before = { ...old.spec };
  if (!before.volumeName) assign(before, 'volumeName', claim.spec);
  const now = { ...claim.spec };
  agreeOnSources(before);
  if (isLateClass(claim, old)) delete now.storageClassName;
  if (claim.status?.phase === 'Bound') {
    assign(now, 'volumeAttributesClassName', before);
    now.resources = { ...now.resources, requests: { ...now.resources?.requests, ...sizeOf(before) } };
  }
  const [a, b] = [before, now].map((spec) => internalForm(spec, 'core/v1.PersistentVolumeClaimSpec'));
  const difference = diffText(a, b);
  if (difference === '') return [];
  const words =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [forbiddenField('spec', `${words}\n${difference}`)];
}

/** A claim that had no class may get one, the one of its annotation where it has that. */
function isLateClass({ spec }: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const name = spec?.storageClassName;
  const before = old.metadata.annotations?.[OLD_CLASS];
  return name !== undefined && old.spec?.storageClassName === undefined && (before ?? name) === name;
}

function sizeOf({ resources }: PersistentVolumeClaimSpec): Record<string, string> {
  const size = resources?.requests?.['storage'];
  return size === undefined ? {} : { storage: String(size) };
}

function assign(
  to: PersistentVolumeClaimSpec,
  field: 'volumeName' | 'volumeAttributesClassName',
  from: PersistentVolumeClaimSpec | undefined,
): void {
  const value = from?.[field];
  if (value === undefined) delete to[field];
  else to[field] = value;
}

/** Down only as far as what there is already: to recover from an expansion that failed. */
function sizeErrors({ spec = {} }: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const [size = '0', before = '0'] = [sizeOf(spec)['storage'], sizeOf(old.spec ?? {})['storage']];
  const capacity = String(old.status?.capacity?.['storage'] ?? '0');
  if (compareQuantities(size, before) >= 0 || compareQuantities(size, capacity) > 0) return [];
  return [forbiddenField(SIZE, 'field can not be less than status.capacity')];
}

function attributesErrors({ spec }: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const name = spec?.volumeAttributesClassName;
  if (name === old.spec?.volumeAttributesClassName || name) return [];
  if (old.status?.currentVolumeAttributesClassName === undefined) return [];
  const what = name === undefined ? 'nil' : 'empty string';
  const words = `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`;
  return [forbiddenField('spec.volumeAttributesClassName', words)];
}
