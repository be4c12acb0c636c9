import type { FieldError } from '../../../api/field-error.ts';
import type { PersistentVolumeClaimTemplate } from '../../../data/types.ts';
import { templateMetadataErrors } from '../../common/template-metadata.ts';
import { claimSpecErrors } from '../claim-spec-validation.ts';

/** `ValidatePersistentVolumeClaimTemplate` (pkg/apis/core/validation): the claim of a volume that lives as long as its pod. */
export function claimTemplateErrors(
  { metadata = {}, spec }: PersistentVolumeClaimTemplate,
  path: string,
): FieldError[] {
  return [...templateMetadataErrors(metadata, `${path}.metadata`), ...claimSpecErrors(spec, `${path}.spec`)];
}
