import { invalid, notSupported, required, tooLong, type FieldError } from '../../api/field-error.ts';
import type { Job, JobSpec } from '../../data/types.ts';
import { isReadable, unselectedErrors } from '../apps/pods-of.ts';
import { domainPrefixedPathErrors } from '../common/domain-path.ts';
import { internalForm } from '../common/internal-form.ts';
import { labelSelectorErrors } from '../common/label-selector.ts';
import { dns1123LabelErrors } from '../../../api/names.ts';
import { negativeFieldsErrors } from '../common/numbers.ts';
import { podTemplateErrors } from '../core/pod-template.ts';
import { indexedJobErrors } from './indexed-validation.ts';
import { podFailurePolicyErrors } from './pod-failure-policy.ts';
import { successPolicyErrors } from './success-policy.ts';

const INDEXED = 'Indexed';
const NON_INDEXED = 'NonIndexed';
const MAX_MANAGED_BY = 63;

/** `ValidateJobSpec` (pkg/apis/batch/validation): selector and template belong together. */
export function jobSpecErrors(spec: JobSpec): FieldError[] {
  const { selector, template } = spec;
  return [
    ...workErrors(spec),
    ...(selector ? labelSelectorErrors(selector, 'spec.selector') : [required('spec.selector')]),
    ...(isReadable(selector) ? unselectedErrors(selector, template, 'spec.template') : []),
  ];
}

/** `validateNameAllowsCompletions`: the pods of an indexed job carry its name and their index. */
export function nameErrorsOfIndexes({ metadata: { name = '' }, spec }: Job): FieldError[] {
  const { completionMode, completions = 0 } = spec ?? {};
  if (completionMode !== INDEXED || completions <= 0) return [];
  const longest = `${name}-${String(completions - 1)}`;
  if (dns1123LabelErrors(longest).length === 0) return [];
  const words = `will not able to create pod with invalid DNS label: ${longest}`;
  return [invalid('metadata.name', name, words)];
}

/** `validateJobSpec`. */
function workErrors(spec: JobSpec): FieldError[] {
  return [
    ...negativeFieldsErrors(
      spec,
      [
        'parallelism',
        'completions',
        'activeDeadlineSeconds',
        'backoffLimit',
        'ttlSecondsAfterFinished',
        'backoffLimitPerIndex',
        'maxFailedIndexes',
      ],
      'spec',
    ),
    ...(spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [required('spec.backoffLimitPerIndex', 'when maxFailedIndexes is specified')]
      : []),
    ...managedByErrors(spec.managedBy, 'spec.managedBy'),
    ...completionModeErrors(spec, 'spec'),
    ...(spec.podFailurePolicy ? podFailurePolicyErrors(spec, 'spec.podFailurePolicy') : []),
    ...policyOfSuccessErrors(spec, 'spec.successPolicy'),
    ...replacementErrors(spec, 'spec.podReplacementPolicy'),
    ...podTemplateErrors(spec.template, 'spec.template'),
    ...restartErrors(spec, 'spec.template.spec.restartPolicy'),
  ];
}

function managedByErrors(managedBy: string | undefined, path: string): FieldError[] {
  if (managedBy === undefined) return [];
  return [
    ...domainPrefixedPathErrors(managedBy, path),
    ...(Buffer.byteLength(managedBy) > MAX_MANAGED_BY ? [tooLong(path, MAX_MANAGED_BY)] : []),
  ];
}

function completionModeErrors(spec: JobSpec, path: string): FieldError[] {
  const { completionMode = NON_INDEXED } = spec;
  if (completionMode === INDEXED) return indexedJobErrors(spec, path);
  if (completionMode === NON_INDEXED) {
    return (['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
      .filter((field) => spec[field] !== undefined)
      .map((field) => invalid(`${path}.${field}`, spec[field], 'requires indexed completion mode'));
  }
  return [notSupported(`${path}.completionMode`, completionMode, [NON_INDEXED, INDEXED])];
}

function policyOfSuccessErrors(spec: JobSpec, path: string): FieldError[] {
  const { successPolicy, completionMode } = spec;
  if (!successPolicy) return [];
  if (completionMode === INDEXED) return successPolicyErrors(spec, path);
  const shown = internalForm(successPolicy, 'batch/v1.SuccessPolicy');
  return [invalid(path, shown, 'requires indexed completion mode')];
}

/** `validatePodReplacementPolicy`. */
function replacementErrors(
  { podReplacementPolicy: policy, podFailurePolicy }: JobSpec,
  path: string,
): FieldError[] {
  if (policy === undefined) return [];
  const known = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  return known.includes(policy) ? [] : [notSupported(path, policy, known)];
}

/** A job ends some time: its pods may not run for ever. */
function restartErrors({ template, podFailurePolicy }: JobSpec, path: string): FieldError[] {
  const { restartPolicy = '' } = template.spec ?? {};
  const known = ['OnFailure', 'Never'];
  if (['', 'Always'].includes(restartPolicy)) return [required(path, 'valid values: "OnFailure", "Never"')];
  if (!known.includes(restartPolicy)) return [notSupported(path, restartPolicy, known)];
  return podFailurePolicy && restartPolicy !== 'Never'
    ? [invalid(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}
