import { invalid, type FieldError } from '../../api/field-error.ts';
import type { ResourceClaimTemplate, ResourceResourceClaim } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { declaredImmutableErrors } from '../common/declared.ts';
import { internalForm } from '../common/internal-form.ts';
import { keepMetadata, keepSpec, keepStatus } from '../common/spec-and-status.ts';
import { templateMetadataErrors } from '../common/template-metadata.ts';
import type { Strategy } from '../strategy.ts';
import { claimSpecErrors, defaultClaimSpec } from './claim-spec.ts';

/** pkg/registry/resource/resourceclaim/strategy.go, pkg/apis/resource/v1/defaults.go, pkg/apis/resource/validation. */
export const resourceClaims: Strategy<ResourceResourceClaim> = {
  defaults({ spec }) {
    if (spec) defaultClaimSpec(spec);
  },
  prepareForCreate(draft) {
    delete draft.status;
  },
  validateCreate: ({ spec }) => claimSpecErrors(spec ?? {}, 'spec'),
  prepareForUpdate: keepStatus,
  validateUpdate: ({ spec }, old) => declaredImmutableErrors(spec, old.spec, 'spec'),
  status: {
    prepareForUpdate(draft, old) {
      keepSpec(draft, old);
      keepMetadata(draft, old);
    },
  },
};

/** pkg/registry/resource/resourceclaimtemplate/strategy.go. */
export const resourceClaimTemplates: Strategy<ResourceClaimTemplate> = {
  defaults({ spec }) {
    if (spec?.spec) defaultClaimSpec(spec.spec);
  },
  validateCreate: templateErrors,
  validateUpdate: (template, old) => [
    ...templateErrors(template),
    ...(isEqualInMeaning(template.spec, old.spec)
      ? []
      : [
          invalid(
            'spec',
            internalForm(template.spec, 'resource/v1.ResourceClaimTemplateSpec'),
            'field is immutable',
          ),
        ]),
  ],
};

/** `validateResourceClaimTemplateSpec`. */
function templateErrors({ spec = {} }: ResourceClaimTemplate): FieldError[] {
  return [
    ...templateMetadataErrors(spec.metadata ?? {}, 'spec.metadata'),
    ...claimSpecErrors(spec.spec ?? {}, 'spec.spec'),
  ];
}
