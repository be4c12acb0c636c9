import type { Deployment, ReplicaSet } from '../../data/types.ts';

/** Annotations of deployments and their replica sets (pkg/controller/deployment/util/deployment_util.go). */
export const REVISION = 'deployment.kubernetes.io/revision';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
/** The revision that the old `rollback` subresource asked for. */
const ROLLBACK_TO = 'deprecated.deployment.rollback.to';
const HISTORY = 'deployment.kubernetes.io/revision-history';
const HISTORY_LIMIT = 2_000;
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  ROLLBACK_TO,
]);

type Annotations = Readonly<Record<string, string>>;

/** The revision of a replica set; 0 when it has none. */
export function revisionOf({ metadata }: ReplicaSet): number {
  const revision = metadata.annotations?.[REVISION] ?? '0';
  return /^\d+$/.test(revision) ? Number(revision) : 0;
}

/** A number that is kept as an annotation; 0 when it is missing or no number. */
export function annotatedNumber({ metadata }: ReplicaSet, key: string): number {
  const value = metadata.annotations?.[key] ?? '';
  return /^\d+$/.test(value) ? Number(value) : 0;
}

/** `SetReplicasAnnotations`. */
export function withReplicas(
  annotations: Annotations | undefined,
  desired: number,
  max: number,
): Annotations {
  return { ...annotations, [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(max) };
}

/** `SetNewReplicaSetAnnotations`: the deployment's annotations, the revision, and the revisions that the set had before. */
export function newSetAnnotations(
  deployment: Deployment,
  current: Annotations | undefined,
  revision: number,
): Annotations {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([key]) => !NOT_COPIED.has(key),
  );
  const annotations: Record<string, string> = { ...current, ...Object.fromEntries(copied) };
  const old = current?.[REVISION];
  if (old !== undefined && !/^\d+$/.test(old)) return annotations;
  if (Number(old ?? 0) >= revision) return annotations;
  annotations[REVISION] = String(revision);
  if (old !== undefined) annotations[HISTORY] = historyWith(current?.[HISTORY] ?? '', old);
  return annotations;
}

/** The oldest revisions go when the list would be too long. */
function historyWith(history: string, revision: string): string {
  const revisions = history === '' ? [] : history.split(',');
  let length = history.length + revision.length + 1;
  let start = 0;
  for (; length > HISTORY_LIMIT && start < revisions.length; start += 1)
    length -= (revisions[start]?.length ?? 0) + 1;
  return [...revisions.slice(start), revision].join(',');
}
