import { forbiddenField, invalid, type FieldError } from '../../../api/field-error.ts';
import type { Pod, PodSpec } from '../../../data/types.ts';
import { when } from './checks.ts';
import { APP_ARMOR_PREFIX, profileAnnotationErrors } from './profile-validation.ts';
import { MIRROR_ANNOTATION } from './words.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

type Annotations = Readonly<Record<string, string>>;

/** `ValidatePodSpecificAnnotations` (pkg/apis/core/validation), but for tolerations, which are a field since long; `path` is the annotations'. */
export function podAnnotationErrors(
  annotations: Annotations | undefined,
  spec: PodSpec,
  path: string,
): FieldError[] {
  if (!annotations) return [];
  const { [MIRROR_ANNOTATION]: mirror, [DELETION_COST]: cost } = annotations;
  const unbound = 'must set spec.nodeName if mirror pod annotation is set';
  return [
    ...when(
      mirror !== undefined && !spec.nodeName,
      invalid(`${path}[${MIRROR_ANNOTATION}]`, mirror, unbound),
    ),
    ...when(
      cost !== undefined && !isCost(cost),
      invalid(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer'),
    ),
    ...profileAnnotationErrors(annotations, spec, path),
  ];
}

/** `GetDeletionCostFromPodAnnotations`: no plus sign, no leading zeros but behind a minus. */
function isCost(text: string): boolean {
  if (!/^(?:-\d+|0|[1-9]\d*)$/.test(text)) return false;
  return Number(text) >= INT32.min && Number(text) <= INT32.max;
}

/** `ValidatePodSpecificAnnotationUpdates`: what stays as it was made. */
export function podAnnotationUpdateErrors(pod: Pod, old: Pod, path: string): FieldError[] {
  const { annotations = {} } = pod.metadata;
  const before = old.metadata.annotations ?? {};
  const changed = Object.entries(before).filter(([key, value]) => annotations[key] !== value);
  const added = Object.keys(annotations).filter((key) => before[key] === undefined);
  return [
    ...changed.flatMap(([key]) => fixedErrors(key, 'remove or update', path)),
    ...added.flatMap((key) => fixedErrors(key, 'add', path)),
    ...podAnnotationErrors(annotations, pod.spec ?? { containers: [] }, path),
  ];
}

function fixedErrors(key: string, change: string, path: string): FieldError[] {
  const at = `${path}[${key}]`;
  return [
    ...when(key.startsWith(APP_ARMOR_PREFIX), forbiddenField(at, `may not ${change} AppArmor annotations`)),
    ...when(key === MIRROR_ANNOTATION, forbiddenField(at, `may not ${change} mirror pod annotation`)),
  ];
}
