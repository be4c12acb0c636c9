import { forbiddenField, type FieldError } from '../../../api/field-error.ts';
import type { PersistentVolumeClaimTemplate } from '../../../data/types.ts';
import { annotationsErrors, labelsErrors } from '../../common/metadata.ts';
import { claimSpecErrors } from '../claim-spec-validation.ts';

const ALLOWED = ['labels', 'annotations'];

/** `ValidatePersistentVolumeClaimTemplate` (pkg/apis/core/validation): the claim of a volume that lives as long as its pod. */
export function claimTemplateErrors(
  { metadata = {}, spec }: PersistentVolumeClaimTemplate,
  path: string,
): FieldError[] {
  const others = Object.keys(metadata).filter((field) => !ALLOWED.includes(field));
  return [
    ...annotationsErrors(metadata.annotations, `${path}.metadata.annotations`),
    ...labelsErrors(metadata.labels, `${path}.metadata.labels`),
    ...others.map((field) => forbiddenField(`${path}.metadata.${field}`, 'cannot be set')),
    ...claimSpecErrors(spec, `${path}.spec`),
  ];
}
