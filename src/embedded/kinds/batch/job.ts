import type { Job, JobSpec } from '../../data/types.ts';
import { podNameWarnings } from '../apps/name-warnings.ts';
import { changedTemplateWarnings } from '../apps/template-warnings.ts';
import { beginGenerations, keepSpec, raiseGeneration } from '../common/spec-and-status.ts';
import { defaultPodTemplate, dropTemplateFields } from '../core/pod-template.ts';
import type { Strategy } from '../strategy.ts';
import { generateSelector, generatedSelectorErrors } from './generated-selector.ts';
import { jobSpecErrors, nameErrorsOfIndexes } from './job-spec-validation.ts';
import { jobStatusErrors } from './job-status-validation.ts';
import { jobSpecUpdateErrors } from './job-update-validation.ts';

const MAX_INT32 = 2 ** 31 - 1;
const MANY_COMPLETIONS = 100_000;
const MANY_AT_ONCE = 10_000;

/** pkg/registry/batch/job/strategy.go, pkg/apis/batch/v1/defaults.go, pkg/apis/batch/validation. */
export const jobs: Strategy<Job> = {
  defaults(draft) {
    const { metadata, spec } = draft;
    if (!spec) return;
    defaultSpec(spec);
    const labels = spec.template.metadata?.labels;
    // the same map: labels that the template gets with its generated selector are then the job's, too
    if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = labels;
  },
  prepareForCreate(draft) {
    if (draft.spec) dropTemplateFields(draft.spec.template);
    if (draft.spec?.manualSelector !== true) generateSelector(draft);
    beginGenerations(draft);
    delete draft.spec?.scheduling;
  },
  validateCreate: (job) => [
    ...generatedSelectorErrors(job),
    ...jobSpecErrors(specOf(job)),
    ...nameErrorsOfIndexes(job),
  ],
  prepareForUpdate(draft, old) {
    if (draft.spec) dropTemplateFields(draft.spec.template);
    delete draft.spec?.scheduling;
    raiseGeneration(draft, old);
  },
  validateUpdate: (job, old) => [...jobSpecUpdateErrors(job, old), ...nameErrorsOfIndexes(job)],
  status: { prepareForUpdate: keepSpec, validateUpdate: jobStatusErrors },
  warnings: (job, old) => [
    ...(old ? [] : podNameWarnings(job.metadata.name)),
    ...(job.metadata.generation === old?.metadata.generation ? [] : specWarnings(specOf(job))),
    ...changedTemplateWarnings(job, old, job.spec?.template),
  ],
  fields: ({ status }) => ({ 'status.successful': String(status?.succeeded ?? 0) }),
  orphansByDefault: true,
  // deleteOptionWarnings of pkg/registry/batch/job/storage/storage.go
  propagationWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
};

/** `SetDefaults_Job`. */
function defaultSpec(spec: JobSpec): void {
  defaultPodTemplate(spec.template);
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  spec.manualSelector ??= false;
  const patterns = (spec.podFailurePolicy?.rules ?? []).flatMap(
    ({ onPodConditions = [] }) => onPodConditions,
  );
  for (const pattern of patterns) pattern.status ||= 'True';
}

/** `WarningsForJobSpec` (pkg/api/job/warnings.go). */
function specWarnings({ completionMode, completions = 0, parallelism = 0 }: JobSpec): string[] {
  const isVast = completions > MANY_COMPLETIONS && parallelism > MANY_AT_ONCE;
  if (completionMode !== 'Indexed' || !isVast) return [];
  return [
    'spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail',
  ];
}

function specOf({ spec = { template: {} } }: Job): JobSpec {
  return spec;
}
