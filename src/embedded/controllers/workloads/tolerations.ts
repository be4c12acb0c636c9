import type { Taint, Toleration } from '../../data/types.ts';

/** `ToleratesTaint` (component-helpers/scheduling/corev1/helpers.go). */
export function tolerates(toleration: Toleration, { key, value = '', effect }: Taint): boolean {
  if (toleration.effect && toleration.effect !== effect) return false;
  if (toleration.key && toleration.key !== key) return false;
  switch (toleration.operator ?? 'Equal') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === value;
    case 'Exists':
      return true;
    case 'Lt':
      return areNumbers(value, toleration.value) && Number(value) < Number(toleration.value);
    case 'Gt':
      return areNumbers(value, toleration.value) && Number(value) > Number(toleration.value);
    default:
      return false;
  }
}

/** The first taint of these effects that none of the tolerations tolerates. */
export function untolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined {
  return taints?.find(
    (taint) =>
      effects.includes(taint.effect) && !tolerations?.some((toleration) => tolerates(toleration, taint)),
  );
}

function areNumbers(...texts: readonly (string | undefined)[]): boolean {
  return texts.every((text) => text !== undefined && /^-?(0|[1-9]\d*)$/.test(text));
}
