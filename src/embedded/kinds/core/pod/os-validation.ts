import { forbiddenField, required, type FieldError } from '../../../api/field-error.ts';
import type { PodSpec } from '../../../data/types.ts';
import { optionErrors, when } from './checks.ts';
import { allContainers } from './containers.ts';

const NOT_LINUX = 'windows options cannot be set for a linux pod';
const NOT_WINDOWS = 'cannot be set for a windows pod';
/** Fields of a pod's security context that Windows does not have, in the order in which they are told. */
const OF_PODS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const OF_CONTAINERS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** `validateOS`, then `validateLinux` or `validateWindows` (pkg/apis/core/validation). */
export function osErrors(spec: PodSpec, path: string): FieldError[] {
  if (!spec.os) return [];
  const { name } = spec.os;
  if (!name) return [required(`${path}.os.name`)];
  if (name === 'linux') return linuxErrors(spec, path);
  return name === 'windows'
    ? windowsPodErrors(spec, path)
    : optionErrors(name, ['linux', 'windows'], `${path}.os`);
}

function linuxErrors(spec: PodSpec, path: string): FieldError[] {
  return [{ container: spec, path }, ...allContainers(spec, path)]
    .filter(({ container }) => container.securityContext?.windowsOptions !== undefined)
    .map(({ path: at }) => forbiddenField(`${at}.securityContext.windowsOptions`, NOT_LINUX));
}

function windowsPodErrors(spec: PodSpec, path: string): FieldError[] {
  const { securityContext: context = {}, hostUsers, hostPID, hostIPC, shareProcessNamespace } = spec;
  return [
    ...OF_PODS.filter((field) => context[field] !== undefined).map((field) =>
      forbid(`${path}.securityContext.${field}`),
    ),
    ...when(hostUsers !== undefined, forbid(`${path}.hostUsers`)),
    ...when(hostPID === true, forbid(`${path}.hostPID`)),
    ...when(hostIPC === true, forbid(`${path}.hostIPC`)),
    ...when(shareProcessNamespace !== undefined, forbid(`${path}.shareProcessNamespace`)),
    ...allContainers(spec, path).flatMap(({ container: { securityContext = {} }, path: at }) =>
      OF_CONTAINERS.filter((field) => securityContext[field] !== undefined).map((field) =>
        forbid(`${at}.securityContext.${field}`),
      ),
    ),
  ];
}

function forbid(path: string): FieldError {
  return forbiddenField(path, NOT_WINDOWS);
}
