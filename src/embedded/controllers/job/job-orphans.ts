import type { Pod } from '../../data/types.ts';
import type { Client } from '../runtime/client.ts';
import type { ControllerContext } from '../runtime/controller.ts';
import { JOBS, PODS } from '../runtime/kinds.ts';
import { controllerOf, uidOf } from '../runtime/owners.ts';
import { typed } from '../../api/stored-object.ts';
import { keyOf } from '../../api/resource-info.ts';
import { isTracked, TRACKING } from './job-pods.ts';

/**
 * Lets the pods go whose job is gone: nobody counts them any more, and on their finalizer they would hang for ever
 * (pkg/controller/job/job_controller.go `syncOrphanPod`).
 */
export function letOrphansGo(context: ControllerContext): void {
  const { client } = context;
  const orphans = context.queue((key) => {
    const pod = client.byKey(PODS, key);
    if (pod && isOrphan(client, pod)) letGo(client, pod);
  });
  const look = (pod: Pod): void => {
    if (isTracked(pod)) orphans.add(keyOf(PODS.info, pod.metadata.namespace, pod.metadata.name ?? ''));
  };
  context.follow(PODS, ({ type, entry }) => {
    if (type !== 'DELETED') look(typed<Pod>(entry.object));
  });
  context.follow(JOBS, ({ type, entry }) => {
    if (type === 'DELETED') client.list(PODS, entry.object.metadata.namespace).forEach(look);
  });
  client.list(PODS).forEach(look);
}

/** Takes the finalizer away that keeps a pod until its job has counted it. */
export function letGo(client: Client, pod: Pod): void {
  const fresh = client.fresh(PODS, pod);
  if (!fresh || !isTracked(fresh)) return;
  const finalizers = fresh.metadata.finalizers?.filter((finalizer) => finalizer !== TRACKING) ?? [];
  client.update(PODS, { ...fresh, metadata: { ...fresh.metadata, finalizers } });
}

function isOrphan(client: Client, pod: Pod): boolean {
  const owner = controllerOf(pod);
  if (owner === undefined) return true;
  if (owner.kind !== 'Job') return false;
  const job = client.get(JOBS, pod.metadata.namespace, owner.name);
  return job === undefined || uidOf(job) !== owner.uid;
}
