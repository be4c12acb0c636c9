import { canonicalQuantity } from '../../api/quantity.ts';
import type {
  ClusterRoleBinding,
  ConfigMap,
  Quantity,
  ResourceQuota,
  RoleBinding,
  Secret,
  Subject,
} from '../data/types.ts';
import { nameAndAge, nameAndTime, printer, type Printers } from './cells.ts';

/** What pods and people are given: configuration, accounts, roles, quotas. */
export const CONFIGURATION: Printers = {
  configmaps: printer<ConfigMap>(({ metadata, data = {}, binaryData = {} }, since) => [
    metadata.name ?? '',
    Object.keys(data).length + Object.keys(binaryData).length,
    since(metadata.creationTimestamp),
  ]),
  secrets: printer<Secret>(({ metadata, type = '', data = {} }, since) => [
    metadata.name ?? '',
    type,
    Object.keys(data).length,
    since(metadata.creationTimestamp),
  ]),
  serviceaccounts: nameAndAge,
  limitranges: nameAndTime,
  resourcequotas: printer<ResourceQuota>((quota, since) => [
    quota.metadata.name ?? '',
    quotaText(quota, false),
    quotaText(quota, true),
    since(quota.metadata.creationTimestamp),
  ]),
  'roles.rbac.authorization.k8s.io': nameAndTime,
  'clusterroles.rbac.authorization.k8s.io': nameAndTime,
  'rolebindings.rbac.authorization.k8s.io': printer<RoleBinding>((binding, since) => [
    binding.metadata.name ?? '',
    `${binding.roleRef.kind}/${binding.roleRef.name}`,
    since(binding.metadata.creationTimestamp),
    ...subjectsText(binding.subjects),
  ]),
  'clusterrolebindings.rbac.authorization.k8s.io': printer<ClusterRoleBinding>((binding, since) => [
    binding.metadata.name ?? '',
    `${binding.roleRef.kind}/${binding.roleRef.name}`,
    since(binding.metadata.creationTimestamp),
    ...subjectsText(binding.subjects),
  ]),
};

/** `cpu: 1/2, pods: 3/10`: of limits, or of all else. */
function quotaText({ status }: ResourceQuota, limits: boolean): string {
  const { hard = {}, used = {} } = status ?? {};
  const names = Object.keys(hard).filter((name) => name.startsWith('limits.') === limits);
  return names
    .toSorted()
    .map((name) => `${name}: ${quantity(used[name])}/${quantity(hard[name])}`)
    .join(', ');
}

function quantity(amount: Quantity = '0'): string {
  return canonicalQuantity(String(amount)) ?? String(amount);
}

/** Users, groups and service accounts, each as a list. */
function subjectsText(subjects: readonly Subject[] = []): string[] {
  return ['User', 'Group', 'ServiceAccount'].map((wanted) =>
    subjects
      .filter(({ kind }) => kind === wanted)
      .map(({ namespace = '', name }) => (wanted === 'ServiceAccount' ? `${namespace}/${name}` : name))
      .join(', '),
  );
}
