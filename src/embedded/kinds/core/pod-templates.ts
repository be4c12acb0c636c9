import type { FieldError } from '../../api/field-error.ts';
import type { PodTemplate } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { changedTemplateWarnings } from '../apps/template-warnings.ts';
import { nextGeneration } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { defaultPodTemplate, dropTemplateFields, podTemplateErrors } from './pod-template.ts';

/** pkg/registry/core/podtemplate/strategy.go. */
export const podTemplates: Strategy<PodTemplate> = {
  defaults({ template }) {
    if (template) defaultPodTemplate(template);
  },
  prepareForCreate({ metadata, template }) {
    if (template) dropTemplateFields(template);
    metadata.generation = 1;
  },
  validateCreate: templateErrors,
  prepareForUpdate(draft, old) {
    if (draft.template) dropTemplateFields(draft.template);
    if (!isEqualInMeaning(draft.template, old.template)) nextGeneration(draft, old);
  },
  validateUpdate: templateErrors,
  warnings: (object, old) => changedTemplateWarnings(object, old, object.template, 'template'),
};

function templateErrors({ template = {} }: PodTemplate): FieldError[] {
  return podTemplateErrors(template, 'template');
}
