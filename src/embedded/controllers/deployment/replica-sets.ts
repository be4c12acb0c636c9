import type { Deployment, PodTemplateSpec, ReplicaSet, ReplicaSetSpec } from '../../data/types.ts';
import { hasCause, isReason } from '../runtime/client.ts';
import type { ControllerContext } from '../runtime/controller.ts';
import { DEPLOYMENTS, REPLICA_SETS } from '../runtime/kinds.ts';
import { controllerOf, controllerRef, nameOf, uidOf } from '../runtime/owners.ts';
import { isSame, templateHash } from '../workloads/template-hash.ts';
import { newSetAnnotations, REVISION, revisionOf, withReplicas } from './annotations.ts';
import { byAge, desiredReplicas, maxSurge, newSetReplicas } from './arithmetic.ts';
import { conditionOf, withCondition, type Saying } from './conditions.ts';
import { hasDeadline } from './status.ts';

const HASH = 'pod-template-hash';

/** A deployment as it is now and its replica sets. */
export interface Sets {
  readonly deployment: Deployment;
  /** The one with the deployment's template. */
  readonly newSet: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/**
 * `getAllReplicaSetsAndSyncRevision` (pkg/controller/deployment/sync.go): which set is the new one, its revision and annotations kept; with
 * `create`, it is made when there is none.
 */
export function syncSets(
  context: ControllerContext,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  create: boolean,
): Sets {
  const ordered = sets.toSorted(byAge);
  const found = ordered.find(({ spec }) => hasTemplate(spec.template, deployment));
  const old = ordered.filter((set) => set !== found);
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  if (found) return { ...updated(context, deployment, found, revision), old };
  if (!create) return { deployment, newSet: undefined, old };
  return { ...created(context, deployment, old, revision), old };
}

/** `EqualIgnoreHash`. */
function hasTemplate(template: PodTemplateSpec | undefined, { spec }: Deployment): boolean {
  return isSame(withoutHash(template ?? {}), withoutHash(spec.template));
}

function withoutHash({ metadata = {}, spec }: PodTemplateSpec): PodTemplateSpec {
  const labels = Object.entries(metadata.labels ?? {}).filter(([key]) => key !== HASH);
  return { metadata: { ...metadata, labels: Object.fromEntries(labels) }, ...(spec ? { spec } : {}) };
}

function updated(
  context: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  revision: number,
): Omit<Sets, 'old'> {
  const annotations = newSetAnnotations(deployment, set.metadata.annotations, revision);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const isStale =
    !isSame(annotations, set.metadata.annotations) || (set.spec.minReadySeconds ?? 0) !== minReadySeconds;
  if (isStale) {
    const metadata = { ...set.metadata, annotations: { ...annotations } };
    const next = { ...set, metadata, spec: { ...set.spec, minReadySeconds } };
    return { deployment, newSet: context.client.update(REPLICA_SETS, next) };
  }
  const isKnown = !hasDeadline(deployment) || conditionOf(deployment.status?.conditions, 'Progressing');
  const saying = progressing('FoundNewReplicaSet', `Found new replica set "${nameOf(set)}"`);
  return {
    deployment: withRevision(context, deployment, annotations[REVISION] ?? '', isKnown ? undefined : saying),
    newSet: set,
  };
}

function created(
  context: ControllerContext,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  revision: number,
): Omit<Sets, 'old'> {
  const draft = newSetOf(deployment, old, revision);
  const made = createOrFind(context, deployment, draft);
  if (!made.isNew)
    return { deployment: withRevision(context, deployment, String(revision)), newSet: made.set };
  const { replicas = 0 } = draft.spec;
  const words = `Scaled up replica set ${nameOf(made.set)} from 0 to ${String(replicas)}`;
  if (replicas > 0) context.event(DEPLOYMENTS, deployment, 'Normal', 'ScalingReplicaSet', words);
  const saying = progressing('NewReplicaSetCreated', `Created new replica set "${nameOf(made.set)}"`);
  const told = hasDeadline(deployment) ? saying : undefined;
  return { deployment: withRevision(context, deployment, String(revision), told), newSet: made.set };
}

function newSetOf(deployment: Deployment, old: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [HASH]: hash };
  const desired = desiredReplicas(deployment);
  const { namespace } = deployment.metadata;
  const spec: ReplicaSetSpec = {
    replicas: newSetReplicas(deployment, old, 0),
    ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH]: hash } },
    template: { ...template, metadata: { ...template.metadata, labels } },
  };
  const annotations = newSetAnnotations(deployment, undefined, revision);
  return {
    metadata: {
      name: `${nameOf(deployment).slice(0, 253 - 1 - hash.length)}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: { ...withReplicas(annotations, desired, desired + maxSurge(deployment)) },
      ownerReferences: [controllerRef(DEPLOYMENTS, deployment)],
    },
    spec,
  };
}

/** A set of that name may be ours already; one with another template is a collision of hashes, and the next try takes another hash. */
function createOrFind(
  context: ControllerContext,
  deployment: Deployment,
  draft: ReplicaSet,
): { readonly set: ReplicaSet; readonly isNew: boolean } {
  const { client } = context;
  try {
    return { set: client.create(REPLICA_SETS, draft), isNew: true };
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) tellFailure(context, deployment, draft, error);
    const there = client.get(REPLICA_SETS, draft.metadata.namespace, nameOf(draft));
    const isOurs = there && controllerOf(there)?.uid === uidOf(deployment);
    if (isOurs && hasTemplate(there.spec.template, deployment)) return { set: there, isNew: false };
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    client.update(DEPLOYMENTS, { ...deployment, status: { ...deployment.status, collisionCount } }, 'status');
    throw error;
  }
}

function tellFailure(
  context: ControllerContext,
  deployment: Deployment,
  draft: ReplicaSet,
  error: unknown,
): never {
  if (hasCause(error, 'NamespaceTerminating')) throw error;
  const why = error instanceof Error ? error.message : String(error);
  const message = `Failed to create new replica set "${nameOf(draft)}": ${why}`;
  if (hasDeadline(deployment)) {
    const saying = { ...progressing('ReplicaSetCreateError', message), status: 'False' as const };
    const conditions = [...withCondition(deployment.status?.conditions ?? [], saying, context.now())];
    context.client.update(
      DEPLOYMENTS,
      { ...deployment, status: { ...deployment.status, conditions } },
      'status',
    );
  }
  context.event(DEPLOYMENTS, deployment, 'Warning', 'ReplicaSetCreateError', message);
  throw error;
}

/** The deployment with its revision, and perhaps a condition: one write of its status, if anything changed. */
function withRevision(
  context: ControllerContext,
  deployment: Deployment,
  revision: string,
  saying?: Saying,
): Deployment {
  const { annotations } = deployment.metadata;
  if (annotations?.[REVISION] === revision && !saying) return deployment;
  const old = deployment.status?.conditions ?? [];
  const conditions = saying ? [...withCondition(old, saying, context.now())] : old;
  const draft = {
    ...deployment,
    metadata: { ...deployment.metadata, annotations: { ...annotations, [REVISION]: revision } },
    status: { ...deployment.status, conditions },
  };
  return context.client.update(DEPLOYMENTS, draft, 'status');
}

function progressing(reason: string, message: string): Saying {
  return { type: 'Progressing', status: 'True', reason, message };
}
