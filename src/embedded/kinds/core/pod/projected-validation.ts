import { forbiddenField, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../../data/types.ts';
import { bundleErrors, certificateErrors } from './certificate-projection-validation.ts';
import { eachErrors, missingErrors, when } from './checks.ts';
import { localPathErrors, modeErrors, userErrors } from './file-paths.ts';

/** The rules that projected volumes share with others. */
interface FileRules {
  readonly keyPathErrors: (item: KeyToPath, path: string) => FieldError[];
  readonly downwardFileErrors: (file: DownwardAPIVolumeFile, path: string) => FieldError[];
}

/** Errors for a file that another source of the volume writes, too; remembers it. `shown` is the value that the sentence names. */
export type Taken = (file: string, shown?: string) => FieldError[];

const MIN_SECONDS = 10 * 60;
const MAX_SECONDS = 2 ** 32;

/** `validateProjectedVolumeSource` (pkg/apis/core/validation). */
export function projectedErrors(
  { defaultMode, defaultUser, sources }: ProjectedVolumeSource,
  path: string,
  rules: FileRules,
): FieldError[] {
  const taken = remembering(path);
  return [
    ...modeErrors(defaultMode, `${path}.defaultMode`),
    ...userErrors(defaultUser, `${path}.defaultUser`),
    ...eachErrors(sources, `${path}.sources`, (source, at) => [
      ...namedErrors(source.secret, `${at}.secret`, rules, taken),
      ...namedErrors(source.configMap, `${at}.configMap`, rules, taken),
      ...(source.downwardAPI?.items ?? []).flatMap((file) => [
        ...rules.downwardFileErrors(file, `${at}.downwardAPI`),
        ...taken(file.path),
      ]),
      ...(source.serviceAccountToken
        ? tokenErrors(source.serviceAccountToken, `${at}.serviceAccountToken`, path)
        : []),
      ...(source.clusterTrustBundle
        ? bundleErrors(source.clusterTrustBundle, `${at}.clusterTrustBundle`, taken)
        : []),
      ...(source.podCertificate
        ? certificateErrors(source.podCertificate, `${at}.podCertificate`, taken)
        : []),
      ...when(countOf(source) > 1, forbiddenField(at, 'may not specify more than 1 volume type per source')),
    ]),
  ];
}

function remembering(path: string): Taken {
  const seen = new Set<string>();
  return (file, shown = file) => {
    if (seen.has(file)) return [invalid(path, shown, 'conflicting duplicate paths')];
    if (file) seen.add(file);
    return [];
  };
}

function countOf(source: VolumeProjection): number {
  return Object.values(source).filter((one) => one !== undefined).length;
}

function namedErrors(
  source: { readonly name?: string; readonly items?: readonly KeyToPath[] } | undefined,
  path: string,
  { keyPathErrors }: FileRules,
  taken: Taken,
): FieldError[] {
  if (!source) return [];
  const { name = '', items } = source;
  return [
    ...missingErrors(name, `${path}.name`),
    ...eachErrors(items, `${path}.items`, (item, at) => [
      ...keyPathErrors(item, at),
      ...taken(item.path, name),
    ]),
  ];
}

/** The token's file is told at the volume, as upstream does. */
function tokenErrors(
  { expirationSeconds: seconds, path: file, user }: ServiceAccountTokenProjection,
  path: string,
  volumePath: string,
): FieldError[] {
  const at = `${path}.expirationSeconds`;
  const expiration =
    seconds === undefined
      ? [required(at)]
      : [
          ...when(
            seconds < MIN_SECONDS,
            invalid(at, seconds, 'may not specify a duration less than 10 minutes'),
          ),
          ...when(
            seconds > MAX_SECONDS,
            invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds'),
          ),
        ];
  return [
    ...expiration,
    ...(file ? localPathErrors(file, `${volumePath}.path`) : [required(`${volumePath}.path`)]),
    ...userErrors(user, `${path}.user`),
  ];
}
