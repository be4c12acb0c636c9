import type { Pod, Service } from '../../data/types.ts';
import { hasCause } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { ENDPOINT_SLICES, ENDPOINTS, NODES, PODS, SERVICES } from '../runtime/kinds.ts';
import { keyOfObject, splitKey } from '../runtime/owners.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { isSame } from '../workloads/template-hash.ts';
import { isSliceOf, serviceOf, sliceChanges } from './endpoint-slices.ts';
import { endpointsOf } from './endpoints.ts';
import { isSelecting } from './service-pods.ts';

/** Each sync looks at all pods of a namespace. */
const SPACING_MS = 100;

/** Keeps the Endpoints of services with a selector (pkg/controller/endpoint). */
export function startEndpoints(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'endpoint-controller');
  const { client } = context;
  const queue = context.queue((key) => {
    const service = client.byKey(SERVICES, key);
    const old = client.byKey(ENDPOINTS, key);
    if (!service) {
      if (old?.metadata.labels?.['endpoints.kubernetes.io/managed-by']) client.delete(ENDPOINTS, old);
      return;
    }
    if (!isSelecting(service)) return;
    const next = endpointsOf(service, podsOf(context, service), old);
    if (old && isSame(old.subsets, next.subsets) && isSame(old.metadata.labels, next.metadata.labels)) return;
    ignoringEnd(() => (old ? client.update(ENDPOINTS, next) : client.create(ENDPOINTS, next)));
  }, SPACING_MS);
  context.follow(ENDPOINTS, ({ type, entry }) => {
    if (type === 'DELETED') queue.add(entry.key);
  });
  followServices(context, queue);
  return context;
}

/** Keeps their EndpointSlices (pkg/controller/endpointslice). IPv4 only. */
export function startEndpointSlices(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'endpointslice-controller', 'endpoint-slice-controller');
  const { client } = context;
  const queue = context.queue((key) => {
    const service = client.byKey(SERVICES, key);
    if (!service || !isSelecting(service) || service.metadata.deletionTimestamp) return;
    const slices = client
      .list(ENDPOINT_SLICES, splitKey(key).namespace)
      .filter((slice) => isSliceOf(service, slice) && !slice.metadata.deletionTimestamp);
    const nodes = (name: string) => client.byKey(NODES, name);
    const { create, update, remove } = sliceChanges(service, podsOf(context, service), nodes, slices);
    ignoringEnd(() => {
      for (const slice of remove) client.delete(ENDPOINT_SLICES, slice);
      for (const slice of update) client.update(ENDPOINT_SLICES, slice);
      for (const slice of create) client.create(ENDPOINT_SLICES, slice);
    });
  }, SPACING_MS);
  context.follow(ENDPOINT_SLICES, ({ type, entry: { key } }) => {
    const slice = client.byKey(ENDPOINT_SLICES, key);
    const service = slice && serviceOf(slice);
    if (type !== 'DELETED' && service) queue.add(`${splitKey(key).namespace}/${service}`);
  });
  followServices(context, queue);
  return context;
}

function followServices(context: ControllerContext, queue: WorkQueue): void {
  context.follow(PODS, ({ entry: { object } }) => {
    const { namespace, labels = {} } = object.metadata;
    for (const service of context.client.list(SERVICES, namespace)) {
      const isOurs = isSelecting(service) && isSelected(service, labels);
      if (isOurs) queue.add(keyOfObject(service));
    }
  });
  context.feed(SERVICES, queue);
}

function isSelected({ spec }: Service, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(spec?.selector ?? {}).every(([key, value]) => labels[key] === value);
}

function podsOf({ client }: ControllerContext, { metadata }: Service): Pod[] {
  return client.list(PODS, metadata.namespace);
}

/** In a namespace that is going there is nothing to keep. */
function ignoringEnd(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!hasCause(error, 'NamespaceTerminating')) throw error;
  }
}
