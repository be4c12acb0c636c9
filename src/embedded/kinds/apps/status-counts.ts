import { invalid, type FieldError } from '../../api/field-error.ts';

/** There cannot be more of `fields` than there are replicas. */
export function tooManyErrors<K extends string>(
  status: { readonly [field in K]?: number } & { readonly replicas?: number },
  fields: readonly K[],
): FieldError[] {
  const { replicas = 0 } = status;
  return fields
    .map((field) => [`status.${field}`, status[field] ?? 0] as const)
    .filter(([, count]) => count > replicas)
    .map(([path, count]) => invalid(path, count, 'cannot be greater than status.replicas'));
}

/** What is available is ready. */
export function readyErrors(
  { availableReplicas = 0, readyReplicas = 0 }: { availableReplicas?: number; readyReplicas?: number },
  words: string,
): FieldError[] {
  return availableReplicas > readyReplicas
    ? [invalid('status.availableReplicas', availableReplicas, words)]
    : [];
}
