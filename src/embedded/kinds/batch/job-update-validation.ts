import { invalid, type FieldError } from '../../api/field-error.ts';
import type { Affinity, Container, Job, JobSpec, PodSpec, PodTemplateSpec } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { internalForm } from '../common/internal-form.ts';
import { isTrue } from './job-conditions.ts';
import { jobSpecErrors } from './job-spec-validation.ts';

/** What stays as it was created, with its type where that has no name in JSON. */
const IMMUTABLE = [
  ['completionMode', 'string'],
  ['podFailurePolicy', '*batch/v1.PodFailurePolicy'],
  ['backoffLimitPerIndex', '*int32'],
  ['managedBy', '*string'],
  ['successPolicy', '*batch/v1.SuccessPolicy'],
] as const;

/** `ValidateJobSpecUpdate` (pkg/apis/batch/validation). */
export function jobSpecUpdateErrors({ spec }: Job, old: Job): FieldError[] {
  const before = old.spec;
  if (!spec || !before) return [];
  return [
    ...jobSpecErrors(spec),
    ...completionsErrors(spec, before, 'spec.completions'),
    ...changed(spec.selector, before.selector, 'spec.selector', 'meta/v1.LabelSelector'),
    ...templateErrors(spec.template, old, before, 'spec.template'),
    ...IMMUTABLE.flatMap(([field, type]) => changed(spec[field], before[field], `spec.${field}`, type)),
  ];
}

/** `ValidateImmutableField`, for what has other names inside. */
function changed(value: unknown, old: unknown, path: string, type: string): FieldError[] {
  return isEqualInMeaning(value, old) ? [] : [invalid(path, internalForm(value, type), 'field is immutable')];
}

/** `validateCompletions`: an indexed job may grow and shrink, all at once. */
function completionsErrors(spec: JobSpec, { completions: before }: JobSpec, path: string): FieldError[] {
  const { completions, parallelism } = spec;
  if (completions === before) return [];
  if (spec.completionMode !== 'Indexed') return [invalid(path, completions, 'field is immutable')];
  if (completions === undefined || completions === parallelism) return [];
  return [invalid(path, completions, 'can only be modified in tandem with spec.parallelism')];
}

/** `validatePodTemplateUpdate`: a job that waits without pods may still be told where its pods shall run, and how big they are. */
function templateErrors(
  template: PodTemplateSpec,
  old: Job,
  { suspend, template: before }: JobSpec,
  path: string,
): FieldError[] {
  const isIdle = suspend === true && hasNotStarted(old);
  if (!isIdle) return changed(template, before, path, 'core/v1.PodTemplateSpec');
  const placed = withPlaces(before, template).spec;
  const allowed = placed && asJson(withSizes(placed, template.spec));
  return changed(asSent(template.spec), allowed, `${path}.spec`, 'core/v1.PodSpec');
}

/** Who names no containers leaves them out: defaults made an empty list of that. */
function asSent(spec: PodSpec | undefined): object | undefined {
  return spec && (spec.containers.length > 0 ? spec : { ...spec, containers: null });
}

/** `shouldAllowMutablePodTemplate` (pkg/registry/batch/job/strategy.go). */
function hasNotStarted({ status = {} }: Job): boolean {
  const { startTime, active = 0 } = status;
  return active === 0 && (startTime === undefined || isTrue(status, 'Suspended'));
}

/** The old template with the new one's directives for the scheduler. */
function withPlaces(old: PodTemplateSpec, { metadata = {}, spec }: PodTemplateSpec): PodTemplateSpec {
  const { labels, annotations } = metadata;
  const { nodeSelector, tolerations, schedulingGates } = spec ?? {};
  const affinity = withNodeAffinity(old.spec?.affinity, spec?.affinity);
  return {
    ...old,
    metadata: { ...old.metadata, labels, annotations },
    spec: { containers: [], ...old.spec, affinity, nodeSelector, tolerations, schedulingGates },
  };
}

function withNodeAffinity(old: Affinity | undefined, affinity: Affinity | undefined): Affinity | undefined {
  if (affinity) return { ...old, nodeAffinity: affinity.nodeAffinity };
  const { nodeAffinity: _nodeAffinity, ...rest } = old ?? {};
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** The old pod with the resources of the new one's containers. */
function withSizes(old: PodSpec, spec: PodSpec | undefined): PodSpec {
  return {
    ...old,
    containers: resized(old.containers, spec?.containers) ?? [],
    initContainers: resized(old.initContainers, spec?.initContainers),
  };
}

function resized(
  old: readonly Container[] | undefined,
  containers: readonly Container[] | undefined,
): Container[] | undefined {
  return old?.map((container, index) => {
    const other = containers?.length === old.length ? containers[index] : undefined;
    return other?.name === container.name ? { ...container, resources: other.resources } : container;
  });
}

/** Without the members that are undefined. */
function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
