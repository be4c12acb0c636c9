import { forbiddenField, invalid, type FieldError } from '../../../api/field-error.ts';
import type { PodSecurityContext, PodSpec, SecurityContext, Sysctl } from '../../../data/types.ts';
import { internalForm } from '../../common/internal-form.ts';
import { duplicateErrors, eachErrors, idErrors, missingErrors, optionErrors, when } from './checks.ts';
import { appArmorErrors, seccompErrors } from './profile-validation.ts';
import { windowsErrors } from './windows-validation.ts';

const PROC_MOUNTS = ['Default', 'Unmasked'];
const SYSCTL = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL_PATTERN = new RegExp(`^${SYSCTL}$`);
const MAX_SYSCTL = 253;

/** `ValidateSecurityContext` (pkg/apis/core/validation); privileged containers are off, as they are by default (`--allow-privileged`). */
export function securityContextErrors(
  context: SecurityContext | undefined,
  hostUsers: boolean,
  path: string,
): FieldError[] {
  if (!context) return [];
  const { procMount } = context;
  const unmasked = '`hostUsers` must be false to use `Unmasked`';
  return [
    ...when(
      context.privileged === true,
      forbiddenField(`${path}.privileged`, 'disallowed by cluster policy'),
    ),
    ...idErrors(context.runAsUser, `${path}.runAsUser`),
    ...idErrors(context.runAsGroup, `${path}.runAsGroup`),
    ...optionErrors(procMount, PROC_MOUNTS, `${path}.procMount`),
    ...when(hostUsers && procMount === 'Unmasked', invalid(`${path}.procMount`, procMount, unmasked)),
    ...seccompErrors(context.seccompProfile, `${path}.seccompProfile`),
    ...escalationErrors(context, path),
    ...windowsErrors(context.windowsOptions, `${path}.windowsOptions`),
    ...appArmorErrors(context.appArmorProfile, `${path}.appArmorProfile`),
  ];
}

/** What lets a process gain privileges contradicts that it may not. */
function escalationErrors(context: SecurityContext, path: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const contradiction = (other: string): FieldError =>
    invalid(
      path,
      internalForm(context, 'core/v1.SecurityContext'),
      `cannot set \`allowPrivilegeEscalation\` to false and ${other}`,
    );
  const administrators = (context.capabilities?.add ?? []).filter((name) => name === 'CAP_SYS_ADMIN');
  return [
    ...when(context.privileged === true, contradiction('`privileged` to true')),
    ...administrators.map(() => contradiction('`capabilities.Add` CAP_SYS_ADMIN')),
  ];
}

/** `validatePodSpecSecurityContext`. */
export function podSecurityErrors(
  context: PodSecurityContext | undefined,
  spec: PodSpec,
  path: string,
): FieldError[] {
  if (!context) return [];
  return [
    ...idErrors(context.fsGroup, `${path}.fsGroup`),
    ...idErrors(context.runAsUser, `${path}.runAsUser`),
    ...idErrors(context.runAsGroup, `${path}.runAsGroup`),
    ...eachErrors(context.supplementalGroups, `${path}.supplementalGroups`, idErrors),
    ...sysctlsErrors(context.sysctls, spec, `${path}.sysctls`),
    ...optionErrors(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${path}.fsGroupChangePolicy`),
    ...seccompErrors(context.seccompProfile, `${path}.seccompProfile`),
    ...windowsErrors(context.windowsOptions, `${path}.windowsOptions`),
    ...appArmorErrors(context.appArmorProfile, `${path}.appArmorProfile`),
    ...optionErrors(
      context.supplementalGroupsPolicy,
      ['Merge', 'Strict'],
      `${path}.supplementalGroupsPolicy`,
    ),
    ...optionErrors(context.seLinuxChangePolicy, ['MountOption', 'Recursive'], `${path}.seLinuxChangePolicy`),
  ];
}

/** `validateSysctls`. */
function sysctlsErrors(sysctls: readonly Sysctl[] | undefined, spec: PodSpec, path: string): FieldError[] {
  const words = `must have at most ${String(MAX_SYSCTL)} characters and match regex ^${SYSCTL}$`;
  const isValid = (name: string): boolean => name.length <= MAX_SYSCTL && SYSCTL_PATTERN.test(name);
  return [
    ...eachErrors(sysctls, path, ({ name }, at) => [
      ...missingErrors(name, `${at}.name`),
      ...when(Boolean(name) && !isValid(name), invalid(`${at}.name`, name, words)),
      ...hostSysctlErrors(name, spec, `${at}.name`),
    ]),
    ...duplicateErrors(
      sysctls,
      ({ name }) => (name && isValid(name) ? name : undefined),
      (index) => `${path}[${String(index)}].name`,
    ),
  ];
}

const IPC_SYSCTLS: ReadonlySet<string> = new Set(
  ['sem', 'shm', 'shmall', 'shmmax', 'shmmni', 'shm_rmid_forced', 'msg', 'msgmax', 'msgmnb', 'msgmni'].map(
    (name) => `kernel.${name}`,
  ),
);

/** `ValidateHostSysctl`: what would change the node's own namespace. */
function hostSysctlErrors(name: string, spec: PodSpec, path: string): FieldError[] {
  const dotted = name.replaceAll('/', '.');
  const isIpc = IPC_SYSCTLS.has(dotted) || dotted.startsWith('fs.mqueue.');
  if (spec.hostNetwork === true && dotted.startsWith('net.'))
    return [invalid(path, name, said('hostNetwork'))];
  return when(spec.hostIPC === true && isIpc, invalid(path, name, said('hostIPC')));
}

function said(field: string): string {
  return `may not be specified when '${field}' is true`;
}
