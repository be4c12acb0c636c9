import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import {
  NAMESPACES,
  PERSISTENT_VOLUME_CLAIMS,
  type Resource,
  SERVICES,
  STORAGE_CLASSES,
} from '../../src/api/resources.ts';
import type { KubeObject } from '../../src/api/types.ts';
import { WatchedObjects } from '../../src/scheduler/watched-objects.ts';
import { FakeClock, settle } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

function arrange(t: TestContext) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  const told: string[] = [];
  const ending = new AbortController();
  t.after(() => {
    ending.abort(new Error('the test is over'));
  });
  const objects = new WatchedObjects({
    api,
    clock,
    random: () => 0,
    signal: ending.signal,
    onChange: ({ event, before, now }, cause) =>
      void told.push(`${event} ${before ? 'from' : ''}${now ? 'to' : ''}: ${cause}`),
    onRefused: ({ plural }, message) => void told.push(`refused ${plural}: ${message}`),
    observe: ({ plural }, { state }) => void told.push(`${plural} ${state}`),
  });
  const service = (name: string, namespace = 'default') =>
    api.put(SERVICES, { metadata: { name, namespace }, spec: { selector: { app: name } } });
  const claim = (name: string) =>
    api.put(PERSISTENT_VOLUME_CLAIMS, { metadata: { name, namespace: 'default' } });
  const names = (resource: Resource<KubeObject>, namespace?: string) =>
    objects.list(resource, namespace).map(({ metadata }) => metadata.name);
  return { clock, api, told, objects, service, claim, names, ending };
}

const FORBIDDEN = new ApiError(403, 'Forbidden', 'services is forbidden');

test('what is there is read by name and by namespace, and follows what happens', async (t) => {
  const { objects, service, names, api } = arrange(t);
  service('a');
  service('b');
  service('c', 'kube-system');
  await objects.watch([SERVICES]);
  assert.deepEqual(names(SERVICES), ['a', 'b', 'c']);
  assert.deepEqual(names(SERVICES, 'default'), ['a', 'b']);
  assert.deepEqual(names(SERVICES, 'nowhere'), []);
  assert.equal(objects.get(SERVICES, { namespace: 'default', name: 'c' }), undefined);
  assert.equal(objects.get(SERVICES, { namespace: 'kube-system', name: 'c' })?.spec?.selector?.['app'], 'c');
  api.remove(SERVICES, { namespace: 'default', name: 'a' });
  service('d');
  await settle();
  assert.deepEqual(names(SERVICES, 'default'), ['b', 'd']);
});

test('a list is the same one until something changes in its namespace', async (t) => {
  const { objects, service } = arrange(t);
  service('a');
  service('b', 'kube-system');
  await objects.watch([SERVICES]);
  const [inOne, all] = [objects.list(SERVICES, 'default'), objects.list(SERVICES)];
  service('c', 'kube-system');
  await settle();
  assert.equal(objects.list(SERVICES, 'default'), inOne);
  assert.notEqual(objects.list(SERVICES), all);
});

test('changes of kinds that pods can wait for are told with their objects; others are only known', async (t) => {
  const { objects, service, claim, told, api } = arrange(t);
  await objects.watch([SERVICES, PERSISTENT_VOLUME_CLAIMS, STORAGE_CLASSES]);
  service('a');
  const { metadata } = claim('data');
  await settle();
  api.put(PERSISTENT_VOLUME_CLAIMS, { metadata: { ...metadata, labels: { a: 'b' } } });
  await settle();
  api.remove(PERSISTENT_VOLUME_CLAIMS, { namespace: 'default', name: 'data' });
  api.put(STORAGE_CLASSES, { metadata: { name: 'fast' }, provisioner: 'example.com/disk' });
  await settle();
  assert.deepEqual(told, [
    'claim-changed to: PersistentVolumeClaim default/data was added',
    'claim-changed fromto: PersistentVolumeClaim default/data changed',
    'claim-changed from: PersistentVolumeClaim default/data is gone',
    'storage-class-changed to: StorageClass fast was added',
  ]);
});

test('a kind that may not be listed is empty, said once, and nobody waits for it', async (t) => {
  const { objects, service, told, api, names, clock } = arrange(t);
  service('a');
  api.failNext('list', FORBIDDEN, { times: 1000 });
  await objects.watch([SERVICES]);
  assert.deepEqual(names(SERVICES), []);
  await clock.advance(60_000);
  assert.deepEqual(told, ['refused services: cannot list services: services is forbidden']);
  assert.equal(clock.waiting, 0, 'it is not asked for again');
});

test('volumes that may not be read are no reason to place a pod as if it had none', async (t) => {
  const { objects, claim, api, told } = arrange(t);
  claim('data');
  api.failNext('list', FORBIDDEN, { times: 1000 });
  await objects.watch([PERSISTENT_VOLUME_CLAIMS]);
  assert.equal(told.length, 1);
  const message = /cannot list persistentvolumeclaims/;
  assert.throws(() => objects.list(PERSISTENT_VOLUME_CLAIMS), message);
  assert.throws(() => objects.get(PERSISTENT_VOLUME_CLAIMS, { namespace: 'default', name: 'data' }), message);
});

test('an outage is waited out, also one that turns out to be a refusal', async (t) => {
  const { objects, service, api, names, told, clock } = arrange(t);
  service('a');
  api.failNext('list', new UnreachableError('memory', new Error('reset')), { times: 2 });
  const known = objects.watch([SERVICES]);
  await clock.advance(30_000);
  await known;
  assert.deepEqual(names(SERVICES), ['a']);
  assert.deepEqual(told, ['services lost', 'services restored']);
  api.failNext('list', new UnreachableError('memory', new Error('reset')), { times: 2 });
  api.failNext('list', FORBIDDEN, { times: 1000 });
  const refused = objects.watch([NAMESPACES]);
  await clock.advance(30_000);
  await refused;
  assert.deepEqual(names(NAMESPACES), []);
  assert.match(told.at(-1) ?? '', /^refused namespaces/);
});

test('kinds can come later; until they are known, volumes are not read', async (t) => {
  const { objects, service, claim, api, names, told } = arrange(t);
  service('a');
  claim('data');
  await objects.watch([SERVICES]);
  assert.deepEqual(names(PERSISTENT_VOLUME_CLAIMS), [], 'nobody has asked for them');
  const known = objects.watch([SERVICES, PERSISTENT_VOLUME_CLAIMS]);
  assert.throws(() => objects.list(PERSISTENT_VOLUME_CLAIMS), /persistentvolumeclaims are not known yet/);
  await known;
  assert.deepEqual(names(PERSISTENT_VOLUME_CLAIMS), ['data']);
  assert.equal(api.openWatches(SERVICES), 1);
  assert.equal(told.length, 1);
});

test('when it ends no watch is left', async (t) => {
  const { objects, api, ending, clock } = arrange(t);
  await objects.watch([SERVICES, NAMESPACES]);
  await settle();
  assert.equal(api.openWatches(), 2);
  ending.abort(new Error('enough'));
  await settle();
  assert.equal(api.openWatches(), 0);
  assert.equal(clock.waiting, 0);
});
