import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { Job } from '../../data/types.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import { labelValueErrors } from '../../../api/names.ts';
import { isReadable } from '../apps/pods-of.ts';

const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';
const JOB_NAME = 'batch.kubernetes.io/job-name';
/** From before labels of Kubernetes had a prefix. */
const LEGACY_CONTROLLER_UID = 'controller-uid';
const LEGACY_JOB_NAME = 'job-name';

/**
 * Labels for the pods of a job that no other pods have, and a selector for them (`generateSelector`, pkg/registry/batch/job/strategy.go).
 * What is there already stays: validation refuses what does not fit.
 */
export function generateSelector(draft: Job): void {
  const { metadata, spec } = draft;
  if (!spec) return;
  const template = (spec.template.metadata ??= {});
  const given = template.labels;
  template.labels = sorted({ ...Object.fromEntries(generatedLabels(draft)), ...given });
  // by default a job has the labels of its template; those that it gets from the store only are not looked at before
  const isFine = labelValueErrors(metadata.name ?? '').length === 0;
  if (metadata.labels ? metadata.labels === given : isFine) metadata.labels = template.labels;
  const selector = (spec.selector ??= {});
  selector.matchLabels = sorted({ [CONTROLLER_UID]: metadata.uid ?? '', ...selector.matchLabels });
}

/** `validateGeneratedSelector` (pkg/apis/batch/validation): selector and labels are the generated ones, where they are not the user's. */
export function generatedSelectorErrors(job: Job): FieldError[] {
  const { metadata, spec } = job;
  if (!spec?.selector || spec.manualSelector === true) return [];
  const expected = generatedLabels(job);
  const isGenerated =
    !isReadable(spec.selector) || selectorMatches(spec.selector, Object.fromEntries(expected));
  return [
    ...((metadata.uid ?? '') === '' ? [required('metadata.uid')] : []),
    ...expected.flatMap(([key, value]) => labelErrors(spec.template.metadata?.labels, key, value)),
    ...(isGenerated ? [] : [invalid('spec.selector', spec.selector, '`selector` not auto-generated')]),
  ];
}

/** `ValidateHasLabel` (pkg/apis/core/validation). */
function labelErrors(
  labels: Readonly<Record<string, string>> | undefined,
  key: string,
  value: string,
): FieldError[] {
  const path = `spec.template.metadata.labels[${key}]`;
  const words = `must be '${value}'`;
  const found = labels?.[key];
  if (found === undefined) return [required(path, words)];
  return found === value ? [] : [invalid(path, labels, words)];
}

function generatedLabels({ metadata: { name = '', uid = '' } }: Job): [key: string, value: string][] {
  return [
    [LEGACY_CONTROLLER_UID, uid],
    [LEGACY_JOB_NAME, name],
    [CONTROLLER_UID, uid],
    [JOB_NAME, name],
  ];
}

/** As Go writes maps. */
function sorted(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
