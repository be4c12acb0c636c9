import type { Job, Pod, PodTemplateSpec } from '../../data/types.ts';
import { nameOf } from '../runtime/owners.ts';
import { msOf } from '../../../api/times.ts';
import { isActive } from '../workloads/pods.ts';

/** Keeps a finished pod until the job has counted it. */
export const TRACKING = 'batch.kubernetes.io/job-tracking';
const INDEX = 'batch.kubernetes.io/job-completion-index';

export function isIndexed({ spec }: Job): boolean {
  return spec?.completionMode === 'Indexed';
}

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING) ?? false;
}

/** The completion index of a pod of an indexed job. */
export function indexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[INDEX] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** `isPodFailed`: a pod that is deleted before it succeeds counts as failed, unless only failed ones are replaced. */
export function hasFailed({ status, metadata }: Pod, job: Job): boolean {
  if (status?.phase === 'Failed') return true;
  if (job.spec?.podReplacementPolicy === 'Failed') return false;
  return metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded';
}

/** When a pod ended, in milliseconds (`getFinishedTime`). */
export function finishedAt({ status, metadata }: Pod): number {
  const ends = (status?.containerStatuses ?? []).map(({ state }) => msOf(state?.terminated?.finishedAt));
  if (ends.length > 0 && ends.every((end) => end > 0)) return Math.max(...ends);
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'False') return msOf(ready.lastTransitionTime);
  return msOf(metadata.deletionTimestamp ?? metadata.creationTimestamp);
}

/** The job's pod template for the pod of an index, or for any pod. */
export function templateFor({ spec }: Job, index: number | undefined, name: string): PodTemplateSpec {
  const { metadata = {}, ...template } = spec?.template ?? {};
  const finalizers = [...new Set([...(metadata.finalizers ?? []), TRACKING])];
  if (index === undefined) return { ...template, metadata: { ...metadata, finalizers } };
  const value = String(index);
  const fieldPath = `metadata.annotations['${INDEX}']`;
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: fieldPath } } };
  const { containers = [], initContainers, ...rest } = template.spec ?? {};
  const withIndex = <T extends { env?: { name: string }[] }>(container: T): T =>
    container.env?.some((env) => env.name === variable.name)
      ? container
      : { ...container, env: [...(container.env ?? []), variable] };
  return {
    metadata: {
      ...metadata,
      finalizers,
      annotations: { ...metadata.annotations, [INDEX]: value },
      labels: { ...metadata.labels, [INDEX]: value },
    },
    spec: {
      ...rest,
      hostname: `${name}-${value}`,
      containers: containers.map(withIndex),
      ...(initContainers ? { initContainers: initContainers.map(withIndex) } : {}),
    },
  };
}

/** The first indexes that neither succeeded nor have a pod (`firstPendingIndexes`). */
export function pendingIndexes(
  job: Job,
  pods: readonly Pod[],
  done: ReadonlySet<number>,
  count: number,
): number[] {
  const taken = new Set(pods.filter(isActive).flatMap((pod) => indexOf(pod) ?? []));
  const pending: number[] = [];
  const completions = job.spec?.completions ?? 0;
  for (let index = 0; index < completions && pending.length < count; index += 1)
    if (!taken.has(index) && !done.has(index)) pending.push(index);
  return pending;
}

/** `0-2,4` → the indexes. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const range of (text ?? '').split(',').filter(Boolean)) {
    const [first = 0, last = first] = range.split('-').map(Number);
    for (let index = first; index <= last; index += 1) indexes.add(index);
  }
  return indexes;
}

/** The indexes as `0-2,4`: two in a row are written with a comma, three or more as a range. */
export function indexesText(indexes: ReadonlySet<number>): string {
  const runs: { first: number; last: number }[] = [];
  for (const index of [...indexes].toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run.last + 1 === index) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs
    .map(({ first, last }) =>
      first === last ? String(first) : `${String(first)}${last === first + 1 ? ',' : '-'}${String(last)}`,
    )
    .join(',');
}

/** Which pods go first when there are too many: those that have got least far. */
export function surplus(job: Job, active: readonly Pod[], count: number): Pod[] {
  if (count <= 0) return [];
  const seen = new Set<number>();
  const duplicates = isIndexed(job)
    ? active.filter((pod) => {
        const index = indexOf(pod) ?? -1;
        return seen.has(index) || !seen.add(index);
      })
    : [];
  const rest = active.filter((pod) => !duplicates.includes(pod));
  const ordered = rest.toSorted((a, b) => progress(a) - progress(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
  return [...duplicates, ...ordered].slice(0, count);
}

function progress({ spec, status }: Pod): number {
  const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return (spec?.nodeName ? 1 : 0) + (status?.phase === 'Running' ? 2 : 0) + (isReady ? 4 : 0);
}
