import { forbiddenField, invalid, type FieldError } from '../../../api/field-error.ts';
import type { PodSpec, WindowsSecurityContextOptions } from '../../../data/types.ts';
import { dns1123SubdomainErrors } from '../../../../api/names.ts';
import { when, wordErrors } from './checks.ts';
import { allContainers } from './containers.ts';

const MAX_SPEC_KIB = 64;
const MAX_DOMAIN = 256;
const MAX_USER = 104;
const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001F\u007F]/;

/** `validateWindowsSecurityContextOptions` (pkg/apis/core/validation). */
export function windowsErrors(
  options: WindowsSecurityContextOptions | undefined,
  path: string,
): FieldError[] {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options ?? {};
  return [
    ...(name === undefined
      ? []
      : wordErrors(dns1123SubdomainErrors(name), name, `${path}.gmsaCredentialSpecName`)),
    ...(spec === undefined ? [] : wordErrors(specWords(spec), spec, `${path}.gmsaCredentialSpec`)),
    ...(user === undefined ? [] : wordErrors(userWords(user), user, `${path}.runAsUserName`)),
  ];
}

function specWords(spec: string): string[] {
  if (spec === '') return ['gmsaCredentialSpec cannot be an empty string'];
  const isLong = Buffer.byteLength(spec) > MAX_SPEC_KIB * 1024;
  return isLong ? [`gmsaCredentialSpec size must be under ${String(MAX_SPEC_KIB)} KiB`] : [];
}

function userWords(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  if (CONTROL.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const [domain, user = ''] = parts.length === 2 ? parts : [undefined, parts[0]];
  const rules: readonly (readonly [wrong: boolean, words: string])[] = [
    [(domain?.length ?? 0) >= MAX_DOMAIN, `Domain length must be under ${String(MAX_DOMAIN)} characters`],
    [
      domain !== undefined && !NET_BIOS.test(domain) && !DNS.test(domain),
      "Domain doesn't match the NetBios nor the DNS format",
    ],
    [user === '', 'User cannot be empty'],
    [user.length > MAX_USER, `User length must not be longer than ${String(MAX_USER)} characters`],
    [/^[. ]+$/.test(user), 'User cannot contain only periods or spaces'],
    [/["/\\:;|=,+*?<>@[\]]/.test(user), 'User cannot contain the following characters: "/\\:;|=,+*?<>@[]'],
  ];
  return rules.filter(([wrong]) => wrong).map(([, words]) => `runAsUserName's ${words}`);
}

/** `validateWindowsHostProcessPod`: all containers of a pod are processes of the node, or none; none is allowed, as privileged ones are not. */
export function hostProcessErrors(spec: PodSpec, path: string): FieldError[] {
  const pod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = allContainers(spec, path).map(({ container, path: at }) => ({
    own: container.securityContext?.windowsOptions?.hostProcess,
    at: `${at}.securityContext.windowsOptions.hostProcess`,
  }));
  const words = `pod hostProcess value must be identical if both are specified, was ${String(pod)}`;
  const count = containers.filter(({ own }) => own ?? pod ?? false).length;
  const all = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
  const network = 'hostNetwork must be true if pod contains any hostProcess containers';
  return [
    ...containers
      .filter(({ own }) => pod !== undefined && own !== undefined && own !== pod)
      .map(({ own, at }) => invalid(at, own, words)),
    ...when(count > 0 && count !== containers.length, invalid(path, '', all)),
    ...when(count > 0 && spec.hostNetwork !== true, invalid(`${path}.hostNetwork`, false, network)),
    ...when(count > 0, forbiddenField(path, 'hostProcess containers are disallowed by cluster policy')),
  ];
}
