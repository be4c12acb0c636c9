import type { Pod, Taint, Toleration } from '../../api/types.ts';

/** The first taint that keeps the pod off: NoSchedule or NoExecute, and not tolerated (component-helpers/scheduling/corev1, `FindMatchingUntoleratedTaint`). */
export function untoleratedTaint(pod: Pod, taints: readonly Taint[] | undefined): Taint | undefined {
  return taints?.find(
    (taint) => taint.effect !== 'PreferNoSchedule' && !toleratesTaint(pod.spec.tolerations, taint),
  );
}

/**
 * Whether one of the tolerations tolerates the taint (component-helpers/scheduling/corev1, `TolerationsTolerateTaint`):
 * an empty effect or key matches all, operator Exists matches any value, Equal (the default) compares values.
 */
export function toleratesTaint(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;
}

function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator || 'Equal') {
    case 'Exists':
      return true;
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    default:
      // Lt and Gt are alpha in 1.37 and off
      return false;
  }
}
