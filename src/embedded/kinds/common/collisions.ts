import { invalid, type FieldError } from '../../api/field-error.ts';

/** `IsDecremented` (pkg/apis/core/validation) on the count of hash collisions that workloads keep in their status. */
export function collisionCountErrors(count: number | undefined, before: number | undefined): FieldError[] {
  if (before === undefined || (count !== undefined && count >= before)) return [];
  return [invalid('status.collisionCount', count ?? 0, 'cannot be decremented')];
}
