import { required, type FieldError } from '../../api/field-error.ts';
import type { ControllerRevision } from '../../data/types.ts';
import { immutableErrors } from '../common/metadata.ts';
import { negativeErrors } from '../common/numbers.ts';
import type { Strategy } from '../strategy.ts';

/** pkg/registry/apps/controllerrevision/strategy.go, pkg/apis/apps/validation. */
export const controllerRevisions: Strategy<ControllerRevision> = {
  validateCreate: (revision) => [...negativeErrors(revision.revision, 'revision'), ...dataErrors(revision)],
  validateUpdate: (revision, old) => [
    ...negativeErrors(revision.revision, 'revision'),
    ...immutableErrors(revision.data, old.data, 'data'),
  ],
};

function dataErrors({ data }: { readonly data: unknown }): FieldError[] {
  if (data === null || data === undefined) return [required('data', 'data is mandatory')];
  const isObject = typeof data === 'object' && !Array.isArray(data);
  return isObject ? [] : [required('data', 'data must be a valid JSON object')];
}
