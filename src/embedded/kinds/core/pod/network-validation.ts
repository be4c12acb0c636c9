import { forbiddenField, invalid, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import type { HostAlias, PodDNSConfig, PodSpec } from '../../../data/types.ts';
import { ipErrors } from '../../common/ip-validation.ts';
import { dns1123SubdomainErrors } from '../../../../api/names.ts';
import { eachErrors, when, wordErrors } from './checks.ts';
import { allContainers } from './containers.ts';

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;
const MAX_HOSTNAME = 64;
const LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SEARCH = `${LABEL}(\\.${LABEL})*`;
const SEARCH_PATTERN = new RegExp(`^${SEARCH}$`);
const SEARCH_WORDS = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SEARCH}')`;

/** `validatePodDNSConfig` (pkg/apis/core/validation). */
export function dnsConfigErrors({ dnsPolicy, dnsConfig }: PodSpec, path: string): FieldError[] {
  if (dnsPolicy === 'None' && !dnsConfig?.nameservers?.length) {
    return [
      dnsConfig
        ? required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')
        : required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'),
    ];
  }
  return dnsConfig ? configErrors(dnsConfig, path) : [];
}

function configErrors(
  { nameservers = [], searches = [], options }: PodDNSConfig,
  path: string,
): FieldError[] {
  const characters = `${String(MAX_SEARCH_CHARACTERS)} characters (including spaces) in the search list`;
  return [
    ...when(
      nameservers.length > MAX_NAMESERVERS,
      invalid(`${path}.nameservers`, nameservers, tooManyWords(`${String(MAX_NAMESERVERS)} nameservers`)),
    ),
    ...eachErrors(nameservers, `${path}.nameservers`, (address, at) => ipErrors(address, at)),
    ...when(
      searches.length > MAX_SEARCHES,
      invalid(`${path}.searches`, searches, tooManyWords(`${String(MAX_SEARCHES)} search paths`)),
    ),
    ...when(
      searches.join(' ').length > MAX_SEARCH_CHARACTERS,
      invalid(`${path}.searches`, searches, tooManyWords(characters)),
    ),
    ...eachErrors(searches, `${path}.searches`, searchErrors),
    ...eachErrors(options, `${path}.options`, ({ name }, at) =>
      when(!name, required(at, 'must not be empty')),
    ),
  ];
}

/** `ValidateDNS1123SubdomainWithUnderScore`; a dot at the end, or alone, is fine. */
function searchErrors(search: string, path: string): FieldError[] {
  if (search === '.') return [];
  const name = search.endsWith('.') ? search.slice(0, -1) : search;
  return [
    ...when(name.length > 253, invalid(path, name, 'must be no more than 253 characters')),
    ...when(!SEARCH_PATTERN.test(name), invalid(path, name, SEARCH_WORDS)),
  ];
}

/** `ValidateHostAliases`. */
export function hostAliasesErrors(aliases: readonly HostAlias[] | undefined, path: string): FieldError[] {
  return eachErrors(aliases, path, ({ ip, hostnames }, at) => [
    ...ipErrors(ip, `${at}.ip`),
    ...eachErrors(hostnames, `${at}.hostnames`, (name, nameAt) =>
      wordErrors(dns1123SubdomainErrors(name), name, nameAt),
    ),
  ]);
}

/** `validatePodHostNetworkDeps`: on the node's own network a port is a port of the node. Templates may leave it out. */
export function hostNetworkErrors(spec: PodSpec, path: string, isPod: boolean): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  const words = 'must match `containerPort` when `hostNetwork` is true';
  return eachErrors(spec.containers, `${path}.containers`, ({ ports }, containerAt) =>
    eachErrors(ports, `${containerAt}.ports`, ({ hostPort = 0, containerPort }, at) =>
      when(
        (isPod || hostPort !== 0) && hostPort !== containerPort,
        invalid(`${at}.hostPort`, hostPort, words),
      ),
    ),
  );
}

/** `validateHostUsers`: with users of its own a pod shares nothing else with the node. */
export function hostUsersErrors(spec: PodSpec, path: string): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const words = 'when `hostUsers` is false';
  return [
    ...when(spec.hostNetwork === true, forbiddenField(`${path}.hostNetwork`, words)),
    ...when(spec.hostPID === true, forbiddenField(`${path}.HostPID`, words)),
    ...when(spec.hostIPC === true, forbiddenField(`${path}.HostIPC`, words)),
    ...allContainers(spec, path)
      .filter(({ container }) => container.volumeDevices?.length)
      .map(({ path: at }) => forbiddenField(`${at}.volumeDevices`, words)),
  ];
}

/** `validatePodHostName`. */
export function hostnameOverrideErrors(spec: PodSpec, path: string): FieldError[] {
  const { hostnameOverride: name } = spec;
  if (name === undefined) return [];
  const clash = (field: string): FieldError =>
    forbiddenField(path, `may not be specified when ${field} is true`);
  return [
    ...when(spec.setHostnameAsFQDN === true, clash('setHostnameAsFQDN')),
    ...when(spec.hostNetwork === true, clash('hostNetwork')),
    ...when(name.length > MAX_HOSTNAME, tooLong(path, MAX_HOSTNAME)),
    ...wordErrors(dns1123SubdomainErrors(name), name, path),
  ];
}

function tooManyWords(what: string): string {
  return `must not have more than ${what}`;
}
