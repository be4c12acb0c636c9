import type { LifecycleHandler, SELinuxOptions } from '../../data/types.ts';
import {
  counted,
  distinct,
  hasOwnUsers,
  containersOf,
  namesOf,
  plural,
  quoted,
  securitiesOf,
  settersOf,
  type AnyContainer,
  type Check,
} from './containers.ts';

const CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
]);
const SELINUX_TYPES = new Set([
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const KNOWN_PROFILES = new Set(['RuntimeDefault', 'Localhost']);

/** check_appArmorProfile.go */
export const appArmorProfile: Check = (spec, { annotations = {} }) => {
  const bad = securitiesOf(spec).flatMap(({ appArmorProfile: profile }) =>
    profile && isUnknown(profile.type) ? [profile.type] : [],
  );
  const setters = settersOf(
    spec,
    ({ appArmorProfile: profile }) => profile !== undefined && isUnknown(profile.type),
  );
  const marks = Object.entries(annotations).filter(
    ([key, value]) =>
      key.startsWith(APPARMOR_ANNOTATION) && !/^(|runtime\/default|localhost\/.*)$/s.test(value),
  );
  if (marks.length > 0) setters.push(plural('annotation', marks));
  if (setters.length === 0) return undefined;
  const texts = marks.map(([key, value]) => `${key}=${JSON.stringify(value)}`).toSorted();
  const values = [...distinct(bad), ...texts];
  const detail = `${setters.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`;
  return { reason: plural('forbidden AppArmor profile', values), detail };
};

/** check_capabilities_baseline.go */
export const capabilities: Check = (spec) => {
  const names = namesOf(spec, (one) => addedBy(one).length > 0);
  if (names.length === 0) return undefined;
  const list = quoted(distinct(containersOf(spec).flatMap(addedBy)));
  const detail = `${counted('container', names)} must not include ${list} in securityContext.capabilities.add`;
  return { reason: 'non-default capabilities', detail };
};

/** check_hostNamespaces.go */
export const hostNamespaces: Check = (spec) => {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name] === true);
  if (shared.length === 0) return undefined;
  return { reason: 'host namespaces', detail: shared.map((name) => `${name}=true`).join(', ') };
};

/** check_hostPathVolumes.go */
export const hostPathVolumes: Check = ({ volumes = [] }) => {
  const names = volumes.filter(({ hostPath }) => hostPath).map(({ name }) => name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: counted('volume', names) };
};

/** check_hostPorts.go */
export const hostPorts: Check = (spec) => {
  const names = namesOf(spec, (one) => portsOf(one).length > 0);
  if (names.length === 0) return undefined;
  const ports = distinct(containersOf(spec).flatMap(portsOf));
  const uses = plural('uses', names, 'use');
  const detail = `${counted('container', names)} ${uses} ${plural('hostPort', ports)} ${ports.join(', ')}`;
  return { reason: 'hostPort', detail };
};

/** check_hostProbesAndhostLifecycle.go */
export const hostProbes: Check = (spec) => {
  const names = distinct(namesOf(spec, (one) => hostsOf(one).length > 0));
  if (names.length === 0) return undefined;
  const hosts = distinct(containersOf(spec).flatMap(hostsOf));
  const uses = plural('uses', names, 'use');
  const what = plural('probe or lifecycle host', hosts);
  return {
    reason: 'probe or lifecycle host',
    detail: `${counted('container', names)} ${uses} ${what} ${quoted(hosts)}`,
  };
};

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: AnyContainer): string[] {
  const handlers: (Pick<LifecycleHandler, 'httpGet' | 'tcpSocket'> | undefined)[] = [
    livenessProbe,
    readinessProbe,
    startupProbe,
    lifecycle?.postStart,
    lifecycle?.preStop,
  ];
  const hosts = handlers.flatMap((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host]);
  return hosts.flatMap((host) => (host ? [host] : []));
}

/** check_privileged.go */
export const privileged: Check = (spec) => {
  const names = namesOf(spec, ({ securityContext }) => securityContext?.privileged === true);
  if (names.length === 0) return undefined;
  const detail = `${counted('container', names)} must not set securityContext.privileged=true`;
  return { reason: 'privileged', detail };
};

/** check_procMount_baseline.go */
export const procMount: Check = (spec, metadata) =>
  hasOwnUsers(spec) ? undefined : procMountAlways(spec, metadata);

/** check_procMount_restricted.go */
export const procMountAlways: Check = (spec) => {
  const names = namesOf(spec, (one) => mountOf(one) !== 'Default');
  if (names.length === 0) return undefined;
  const mounts = distinct(
    containersOf(spec)
      .map(mountOf)
      .filter((mount) => mount !== 'Default'),
  );
  const detail = `${counted('container', names)} must not set securityContext.procMount to ${quoted(mounts)}`;
  return { reason: 'procMount', detail };
};

/** check_seLinuxOptions.go */
export const seLinuxOptions: Check = (spec) => {
  const setters = settersOf(
    spec,
    ({ seLinuxOptions: options }) => options !== undefined && isForbidden(options),
  );
  if (setters.length === 0) return undefined;
  const all = securitiesOf(spec).flatMap(({ seLinuxOptions: options }) => options ?? []);
  const types = distinct(all.flatMap(({ type = '' }) => (SELINUX_TYPES.has(type) ? [] : [type])));
  const data = [
    ...(types.length > 0 ? [counted('type', types)] : []),
    ...(all.some(({ user }) => user) ? ['user may not be set'] : []),
    ...(all.some(({ role }) => role) ? ['role may not be set'] : []),
  ];
  const what = 'set forbidden securityContext.seLinuxOptions';
  return { reason: 'seLinuxOptions', detail: `${setters.join(' and ')} ${what}: ${data.join('; ')}` };
};

/** check_seccompProfile_baseline.go */
export const seccompProfile: Check = (spec) => {
  const setters = settersOf(
    spec,
    (one) => one.seccompProfile !== undefined && isUnknown(one.seccompProfile.type),
  );
  if (setters.length === 0) return undefined;
  const bad = securitiesOf(spec).flatMap(({ seccompProfile: profile }) =>
    profile && isUnknown(profile.type) ? [profile.type] : [],
  );
  const what = 'must not set securityContext.seccompProfile.type to';
  return { reason: 'seccompProfile', detail: `${setters.join(' and ')} ${what} ${quoted(distinct(bad))}` };
};

/** check_sysctls.go */
export const sysctls: Check = ({ securityContext }) => {
  const names = (securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !SYSCTLS.has(name));
  return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') };
};

/** check_windowsHostProcess.go */
export const windowsHostProcess: Check = (spec) => {
  const setters = settersOf(spec, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
  if (setters.length === 0) return undefined;
  const detail = `${setters.join(' and ')} must not set securityContext.windowsOptions.hostProcess=true`;
  return { reason: 'hostProcess', detail };
};

function isUnknown(profile: string | undefined): boolean {
  return !KNOWN_PROFILES.has(profile ?? '');
}

function addedBy({ securityContext }: AnyContainer): string[] {
  return (securityContext?.capabilities?.add ?? []).filter((name) => !CAPABILITIES.has(name));
}

function portsOf({ ports = [] }: AnyContainer): string[] {
  return ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]));
}

function mountOf({ securityContext }: AnyContainer): string {
  return securityContext?.procMount ?? 'Default';
}

function isForbidden({ type = '', user = '', role = '' }: SELinuxOptions): boolean {
  return !SELINUX_TYPES.has(type) || user !== '' || role !== '';
}
