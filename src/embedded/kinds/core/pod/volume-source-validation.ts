import { compareQuantities } from '../../../../api/quantity.ts';
import { forbiddenField, invalid, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import type {
  CSIVolumeSource,
  DownwardAPIVolumeFile,
  HostPathVolumeSource,
  KeyToPath,
  Volume,
} from '../../../data/types.ts';
import { dns1123SubdomainErrors } from '../../../../api/names.ts';
import { choiceErrors, eachErrors, missingErrors, optionErrors, when, wordErrors } from './checks.ts';
import { claimTemplateErrors } from './claim-template-validation.ts';
import { fieldRefErrors, resourceRefErrors, VOLUME_FIELDS } from './field-refs.ts';
import { backstepErrors, localPathErrors, modeErrors, userErrors } from './file-paths.ts';
import { projectedErrors } from './projected-validation.ts';
import { PULL_POLICIES } from './words.ts';

/** What is wrong with one kind of source; `path` is the volume's. */
export type SourceRule = (volume: Volume, path: string) => FieldError[];

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** The sources that clusters use today, by field (pkg/apis/core/validation). */
export const SOURCES: Readonly<Record<string, SourceRule>> = {
  emptyDir: ({ emptyDir: { sizeLimit = '0' } = {} }, path) =>
    when(
      compareQuantities(String(sizeLimit), '0') < 0,
      forbiddenField(`${path}.emptyDir.sizeLimit`, 'SizeLimit field must be a valid resource quantity'),
    ),
  hostPath: ({ hostPath }, path) => (hostPath ? hostPathErrors(hostPath, `${path}.hostPath`) : []),
  secret: ({ secret = {} }, path) => [
    ...missingErrors(secret.secretName, `${path}.secret.secretName`),
    ...modeErrors(secret.defaultMode, `${path}.secret.defaultMode`),
    ...userErrors(secret.defaultUser, `${path}.secret.defaultUser`),
    ...eachErrors(secret.items, `${path}.secret.items`, keyPathErrors),
  ],
  configMap: ({ configMap = {} }, path) => [
    ...missingErrors(configMap.name, `${path}.configMap.name`),
    ...modeErrors(configMap.defaultMode, `${path}.configMap.defaultMode`),
    ...userErrors(configMap.defaultUser, `${path}.configMap.defaultUser`),
    ...eachErrors(configMap.items, `${path}.configMap.items`, keyPathErrors),
  ],
  downwardAPI: ({ downwardAPI = {} }, path) => [
    ...modeErrors(downwardAPI.defaultMode, `${path}.downwardAPI.defaultMode`),
    ...userErrors(downwardAPI.defaultUser, `${path}.downwardAPI.defaultUser`),
    ...(downwardAPI.items ?? []).flatMap((file) => downwardFileErrors(file, `${path}.downwardAPI`)),
  ],
  persistentVolumeClaim: ({ persistentVolumeClaim: claim }, path) =>
    missingErrors(claim?.claimName, `${path}.persistentVolumeClaim.claimName`),
  nfs: ({ nfs }, path) => [
    ...missingErrors(nfs?.server, `${path}.nfs.server`),
    ...missingErrors(nfs?.path, `${path}.nfs.path`),
    ...when(
      nfs?.path.startsWith('/') !== true,
      invalid(`${path}.nfs.path`, nfs?.path ?? '', 'must be an absolute path'),
    ),
  ],
  projected: ({ projected = {} }, path) =>
    projectedErrors(projected, `${path}.projected`, { keyPathErrors, downwardFileErrors }),
  csi: ({ csi }, path) => (csi ? csiErrors(csi, `${path}.csi`) : []),
  ephemeral: ({ ephemeral }, path) => {
    const at = `${path}.ephemeral.volumeClaimTemplate`;
    const template = ephemeral?.volumeClaimTemplate;
    return template ? claimTemplateErrors(template, at) : [required(at)];
  },
  image: ({ image }, path) => [
    ...missingErrors(image?.reference, `${path}.image.reference`),
    ...choiceErrors(image?.pullPolicy, PULL_POLICIES, `${path}.image.pullPolicy`),
  ],
};

function hostPathErrors({ path: target, type }: HostPathVolumeSource, path: string): FieldError[] {
  if (!target) return [required(`${path}.path`)];
  return [...backstepErrors(target, `${path}.path`), ...optionErrors(type, HOST_PATH_TYPES, `${path}.type`)];
}

/** `validateKeyToPath`. */
function keyPathErrors({ key, path: target, mode, user }: KeyToPath, path: string): FieldError[] {
  return [
    ...missingErrors(key, `${path}.key`),
    ...missingErrors(target, `${path}.path`),
    ...localPathErrors(target, `${path}.path`),
    ...modeErrors(mode, `${path}.mode`),
    ...userErrors(user, `${path}.user`),
  ];
}

/** `validateDownwardAPIVolumeFile`: the path names no item. */
function downwardFileErrors(file: DownwardAPIVolumeFile, path: string): FieldError[] {
  return [
    ...missingErrors(file.path, `${path}.path`),
    ...localPathErrors(file.path, `${path}.path`),
    ...downwardRefErrors(file, path),
    ...modeErrors(file.mode, `${path}.mode`),
    ...userErrors(file.user, `${path}.user`),
  ];
}

function downwardRefErrors(
  { fieldRef, resourceFieldRef }: DownwardAPIVolumeFile,
  path: string,
): FieldError[] {
  if (fieldRef) {
    const both = 'fieldRef and resourceFieldRef can not be specified simultaneously';
    return [
      ...fieldRefErrors(fieldRef, VOLUME_FIELDS, `${path}.fieldRef`),
      ...when(resourceFieldRef !== undefined, invalid(path, 'resource', both)),
    ];
  }
  if (resourceFieldRef) return resourceRefErrors(resourceFieldRef, `${path}.resourceFieldRef`, true);
  return [required(path, 'one of fieldRef and resourceFieldRef is required')];
}

/** `validateCSIVolumeSource`. */
function csiErrors({ driver, nodePublishSecretRef: secret }: CSIVolumeSource, path: string): FieldError[] {
  return [
    ...csiDriverErrors(driver, `${path}.driver`),
    ...(secret && !secret.name ? [required(`${path}.nodePublishSecretRef.name`)] : []),
    ...(secret?.name ? wordErrors(dns1123SubdomainErrors(secret.name), secret.name, `${path}.name`) : []),
  ];
}

/** `ValidateCSIDriverName`. */
function csiDriverErrors(driver: string, path: string): FieldError[] {
  if (!driver) return [required(path)];
  return [
    ...when(Buffer.byteLength(driver) > 63, tooLong(path, 63)),
    ...wordErrors(dns1123SubdomainErrors(driver.toLowerCase()), driver, path),
  ];
}
