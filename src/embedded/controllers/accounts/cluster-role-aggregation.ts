import type { ClusterRole, PolicyRule } from '../../data/types.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { CLUSTER_ROLES } from '../runtime/kinds.ts';
import { keyOfObject, nameOf } from '../runtime/owners.ts';
import { isSame } from '../workloads/template-hash.ts';

/** Cluster roles with an `aggregationRule` get the rules of those that it selects (pkg/controller/clusterroleaggregation). */
export function startClusterRoleAggregation(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'clusterrole-aggregation-controller');
  const { client } = context;
  const queue = context.queue((key) => {
    const role = client.byKey(CLUSTER_ROLES, key);
    if (!role?.aggregationRule) return;
    const rules = aggregated(role, client.list(CLUSTER_ROLES));
    if (!isSame(rules, role.rules ?? [])) client.update(CLUSTER_ROLES, { ...role, rules });
  });
  const addAll = (): void => {
    for (const role of client.list(CLUSTER_ROLES)) if (role.aggregationRule) queue.add(keyOfObject(role));
  };
  context.follow(CLUSTER_ROLES, addAll);
  addAll();
  return context;
}

function aggregated({ aggregationRule, metadata }: ClusterRole, roles: readonly ClusterRole[]): PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const selector of aggregationRule?.clusterRoleSelectors ?? []) {
    const selected = roles.filter((role) => selectorMatches(selector, role.metadata.labels));
    for (const role of selected.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))) {
      if (role.metadata.name === metadata.name) continue;
      for (const rule of role.rules ?? []) if (!rules.some((have) => isSame(have, rule))) rules.push(rule);
    }
  }
  return rules;
}
