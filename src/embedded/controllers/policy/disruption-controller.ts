import type { Pod, PodDisruptionBudget } from '../../data/types.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import type { Client } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import {
  DEPLOYMENTS,
  POD_DISRUPTION_BUDGETS,
  PODS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  STATEFUL_SETS,
} from '../runtime/kinds.ts';
import { controllerOf, keyOfObject } from '../runtime/owners.ts';
import { isSame } from '../workloads/template-hash.ts';
import { budgetStatus, expectedScale, nextLook } from './disruption.ts';

/** Keeps count of how many pods of each PodDisruptionBudget may be evicted (pkg/controller/disruption). */
export function startDisruption(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'disruption-controller', 'controllermanager');
  const { client } = context;
  const queue = context.queue((key) => {
    const budget = client.byKey(POD_DISRUPTION_BUDGETS, key);
    if (!budget || budget.metadata.deletionTimestamp) return;
    const pods = podsOf(client, budget);
    if (pods.length === 0)
      context.event(POD_DISRUPTION_BUDGETS, budget, 'Normal', 'NoPods', 'No matching pods found');
    const scale = (selected: readonly Pod[]): number =>
      expectedScale(selected, (pod) => sizeOfOwner(client, pod));
    const now = context.now();
    const status = budgetStatus(budget, pods, scale, now);
    const wait = nextLook(status, now);
    if (wait !== undefined) queue.addAfter(key, wait);
    if (isSame(status, budget.status)) return;
    client.update(POD_DISRUPTION_BUDGETS, { ...budget, status }, 'status');
  }, 50);
  context.follow(PODS, ({ entry: { object } }) => {
    const { namespace, labels } = object.metadata;
    for (const budget of client.list(POD_DISRUPTION_BUDGETS, namespace))
      if (selectorMatches(budget.spec?.selector, labels)) queue.add(keyOfObject(budget));
  });
  context.feed(POD_DISRUPTION_BUDGETS, queue);
  return context;
}

function podsOf(client: Client, { metadata, spec }: PodDisruptionBudget): Pod[] {
  const pods = client.list(PODS, metadata.namespace);
  return pods.filter((pod) => selectorMatches(spec?.selector, pod.metadata.labels));
}

/** What the pod's owner, or the deployment above it, is scaled to. */
function sizeOfOwner(client: Client, pod: Pod): number | undefined {
  const owner = controllerOf(pod);
  const { namespace } = pod.metadata;
  switch (owner?.kind) {
    case 'ReplicaSet': {
      const set = client.get(REPLICA_SETS, namespace, owner.name);
      const above = set && controllerOf(set);
      const deployment = above?.kind === 'Deployment' && client.get(DEPLOYMENTS, namespace, above.name);
      return deployment ? deployment.spec.replicas : set?.spec.replicas;
    }
    case 'StatefulSet':
      return client.get(STATEFUL_SETS, namespace, owner.name)?.spec.replicas;
    case 'ReplicationController':
      return client.get(REPLICATION_CONTROLLERS, namespace, owner.name)?.spec?.replicas;
    default:
      return undefined;
  }
}
