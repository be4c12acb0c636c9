import type { AppArmorProfile, ObjectMeta, SeccompProfile } from '../../../../data/types.ts';
import { isEqualInMeaning } from '../../../../schema/json-tree.ts';
import { appArmorFromAnnotation } from '../app-armor-skew.ts';
import { APP_ARMOR_PREFIX, SECCOMP_CONTAINER, SECCOMP_POD } from '../profile-validation.ts';

const DEPRECATED: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod':
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

/** `deprecatedAnnotations` of pkg/api/pod/warnings.go; `path` is that of the annotations. */
export function annotationWarnings({ annotations = {} }: ObjectMeta, path: string): string[] {
  return Object.entries(DEPRECATED)
    .filter(([key]) => Object.hasOwn(annotations, key))
    .map(([key, words]) => `${path}[${key}]: ${words}`);
}

/** Of a pod, or of its container with that name: the annotation alone does nothing any more. */
export function seccompWarnings(
  { securityContext }: { readonly securityContext?: { readonly seccompProfile?: SeccompProfile } },
  { annotations = {} }: ObjectMeta,
  path: string,
  container?: string,
): string[] {
  const key = container === undefined ? SECCOMP_POD : `${SECCOMP_CONTAINER}${container}`;
  if (securityContext?.seccompProfile || !Object.hasOwn(annotations, key)) return [];
  return [`${path}[${key}]: non-functional in v1.27+; use the "seccompProfile" field instead`];
}

/** Of a container of a template at `path`; pods tell it when the annotation becomes the field. */
export function appArmorWarnings(
  {
    name,
    securityContext,
  }: { readonly name: string; readonly securityContext?: { readonly appArmorProfile?: AppArmorProfile } },
  ofPod: AppArmorProfile | undefined,
  { annotations = {} }: ObjectMeta,
  path: string,
): string[] {
  const key = `${APP_ARMOR_PREFIX}${name}`;
  const annotation = annotations[key];
  if (annotation === undefined || securityContext?.appArmorProfile) return [];
  if (ofPod && isEqualInMeaning(ofPod, appArmorFromAnnotation(annotation))) return [];
  return [appArmorWarning(`${path}.metadata.annotations`, key)];
}

/** What is said of an annotation that has a field now. */
export function appArmorWarning(path: string, key: string): string {
  return `${path}[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`;
}
