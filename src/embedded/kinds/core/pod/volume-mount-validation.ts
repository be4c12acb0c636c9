import {
  fieldNotFound,
  forbiddenField,
  invalid,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { Container, EphemeralContainer, VolumeDevice, VolumeMount } from '../../../data/types.ts';
import { eachErrors, missingErrors, optionErrors, when } from './checks.ts';
import { backstepErrors, descendingPathErrors } from './file-paths.ts';
import type { Volumes } from './volume-validation.ts';

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'];
const UNIQUE = 'must be unique';

/** `ValidateVolumeMounts` (pkg/apis/core/validation). Paths that name no item are upstream's. */
export function mountErrors(
  container: Container | EphemeralContainer,
  volumes: Volumes,
  path: string,
): FieldError[] {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const names = volumeDevices.map(({ name }) => name);
  const paths = volumeDevices.map(({ devicePath }) => devicePath);
  const before = volumeMounts.map(({ mountPath }) => mountPath);
  return eachErrors(volumeMounts, path, (mount, at, index) => {
    const { name, mountPath } = mount;
    const isTwice = before.indexOf(mountPath) < index;
    return [
      ...missingErrors(name, `${at}.name`),
      ...when(!volumes.has(name), fieldNotFound(`${at}.name`, name)),
      ...missingErrors(mountPath, `${at}.mountPath`),
      ...when(isTwice, invalid(`${at}.mountPath`, mountPath, UNIQUE)),
      ...when(names.includes(name), invalid(`${at}.name`, name, 'must not already exist in volumeDevices')),
      ...when(
        paths.includes(mountPath),
        invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'),
      ),
      ...subPathErrors(mount, path, at),
      ...propagationErrors(mount, container, `${path}.mountPropagation`),
      ...readOnlyErrors(mount, `${path}.recursiveReadOnly`),
    ];
  });
}

function subPathErrors(
  { subPath = '', subPathExpr = '' }: VolumeMount,
  path: string,
  at: string,
): FieldError[] {
  const both = subPath !== '' && subPathExpr !== '';
  const words = 'subPathExpr and subPath are mutually exclusive';
  return [
    ...descendingPathErrors(subPath, `${path}.subPath`),
    ...when(both, invalid(`${at}.subPathExpr`, subPathExpr, words)),
    ...descendingPathErrors(subPathExpr, `${path}.subPathExpr`),
  ];
}

function propagationErrors(
  { mountPropagation: propagation }: VolumeMount,
  { securityContext }: Container | EphemeralContainer,
  path: string,
): FieldError[] {
  const words = 'Bidirectional mount propagation is available only to privileged containers';
  const isPrivileged = securityContext?.privileged === true;
  return [
    ...optionErrors(propagation, PROPAGATIONS, path),
    ...when(propagation === 'Bidirectional' && !isPrivileged, forbiddenField(path, words)),
  ];
}

/** `validateMountRecursiveReadOnly`. */
function readOnlyErrors(
  { recursiveReadOnly, readOnly = false, mountPropagation = 'None' }: VolumeMount,
  path: string,
): FieldError[] {
  const isAsked = recursiveReadOnly === 'Enabled' || recursiveReadOnly === 'IfPossible';
  return [
    ...optionErrors(recursiveReadOnly, RECURSIVE, path),
    ...when(isAsked && !readOnly, forbiddenField(path, 'may only be specified when readOnly is true')),
    ...when(
      isAsked && mountPropagation !== 'None',
      forbiddenField(path, 'may only be specified when mountPropagation is None or not specified'),
    ),
  ];
}

/** `ValidateVolumeDevices`. */
export function deviceErrors(
  { volumeMounts = [], volumeDevices = [] }: Container | EphemeralContainer,
  volumes: Volumes,
  path: string,
): FieldError[] {
  const mounted = volumeMounts.map(({ name }) => name);
  const mountPaths = volumeMounts.map(({ mountPath }) => mountPath);
  return eachErrors(volumeDevices, path, (device, at, index) => {
    const { name, devicePath } = device;
    const before = volumeDevices.slice(0, index);
    const goesUp = devicePath !== '' && backstepErrors(devicePath, path).length > 0;
    return [
      ...missingErrors(name, `${at}.name`),
      ...when(isNamed(before, name), invalid(`${at}.name`, name, UNIQUE)),
      ...sourceErrors(name, volumes, `${at}.name`),
      ...when(!devicePath, required(`${at}.devicePath`)),
      ...when(isPlaced(before, devicePath), invalid(`${at}.devicePath`, devicePath, UNIQUE)),
      ...when(goesUp, invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')")),
      ...when(mounted.includes(name), invalid(`${at}.name`, name, 'must not already exist in volumeMounts')),
      ...when(
        mountPaths.includes(devicePath),
        invalid(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts'),
      ),
    ];
  });
}

function isNamed(devices: readonly VolumeDevice[], name: string): boolean {
  return name !== '' && devices.some((device) => device.name === name);
}

function isPlaced(devices: readonly VolumeDevice[], path: string): boolean {
  return devices.some(({ devicePath }) => devicePath === path && backstepErrors(path, '').length === 0);
}

function sourceErrors(name: string, volumes: Volumes, path: string): FieldError[] {
  const volume = volumes.get(name);
  if (!volume) return [fieldNotFound(path, name)];
  const words = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
  return when(!volume.persistentVolumeClaim && !volume.ephemeral, invalid(path, name, words));
}
