import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  Job,
  JobStatus,
  PodDisruptionBudget,
  PodTemplate,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../data/types.ts';
import { printer, type Printers, type Since } from './cells.ts';
import { humanDuration } from './human-duration.ts';
import { containersText, labelsText, selectorText } from './words.ts';

/** What runs pods, and what guards them. */
export const WORKLOADS: Printers = {
  podtemplates: printer<PodTemplate>(({ metadata: { name = '' }, template }) => [
    name,
    ...containersText(template?.spec?.containers),
    labelsText(template?.metadata?.labels),
  ]),
  replicationcontrollers: printer<ReplicationController>(({ metadata, spec, status }, since) => [
    metadata.name ?? '',
    spec?.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    since(metadata.creationTimestamp),
    ...containersText(spec?.template?.spec?.containers),
    labelsText(spec?.selector),
  ]),
  'replicasets.apps': printer<ReplicaSet>(({ metadata, spec, status }, since) => [
    metadata.name ?? '',
    spec?.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    since(metadata.creationTimestamp),
    ...containersText(spec?.template?.spec?.containers),
    selectorText(spec?.selector) || '<none>',
  ]),
  'deployments.apps': printer<Deployment>(({ metadata, spec, status }, since) => [
    metadata.name ?? '',
    `${String(status?.readyReplicas ?? 0)}/${String(spec?.replicas ?? 0)}`,
    status?.updatedReplicas ?? 0,
    status?.availableReplicas ?? 0,
    since(metadata.creationTimestamp),
    ...containersText(spec?.template.spec?.containers),
    selectorText(spec?.selector),
  ]),
  'statefulsets.apps': printer<StatefulSet>(({ metadata, spec, status }, since) => [
    metadata.name ?? '',
    `${String(status?.readyReplicas ?? 0)}/${String(spec?.replicas ?? 0)}`,
    since(metadata.creationTimestamp),
    ...containersText(spec?.template.spec?.containers),
  ]),
  'daemonsets.apps': printer<DaemonSet>(({ metadata, spec, status }, since) => [
    metadata.name ?? '',
    status?.desiredNumberScheduled ?? 0,
    status?.currentNumberScheduled ?? 0,
    status?.numberReady ?? 0,
    status?.updatedNumberScheduled ?? 0,
    status?.numberAvailable ?? 0,
    labelsText(spec?.template.spec?.nodeSelector),
    since(metadata.creationTimestamp),
    ...containersText(spec?.template.spec?.containers),
    selectorText(spec?.selector) || '<none>',
  ]),
  'controllerrevisions.apps': printer<ControllerRevision>((object, since) => [
    object.metadata.name ?? '',
    controllerOf(object),
    object.revision ?? 0,
    since(object.metadata.creationTimestamp),
  ]),
  'jobs.batch': printer<Job>((job, since) => [
    job.metadata.name ?? '',
    jobState(job),
    completions(job),
    duration(job.status, since),
    since(job.metadata.creationTimestamp),
    ...containersText(job.spec?.template.spec?.containers),
    selectorText(job.spec?.selector) || '<none>',
  ]),
  'poddisruptionbudgets.policy': printer<PodDisruptionBudget>(({ metadata, spec, status }, since) => [
    metadata.name ?? '',
    String(spec?.minAvailable ?? 'N/A'),
    String(spec?.maxUnavailable ?? 'N/A'),
    status?.disruptionsAllowed ?? 0,
    since(metadata.creationTimestamp),
  ]),
};

/** `statefulset.apps/web`. */
function controllerOf({ metadata: { ownerReferences = [] } }: ControllerRevision): string {
  const owner = ownerReferences.find(({ controller }) => controller === true);
  if (!owner) return '<none>';
  const { apiVersion, kind, name } = owner;
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return `${(group ? `${kind}.${group}` : kind).toLowerCase()}/${name}`;
}

/** Conditions of a job with the word for them, the most telling first; a deletion comes between `Failed` and `Suspended`. */
function jobState({ metadata, status }: Job): string {
  const states = [
    ['Complete', has(status, 'Complete')],
    ['Failed', has(status, 'Failed')],
    ['Terminating', metadata.deletionTimestamp !== undefined],
    ['Suspended', has(status, 'Suspended')],
    ['FailureTarget', has(status, 'FailureTarget')],
    ['SuccessCriteriaMet', has(status, 'SuccessCriteriaMet')],
  ] as const;
  return states.find(([, holds]) => holds)?.[0] ?? 'Running';
}

function has(status: JobStatus | undefined, type: string): boolean {
  return status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
}

function completions({ spec, status }: Job): string {
  const succeeded = String(status?.succeeded ?? 0);
  if (spec?.completions !== undefined) return `${succeeded}/${String(spec.completions)}`;
  const parallelism = spec?.parallelism ?? 0;
  return `${succeeded}/1${parallelism > 1 ? ` of ${String(parallelism)}` : ''}`;
}

function duration({ startTime, completionTime }: JobStatus = {}, since: Since): string {
  if (!startTime) return '';
  return completionTime
    ? humanDuration(Date.parse(completionTime) - Date.parse(startTime))
    : since(startTime);
}
