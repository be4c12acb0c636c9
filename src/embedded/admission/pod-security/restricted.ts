import type { PodSpec } from '../../data/types.ts';
import { seccompProfile } from './baseline.ts';
import {
  containersOf,
  counted,
  distinct,
  hasOwnUsers,
  isForWindows,
  namesOf,
  plural,
  quoted,
  settersOf,
  type AnyContainer,
  type Check,
} from './containers.ts';

const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** check_allowPrivilegeEscalation.go */
export const allowPrivilegeEscalation: Check = (spec) => {
  if (isForWindows(spec)) return undefined;
  const names = namesOf(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  const detail = `${counted('container', names)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
};

/** check_capabilities_restricted.go */
export const capabilities: Check = (spec) => {
  if (isForWindows(spec)) return undefined;
  const keeping = namesOf(spec, (one) => !one.securityContext?.capabilities?.drop?.includes('ALL'));
  const adding = namesOf(spec, (one) => addedBy(one).length > 0);
  const added = quoted(distinct(containersOf(spec).flatMap(addedBy)));
  const details = [
    ...(keeping.length > 0
      ? [`${counted('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...(adding.length > 0
      ? [`${counted('container', adding)} must not include ${added} in securityContext.capabilities.add`]
      : []),
  ];
  return details.length === 0
    ? undefined
    : { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

function addedBy({ securityContext }: AnyContainer): string[] {
  return (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
}

/** check_restrictedVolumes.go */
export const restrictedVolumes: Check = ({ volumes = [] }) => {
  const bad = volumes.flatMap(({ name, ...sources }) => {
    const kinds = Object.keys(sources);
    return kinds.some((kind) => VOLUMES.includes(kind)) ? [] : [{ name, kind: kinds[0] ?? 'unknown' }];
  });
  if (bad.length === 0) return undefined;
  const kinds = distinct(bad.map(({ kind }) => kind));
  const names = bad.map(({ name }) => name);
  const what = `${plural('uses', names, 'use')} ${plural('restricted volume type', kinds)} ${quoted(kinds)}`;
  return { reason: 'restricted volume types', detail: `${counted('volume', names)} ${what}` };
};

/** check_runAsNonRoot.go */
export const runAsNonRoot: Check = (spec) => {
  if (hasOwnUsers(spec)) return undefined;
  const reason = 'runAsNonRoot != true';
  const setters = settersOf(spec, (security) => security.runAsNonRoot === false);
  if (setters.length > 0) {
    return { reason, detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false` };
  }
  const names = silentOf(spec, 'runAsNonRoot');
  if (names.length === 0) return undefined;
  return {
    reason,
    detail: `pod or ${counted('container', names)} must set securityContext.runAsNonRoot=true`,
  };
};

/** check_runAsUser.go */
export const runAsUser: Check = (spec) => {
  if (hasOwnUsers(spec)) return undefined;
  const setters = settersOf(spec, (security) => security.runAsUser === 0);
  if (setters.length === 0) return undefined;
  return { reason: 'runAsUser=0', detail: `${setters.join(' and ')} must not set runAsUser=0` };
};

/** check_seccompProfile_restricted.go */
export const seccompRequired: Check = (spec, metadata) => {
  if (isForWindows(spec)) return undefined;
  const wrong = seccompProfile(spec, metadata);
  if (wrong) return wrong;
  const names = silentOf(spec, 'seccompProfile');
  if (names.length === 0) return undefined;
  const what = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason: 'seccompProfile', detail: `pod or ${counted('container', names)} ${what}` };
};

/** The containers that do not say it, where the pod does not say it for them. */
function silentOf(spec: PodSpec, field: 'runAsNonRoot' | 'seccompProfile'): string[] {
  if (spec.securityContext?.[field] !== undefined) return [];
  return namesOf(spec, ({ securityContext }) => securityContext?.[field] === undefined);
}
