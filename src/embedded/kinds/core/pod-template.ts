import { forbiddenField, type FieldError } from '../../api/field-error.ts';
import type { PodSpec, PodTemplateSpec } from '../../data/types.ts';
import { annotationsErrors, labelsErrors } from '../common/metadata.ts';
import { dropDisabledFields } from './pod/disabled-fields.ts';
import { podAnnotationErrors } from './pod/pod-annotations.ts';
import { defaultPodSpec } from './pod/pod-defaults.ts';
import { podSpecErrors } from './pod/pod-spec-validation.ts';
import { profileMismatchErrors } from './pod/profile-validation.ts';

/** `SetDefaults_PodSpec` and all below it (pkg/apis/core/v1/defaults.go) on the template of a workload. */
export function defaultPodTemplate(template: PodTemplateSpec): void {
  if (template.spec) defaultPodSpec(template.spec);
}

/** `DropDisabledTemplateFields` (pkg/api/pod/util.go): for `prepareForCreate` and `prepareForUpdate` of workloads. */
export function dropTemplateFields({ spec, metadata }: PodTemplateSpec): void {
  if (spec) dropDisabledFields(spec, metadata?.annotations);
}

/** `ValidatePodTemplateSpec` (pkg/apis/core/validation/validation.go). */
export function podTemplateErrors(template: PodTemplateSpec, path: string): FieldError[] {
  const { metadata = {}, spec = emptySpec() } = template;
  const words = 'ephemeral containers not allowed in pod template';
  return [
    ...labelsErrors(metadata.labels, `${path}.labels`),
    ...annotationsErrors(metadata.annotations, `${path}.annotations`),
    ...podAnnotationErrors(metadata.annotations, spec, `${path}.annotations`),
    ...podSpecErrors(spec, undefined, `${path}.spec`),
    ...profileMismatchErrors(metadata, spec, `${path}.spec`),
    ...(spec.ephemeralContainers?.length ? [forbiddenField(`${path}.spec.ephemeralContainers`, words)] : []),
  ];
}

/** What Go makes of a spec that is missing. */
function emptySpec(): PodSpec {
  const spec = { containers: [] };
  defaultPodSpec(spec);
  return spec;
}
