import { badRequest } from '../api/status.ts';
import { keyOf } from '../api/resource-info.ts';
import { pathSegmentErrors } from '../../api/names.ts';
import type { Target } from '../api/verbs.ts';

/** Where the real server keeps kinds whose folder in etcd is not their plural name (pkg/kubeapiserver/default_storage_factory_builder.go). */
const FOLDERS: Readonly<Record<string, string>> = {
  nodes: 'minions',
  services: 'services/specs',
  endpoints: 'services/endpoints',
  replicationcontrollers: 'controllers',
};

/**
 * The key of the object that a request is about (`NamespaceKeyFunc`, `NoNamespaceKeyFunc` of apiserver/pkg/registry/generic/registry/store.go).
 * Throws `StatusError` 400 for a name that cannot be one.
 */
export function keyOfTarget({ resource, namespace, name = '' }: Target): string {
  if (resource.namespaced && !namespace) throw badRequest('Namespace parameter required.');
  if (name === '') throw badRequest('Name parameter required.');
  const wrong = pathSegmentErrors(name, false);
  if (wrong.length > 0)
    throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${wrong.join(';')}`);
  return keyOf(resource, namespace, name);
}

/** Where the real server keeps the object in etcd: some of its messages say so. */
export function etcdPath({ resource }: Pick<Target, 'resource'>, key: string): string {
  const folder = resource.group === '' ? (FOLDERS[resource.plural] ?? resource.plural) : resource.plural;
  return `/registry/${folder}/${key}`;
}
