import { requirementsOf } from '../../../api/label-selector.ts';
import { labelOf, type Requirement } from '../../../api/requirement.ts';
import { REPLICA_SETS, REPLICATION_CONTROLLERS, SERVICES, STATEFUL_SETS } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { Objects } from '../../framework/snapshot.ts';

/** The kinds that it reads. */
export const DEFAULT_SELECTOR_READS = [
  SERVICES,
  REPLICATION_CONTROLLERS,
  REPLICA_SETS,
  STATEFUL_SETS,
] as const;

/**
 * Which pods belong together with this one: those of its services and of its controller (upstream: plugins/helper/spread.go,
 * `DefaultSelector`). No conditions where nothing says.
 */
export function defaultSelector(pod: Pod, objects: Objects): readonly Requirement[] {
  const { namespace, ownerReferences } = pod.metadata;
  let labels: Readonly<Record<string, string>> = {};
  for (const { spec } of objects.list(SERVICES, namespace))
    if (spec?.selector && hasLabels(pod, spec.selector)) labels = { ...labels, ...spec.selector };
  const owner = ownerReferences?.find(({ controller }) => controller);
  if (!owner) return requirementsOf({ matchLabels: labels });
  const named = { name: owner.name, ...(namespace !== undefined && { namespace }) };
  switch (`${owner.apiVersion} ${owner.kind}`) {
    case 'v1 ReplicationController':
      labels = { ...labels, ...objects.get(REPLICATION_CONTROLLERS, named)?.spec?.selector };
      return requirementsOf({ matchLabels: labels });
    case 'apps/v1 ReplicaSet':
      return both(labels, objects.get(REPLICA_SETS, named)?.spec?.selector);
    case 'apps/v1 StatefulSet':
      return both(labels, objects.get(STATEFUL_SETS, named)?.spec?.selector);
    default:
      return requirementsOf({ matchLabels: labels });
  }
}

function both(
  matchLabels: Readonly<Record<string, string>>,
  selector: Parameters<typeof requirementsOf>[0] = {},
): readonly Requirement[] {
  return [...requirementsOf({ matchLabels }), ...requirementsOf(selector)];
}

function hasLabels({ metadata }: Pod, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labelOf(metadata.labels, key) === value);
}
