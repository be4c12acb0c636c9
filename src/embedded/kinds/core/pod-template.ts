import type { FieldError } from '../../api/field-error.ts';
import type { PodTemplateSpec } from '../../data/types.ts';
import { annotationsErrors, labelsErrors } from '../common/metadata.ts';
import { defaultPodSpec } from './pod/pod-defaults.ts';

/** `SetDefaults_PodSpec` and all below it (pkg/apis/core/v1/defaults.go) on the template of a workload. */
export function defaultPodTemplate(template: PodTemplateSpec): void {
  if (template.spec) defaultPodSpec(template.spec);
}

/** `ValidatePodTemplateSpec` (pkg/apis/core/validation/validation.go). */
export function podTemplateErrors(template: PodTemplateSpec, path: string): FieldError[] {
  return [
    ...labelsErrors(template.metadata?.labels, `${path}.labels`),
    ...annotationsErrors(template.metadata?.annotations, `${path}.annotations`),
  ];
}
