import { clusterWideName, labelsOf, type Manifest, type SchedulerDeployment } from './deployment.ts';
import { podTemplate } from './pod-template.ts';
import { CLUSTER_RIGHTS, lackingRights, leaseRights, type Right, SYSTEM_ROLES } from './rights.ts';

/** A role: its rules are told with their reasons. */
export interface RoleManifest extends Manifest {
  readonly rights: readonly Right[];
}

/** Everything that makes up a scheduler in a cluster, in the order in which it is applied: the Deployment comes last. */
export function manifestsOf(deployment: SchedulerDeployment): readonly (Manifest | RoleManifest)[] {
  return [
    serviceAccount(deployment),
    ...rightsOf(deployment),
    configMap(deployment),
    lease(deployment),
    disruptionBudget(deployment),
    workload(deployment),
  ];
}

function metadata({ name, namespace }: SchedulerDeployment) {
  return { name, namespace, labels: labelsOf(name) };
}

function serviceAccount(deployment: SchedulerDeployment): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(deployment) };
}

const RBAC = 'rbac.authorization.k8s.io';

function rightsOf(deployment: SchedulerDeployment): readonly (Manifest | RoleManifest)[] {
  const { name, systemRole } = deployment;
  const role: RoleManifest = {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: metadata(deployment),
    rights: systemRole ? lackingRights(name) : leaseRights(name),
  };
  const roleBinding = binding('RoleBinding', metadata(deployment), { kind: 'Role', name }, deployment);
  if (systemRole)
    return [...SYSTEM_ROLES.map((system) => bindingOfSystemRole(system, deployment)), role, roleBinding];
  const everywhere = { name: clusterWideName(deployment), labels: labelsOf(name) };
  const clusterRole: RoleManifest = {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: everywhere,
    rights: CLUSTER_RIGHTS,
  };
  const reference = { kind: 'ClusterRole', name: everywhere.name };
  return [clusterRole, binding('ClusterRoleBinding', everywhere, reference, deployment), role, roleBinding];
}

function bindingOfSystemRole(system: string, deployment: SchedulerDeployment): Manifest {
  const short = system.slice('system:'.length);
  const own = { name: `${clusterWideName(deployment)}:${short}`, labels: labelsOf(deployment.name) };
  return binding('ClusterRoleBinding', own, { kind: 'ClusterRole', name: system }, deployment);
}

function binding(
  kind: string,
  own: Manifest['metadata'],
  role: { readonly kind: string; readonly name: string },
  { name, namespace }: SchedulerDeployment,
): Manifest {
  return {
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: own,
    roleRef: { apiGroup: RBAC, ...role },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}

function configMap(deployment: SchedulerDeployment): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(deployment),
    data: { 'config.yaml': deployment.configuration },
  };
}

/** Made here only for its labels, by which it is removed again; who holds it is written by the copies. */
function lease(deployment: SchedulerDeployment): Manifest {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: metadata(deployment) };
}

/** Not minAvailable: one copy alone must not keep its node from being drained. */
function disruptionBudget(deployment: SchedulerDeployment): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(deployment),
    spec: { maxUnavailable: 1, selector: { matchLabels: labelsOf(deployment.name) } },
  };
}

function workload(deployment: SchedulerDeployment): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(deployment),
    spec: {
      replicas: deployment.replicas,
      // nobody waits long for old copies: one that does not lead does nothing
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: labelsOf(deployment.name) },
      template: podTemplate(deployment),
    },
  };
}
