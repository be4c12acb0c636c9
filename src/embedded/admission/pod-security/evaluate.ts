import type { ObjectMeta, PodSpec } from '../../data/types.ts';
import * as baseline from './baseline.ts';
import type { Check, Violation } from './containers.ts';
import type { LevelVersion } from './policy.ts';
import * as restricted from './restricted.ts';

interface Rule {
  readonly check: Check;
  /** The first minor version of the policies that has it. */
  readonly since: number;
  /** Not asked by the restricted policies from this version on: they have a stricter one. */
  readonly replacedSince?: number;
}

/** In the order of upstream's names for them. */
const BASELINE: readonly Rule[] = [
  { check: baseline.appArmorProfile, since: 0 },
  { check: baseline.capabilities, since: 0, replacedSince: 22 },
  { check: baseline.hostNamespaces, since: 0 },
  { check: baseline.hostPathVolumes, since: 0, replacedSince: 0 },
  { check: baseline.hostPorts, since: 0 },
  { check: baseline.hostProbes, since: 34 },
  { check: baseline.privileged, since: 0 },
  { check: baseline.procMount, since: 0, replacedSince: 35 },
  { check: baseline.seLinuxOptions, since: 0 },
  { check: baseline.seccompProfile, since: 19, replacedSince: 19 },
  { check: baseline.sysctls, since: 0 },
  { check: baseline.windowsHostProcess, since: 0 },
];
const RESTRICTED: readonly Rule[] = [
  { check: restricted.allowPrivilegeEscalation, since: 8 },
  { check: restricted.capabilities, since: 22 },
  { check: baseline.procMountAlways, since: 35 },
  { check: restricted.restrictedVolumes, since: 0 },
  { check: restricted.runAsNonRoot, since: 0 },
  { check: restricted.runAsUser, since: 23 },
  { check: restricted.seccompRequired, since: 19 },
];

/**
 * What a policy has against a pod, the baseline's rules first (pod-security-admission/policy). A rule is that of the newest version, in every
 * version of the policies that has it.
 */
export function violations({ level, minor }: LevelVersion, metadata: ObjectMeta, spec: PodSpec): Violation[] {
  if (level === 'privileged') return [];
  const rules =
    level === 'baseline' ? BASELINE : [...BASELINE.filter((rule) => !isReplaced(rule, minor)), ...RESTRICTED];
  return rules.flatMap(({ check, since }) => (since <= minor ? (check(spec, metadata) ?? []) : []));
}

function isReplaced({ replacedSince }: Rule, minor: number): boolean {
  return replacedSince !== undefined && replacedSince <= minor;
}

/** `host namespaces (hostPID=true), privileged (container "a" must not …)` */
export function detailsText(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}
