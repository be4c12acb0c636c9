import type { Clock } from '../../lib/clock.ts';
import { MASTERS } from '../api/caller.ts';
import { resource } from '../api/resource-info.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { Client } from '../controllers/runtime/client.ts';
import { NAMESPACES, type Kind } from '../controllers/runtime/kinds.ts';
import { STANDARD } from '../controllers/volumes/provisioner.ts';
import { readRecorded } from '../data/read.ts';
import type { Store } from '../store/store.ts';
import type { Verbs } from '../api/verbs.ts';
import { makeNodes } from './nodes.ts';
import {
  ENDPOINTS_OF_KUBERNETES,
  KUBERNETES,
  PRIORITY_CLASSES,
  SLICE_OF_KUBERNETES,
} from './system-objects.ts';

/** What a new cluster is filled by. */
export interface BootstrapParts {
  readonly store: Store;
  readonly verbs: Verbs;
  readonly clock: Clock;
  /** Of the cluster: its nodes are called after it. */
  readonly name: string;
  /** Beside one control-plane node; missing: no nodes at all. */
  readonly workers?: number;
}

/**
 * What kube-apiserver makes at its start (pkg/controlplane, pkg/registry/rbac/rest): namespaces, roles and bindings, priority classes, the
 * `kubernetes` service; and the nodes, with a default storage class as kind has one. What is there already stays as it is, and a cluster that has nodes, or has lost them, gets none.
 */
export function bootstrap(parts: BootstrapParts): void {
  const isNew = parts.store.count(NAMESPACES.info.storage) === 0;
  const client = new Client(parts, { name: 'system:apiserver', groups: [MASTERS] }, 'kube-apiserver');
  for (const object of [...SYSTEM_NAMESPACES.map(namespaceOf), ...recordedRoles(), ...SYSTEM_OBJECTS]) {
    ensure(client, object);
  }
  if (!isNew || parts.workers === undefined) return;
  ensure(client, { groupVersion: 'storage.k8s.io/v1', plural: 'storageclasses', object: STANDARD });
  makeNodes(parts, parts.workers);
}

const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const SYSTEM_OBJECTS: readonly Wanted[] = [
  ...PRIORITY_CLASSES.map((object) => ({
    groupVersion: 'scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    object,
  })),
  { groupVersion: 'v1', plural: 'services', object: KUBERNETES },
  { groupVersion: 'v1', plural: 'endpoints', object: ENDPOINTS_OF_KUBERNETES },
  { groupVersion: 'discovery.k8s.io/v1', plural: 'endpointslices', object: SLICE_OF_KUBERNETES },
];

interface Wanted {
  readonly groupVersion: string;
  readonly plural: string;
  readonly object: StoredObject;
}

function ensure(client: Client, { groupVersion, plural, object }: Wanted): void {
  const kind: Kind<StoredObject> = { info: resource(groupVersion, plural) };
  const { name = '', namespace } = object.metadata;
  if (!client.get(kind, namespace, name)) client.create(kind, object);
}

function namespaceOf(name: string): Wanted {
  return { groupVersion: 'v1', plural: 'namespaces', object: { metadata: { name } } };
}

function recordedRoles(): Wanted[] {
  return readRecorded<readonly StoredObject[]>('rbac').map((object) => ({
    groupVersion: 'rbac.authorization.k8s.io/v1',
    plural: `${(object.kind ?? '').toLowerCase()}s`,
    object,
  }));
}
