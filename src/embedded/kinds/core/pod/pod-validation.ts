import { forbiddenField, type FieldError } from '../../../api/field-error.ts';
import type { Pod, PodSpec } from '../../../data/types.ts';
import { negativeFieldsErrors } from '../../common/numbers.ts';
import { eachErrors, when } from './checks.ts';
import { imageSpaceErrors } from './container-validation.ts';
import { podAnnotationErrors } from './pod-annotations.ts';
import { podSpecErrors } from './pod-spec-validation.ts';
import { profileMismatchErrors } from './profile-validation.ts';

const NO_SPEC: PodSpec = { containers: [] };

/** `ValidatePodCreate` (pkg/apis/core/validation). */
export function podErrors(pod: Pod): FieldError[] {
  const { metadata, spec = NO_SPEC } = pod;
  const gated = 'cannot be set until all schedulingGates have been cleared';
  return [
    ...podAndSpecErrors(pod),
    ...when(
      (spec.ephemeralContainers?.length ?? 0) > 0,
      forbiddenField('spec.ephemeralContainers', 'cannot be set on create'),
    ),
    ...when(Boolean(spec.nodeName && spec.schedulingGates?.length), forbiddenField('spec.nodeName', gated)),
    ...profileMismatchErrors(metadata, spec, 'spec'),
  ];
}

/** `validatePodMetadataAndSpec`, without metadata's own rules. */
export function podAndSpecErrors({ metadata, spec = NO_SPEC }: Pod): FieldError[] {
  return [
    ...podAnnotationErrors(metadata.annotations, spec, 'metadata.annotations'),
    ...podSpecErrors(spec, metadata, 'spec'),
    ...tokenErrors(spec),
    ...negativeFieldsErrors(spec, ['terminationGracePeriodSeconds'], 'spec'),
    ...eachErrors(spec.containers, 'spec.containers', imageSpaceErrors),
    ...eachErrors(spec.initContainers, 'spec.initContainers', imageSpaceErrors),
  ];
}

/** Tokens are those of an account. */
function tokenErrors({ serviceAccountName, volumes }: PodSpec): FieldError[] {
  if (serviceAccountName) return [];
  const words = 'must not be specified when serviceAccountName is not set';
  return eachErrors(volumes, 'spec.volumes', ({ projected }, at) =>
    eachErrors(projected?.sources, `${at}.projected.sources`, ({ serviceAccountToken }, sourceAt) =>
      when(serviceAccountToken !== undefined, forbiddenField(`${sourceAt}.serviceAccountToken`, words)),
    ),
  );
}
