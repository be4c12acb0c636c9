import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { PersistentVolumeClaimSpec, TypedObjectReference } from '../../data/types.ts';
import { labelSelectorErrors } from '../common/label-selector.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/names.ts';
import { notPositiveQuantityErrors } from '../common/resource-amounts.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const ALONE = 'ReadWriteOncePod';

/** `ValidatePersistentVolumeClaimSpec` (pkg/apis/core/validation): of claims, and of what a pod has claimed for itself. */
export function claimSpecErrors(spec: PersistentVolumeClaimSpec, path: string): FieldError[] {
  const { storageClassName, volumeAttributesClassName, volumeMode } = spec;
  return [
    ...(spec.accessModes?.length
      ? []
      : [required(`${path}.accessModes`, 'at least 1 access mode is required')]),
    ...labelSelectorErrors(spec.selector, `${path}.selector`),
    ...accessModeErrors(spec.accessModes ?? [], `${path}.accessModes`),
    ...sizeErrors(spec, `${path}.resources[storage]`),
    ...classNameErrors(storageClassName, `${path}.storageClassName`),
    ...(volumeMode === undefined || VOLUME_MODES.includes(volumeMode)
      ? []
      : [notSupported(`${path}.volumeMode`, volumeMode, VOLUME_MODES)]),
    ...sourceErrors(spec.dataSource, `${path}.dataSource`),
    ...sourceErrors(spec.dataSourceRef, `${path}.dataSourceRef`),
    ...twoSourcesErrors(spec, path),
    ...classNameErrors(volumeAttributesClassName, `${path}.volumeAttributesClassName`),
  ];
}

function accessModeErrors(modes: readonly string[], path: string): FieldError[] {
  const others = modes.some((mode) => mode !== ALONE && ACCESS_MODES.includes(mode));
  const words = `may not use ${ALONE} with other access modes`;
  return [
    ...modes
      .filter((mode) => !ACCESS_MODES.includes(mode))
      .map((mode) => notSupported(path, mode, ACCESS_MODES)),
    ...(modes.includes(ALONE) && others ? [forbiddenField(path, words)] : []),
  ];
}

function sizeErrors({ resources }: PersistentVolumeClaimSpec, path: string): FieldError[] {
  const size = resources?.requests?.['storage'];
  return size === undefined ? [required(path)] : notPositiveQuantityErrors(size, path);
}

function classNameErrors(name: string | undefined, path: string): FieldError[] {
  return name ? dns1123SubdomainErrors(name).map((words) => invalid(path, name, words)) : [];
}

/** `validateDataSource` and `validateDataSourceRef`. */
function sourceErrors(source: TypedObjectReference | undefined, path: string): FieldError[] {
  if (!source) return [];
  const { name, kind, apiGroup = '', namespace = '' } = source;
  const isOther = apiGroup === '' && kind !== 'PersistentVolumeClaim';
  const words = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
  return [
    ...(name ? [] : [required(`${path}.name`)]),
    ...(kind ? [] : [required(`${path}.kind`)]),
    ...(isOther ? [invalid(path, kind, words)] : []),
    ...classNameErrors(apiGroup, `${path}.apiGroup`),
    ...(namespace
      ? dns1123LabelErrors(namespace).map((detail) => invalid(`${path}.namespace`, namespace, detail))
      : []),
  ];
}

/** The value that the sentence shows is the path as Go prints an object with private fields: nothing of it. */
function twoSourcesErrors(
  { dataSource, dataSourceRef }: PersistentVolumeClaimSpec,
  path: string,
): FieldError[] {
  if (!dataSource || !dataSourceRef) return [];
  if (dataSourceRef.namespace) {
    return [invalid(path, {}, 'may not be specified when dataSourceRef.namespace is specified')];
  }
  const isSame =
    dataSource.name === dataSourceRef.name &&
    dataSource.kind === dataSourceRef.kind &&
    (dataSource.apiGroup ?? '') === (dataSourceRef.apiGroup ?? '');
  return isSame ? [] : [invalid(path, {}, 'must match dataSourceRef')];
}
