import { forbiddenField, invalid, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import type { AppArmorProfile, ObjectMeta, PodSpec, SeccompProfile } from '../../../data/types.ts';
import { internalForm } from '../../common/internal-form.ts';
import { optionErrors, when } from './checks.ts';
import { allContainers } from './containers.ts';
import { descendingPathErrors } from './file-paths.ts';

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const MAX_PROFILE_BYTES = 4095;
export const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
/** Of the annotation that named the AppArmor profile of a container before there was a field. */
export const APP_ARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const LOCALHOST = 'localhost/';
const DEFAULTS = ['runtime/default', 'docker/default'];

/** `validateSeccompProfileField` (pkg/apis/core/validation). */
export function seccompErrors(profile: SeccompProfile | undefined, path: string): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile: file } = profile;
  const at = `${path}.localhostProfile`;
  const shown = internalForm(profile, 'core/v1.SeccompProfile');
  return [
    ...typeErrors(type, `${path}.type`, 'seccompProfile'),
    ...when(
      type === 'Localhost' && file === undefined,
      required(at, 'must be set when seccomp type is Localhost'),
    ),
    ...(type === 'Localhost' ? descendingPathErrors(file ?? '', at) : []),
    ...when(
      type !== 'Localhost' && file !== undefined,
      invalid(at, shown, 'can only be set when seccomp type is Localhost'),
    ),
  ];
}

function typeErrors(type: string, path: string, field: string): FieldError[] {
  if (!type) return [required(path, `type is required when ${field} is set`)];
  return optionErrors(type, TYPES, path);
}

/** `ValidateAppArmorProfileField`. */
export function appArmorErrors(profile: AppArmorProfile | undefined, path: string): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile: name } = profile;
  const at = `${path}.localhostProfile`;
  if (type === 'Localhost') return localProfileErrors(name, at);
  const words = 'can only be set when AppArmor type is Localhost';
  const isKnown = TYPES.includes(type);
  return [
    ...when(isKnown && name !== undefined, invalid(at, name, words)),
    ...typeErrors(type, `${path}.type`, 'appArmorProfile'),
  ];
}

function localProfileErrors(name: string | undefined, path: string): FieldError[] {
  if (!name) return [required(path, 'must be set when AppArmor type is Localhost')];
  return [
    ...when(name.trim() !== name, invalid(path, name, 'must not be padded with whitespace')),
    ...when(Buffer.byteLength(name) > MAX_PROFILE_BYTES, tooLong(path, MAX_PROFILE_BYTES)),
  ];
}

type Annotations = Readonly<Record<string, string>>;

/** `ValidateSeccompPodAnnotations` and `ValidateAppArmorPodAnnotations`; `path` is the annotations'. */
export function profileAnnotationErrors(annotations: Annotations, spec: PodSpec, path: string): FieldError[] {
  const entries = Object.entries(annotations);
  const pod = annotations[SECCOMP_POD];
  return [
    ...(pod === undefined ? [] : seccompNameErrors(pod, `${path}.${SECCOMP_POD}`)),
    ...entries
      .filter(([key]) => key.startsWith(SECCOMP_CONTAINER))
      .flatMap(([key, value]) => seccompNameErrors(value, `${path}.${key}`)),
    ...entries
      .filter(([key]) => key.startsWith(APP_ARMOR_PREFIX))
      .flatMap(([key, value]) => appArmorAnnotationErrors(key, value, spec, `${path}[${key}]`)),
  ];
}

function seccompNameErrors(name: string, path: string): FieldError[] {
  if (DEFAULTS.includes(name) || name === 'unconfined') return [];
  if (name.startsWith(LOCALHOST)) return descendingPathErrors(name.slice(LOCALHOST.length), path);
  return [invalid(path, name, 'must be a valid seccomp profile')];
}

function appArmorAnnotationErrors(key: string, value: string, spec: PodSpec, path: string): FieldError[] {
  const name = key.slice(APP_ARMOR_PREFIX.length);
  const isThere = allContainers(spec, '').some(({ container }) => container.name === name);
  const isProfile = ['', DEFAULTS[0], 'unconfined'].includes(value) || value.startsWith(LOCALHOST);
  const words = `invalid AppArmor profile name: ${JSON.stringify(value)}`;
  return [
    ...when(!isThere, invalid(path, name, 'container not found')),
    ...when(!isProfile, invalid(path, value, words)),
  ];
}

/** `validateSeccompAnnotationsAndFields`, then `validateAppArmorAnnotationsAndFieldsMatchOnCreate`: both ways to say it say the same. */
export function profileMismatchErrors(
  { annotations = {} }: ObjectMeta,
  spec: PodSpec,
  path: string,
): FieldError[] {
  const containers = allContainers(spec, path);
  const { securityContext: pod, os } = spec;
  return [
    ...mismatchErrors('seccomp', annotations[SECCOMP_POD], pod?.seccompProfile, seccompAt(path)),
    ...containers.flatMap(({ container: { name, securityContext }, path: at }) =>
      mismatchErrors(
        'seccomp',
        annotations[SECCOMP_CONTAINER + name],
        securityContext?.seccompProfile,
        seccompAt(at),
      ),
    ),
    ...(os?.name === 'windows' ? [] : containers).flatMap(
      ({ container: { name, securityContext }, path: at }) =>
        mismatchErrors(
          'apparmor',
          annotations[APP_ARMOR_PREFIX + name],
          securityContext?.appArmorProfile ?? pod?.appArmorProfile,
          `${at}.securityContext.appArmorProfile`,
        ),
    ),
  ];
}

function mismatchErrors(
  what: 'seccomp' | 'apparmor',
  annotation: string | undefined,
  profile: SeccompProfile | AppArmorProfile | undefined,
  path: string,
): FieldError[] {
  if (annotation === undefined || !profile) return [];
  const known = what === 'seccomp' ? DEFAULTS : DEFAULTS.slice(0, 1);
  const matching: Readonly<Record<string, boolean>> = {
    Unconfined: annotation === 'unconfined',
    RuntimeDefault: known.includes(annotation),
    Localhost: annotation.startsWith(LOCALHOST),
  };
  if (matching[profile.type] === false) {
    return [forbiddenField(`${path}.type`, `${what} type in annotation and field must match`)];
  }
  const isOther = annotation.slice(LOCALHOST.length) !== profile.localhostProfile;
  return when(
    profile.type === 'Localhost' && isOther,
    forbiddenField(`${path}.localhostProfile`, `${what} profile in annotation and field must match`),
  );
}

function seccompAt(path: string): string {
  return `${path}.securityContext.seccompProfile`;
}
