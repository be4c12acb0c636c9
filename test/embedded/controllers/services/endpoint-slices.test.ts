import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sliceChanges } from '../../../../src/embedded/controllers/services/endpoint-slices.ts';
import type { EndpointSlice, Pod, Service } from '../../../../src/embedded/data/types.ts';

const service: Service = {
  metadata: { name: 'web', namespace: 'default', uid: 'service' },
  spec: { clusterIP: '10.96.0.7', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
};

function pod(index: number, port = 8080): Pod {
  return {
    metadata: {
      name: `web-${String(index)}`,
      namespace: 'default',
      uid: `pod-${String(index)}`,
      labels: { app: 'web' },
    },
    spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: port }] }] },
    status: { podIP: `10.244.1.${String(index)}`, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

function changes(pods: readonly Pod[], slices: readonly EndpointSlice[] = []) {
  return sliceChanges(service, pods, () => undefined, slices);
}

/** As the server stores what was made. */
function stored(slices: readonly EndpointSlice[], name = 'web-abcde'): EndpointSlice[] {
  return slices.map((slice, index) => ({
    ...slice,
    metadata: { ...slice.metadata, name: `${name}${String(index)}`, resourceVersion: '7' },
  }));
}

function addresses(slices: readonly EndpointSlice[]): string[][] {
  return slices.map(({ endpoints }) => (endpoints ?? []).flatMap((endpoint) => endpoint.addresses));
}

test('a service without pods has one slice without endpoints, which stays', () => {
  const { create, update, remove } = changes([]);
  assert.deepEqual([addresses(create), update, remove], [[[]], [], []]);
  assert.deepEqual(changes([], stored(create)), { create: [], update: [], remove: [] });
});

test('the first pod goes into the slice that was there, under its name', () => {
  const empty = stored(changes([]).create);
  const { create, update, remove } = changes([pod(1)], empty);
  assert.deepEqual([create, remove], [[], []]);
  assert.deepEqual(addresses(update), [['10.244.1.1']]);
  assert.equal(update[0]?.metadata.name, 'web-abcde0');
  assert.equal(update[0]?.metadata.resourceVersion, '7');
  assert.deepEqual(changes([pod(1)], update), { create: [], update: [], remove: [] });
});

test('when the last pod goes its slice becomes the empty one', () => {
  const one = stored(changes([pod(1)]).create);
  const { create, update, remove } = changes([], one);
  assert.deepEqual([create, remove], [[], []]);
  assert.deepEqual(addresses(update), [[]]);
  assert.equal(update[0]?.metadata.name, 'web-abcde0');
});

test('pods with other ports get a slice of their own', () => {
  const { create } = changes([pod(1), pod(2, 9090)]);
  assert.deepEqual(addresses(create), [['10.244.1.1'], ['10.244.1.2']]);
});

test('a slice holds a hundred endpoints; room is used before a new one is made', () => {
  const many = Array.from({ length: 150 }, (_, index) => pod(index));
  const { create } = changes(many);
  assert.deepEqual(
    create.map(({ endpoints }) => endpoints?.length),
    [100, 50],
  );
  const next = changes([...many, pod(200)], stored(create));
  assert.deepEqual([next.create.length, next.remove.length], [0, 0]);
  assert.deepEqual(
    next.update.map(({ endpoints }) => endpoints?.length),
    [51],
  );
});
