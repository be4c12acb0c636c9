import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NODES, PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS } from '../../../../src/api/resources.ts';
import type { PersistentVolume } from '../../../../src/api/volumes.ts';
import { volumeBinding } from '../../../../src/scheduler/plugins/volumes/volume-binding.ts';
import { node, pod } from '../../../helpers/builders.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { MemoryApi } from '../../../helpers/memory-api.ts';
import { ask } from '../../ask.ts';
import { boundClaim, claim, only, volume, waiting, type World, worldOf } from './builders.ts';

const HOST = 'kubernetes.io/hostname';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const nodes = [node('a').build(), node('b').build()];
const p = pod('p').claim('data').build();
const made = waiting('local', { provisioner: 'example.com/disks' });

/** A cluster with the world's objects, and a plugin that knows them as they are at first. */
function start(world: Omit<World, 'nodes'>) {
  const clock = new FakeClock();
  const api = new MemoryApi(clock);
  for (const each of [p, pod('q').claim('data').build(), pod('r').claim('logs').build()]) api.put(PODS, each);
  for (const each of nodes) api.put(NODES, each);
  const claims = (world.claims ?? []).map((each) => api.put(PERSISTENT_VOLUME_CLAIMS, each));
  const volumes = (world.volumes ?? []).map((each) => api.put(PERSISTENT_VOLUMES, each));
  const plugin = volumeBinding({ api, clock, timeoutMs: 10_000 });
  const { signal } = new AbortController();
  return {
    api,
    clock,
    plugin,
    /** Where the pod can run; after it `reserve` knows what was decided. */
    feasible(incoming = p, known: Partial<World> = {}) {
      const snapshot = worldOf({ nodes, ...world, claims, volumes, ...known }).snapshot();
      const found = plugin.preFilter?.(incoming, snapshot);
      assert.ok(found && 'state' in found);
      return snapshot.nodes
        .filter((info) => !plugin.filter?.(incoming, info, found.state))
        .map(({ name }) => name);
    },
    reserve: (on: string, incoming = p) => plugin.reserve?.(incoming, on),
    preBind: (on: string) => plugin.preBind?.(p, on, signal) ?? Promise.resolve(),
    claimNow: () => api.get(PERSISTENT_VOLUME_CLAIMS, { namespace: 'default', name: 'data' }),
    volumeNow: (name: string) => api.get(PERSISTENT_VOLUMES, { name }),
    /** What the cluster's controller does. */
    async bindClaim(name: string) {
      const { metadata } = await this.claimNow();
      const bound = boundClaim('data', name);
      api.put(PERSISTENT_VOLUME_CLAIMS, {
        ...bound,
        metadata: { ...metadata, annotations: { ...metadata.annotations, ...bound.metadata.annotations } },
      });
    },
  };
}

const settled = async (promise: Promise<unknown>) => {
  let state = 'pending';
  promise.then(
    () => (state = 'done'),
    () => (state = 'failed'),
  );
  await new Promise(setImmediate);
  return state;
};

const free = {
  claims: [claim('data'), claim('logs')],
  classes: [waiting()],
  volumes: [volume('pv', only(HOST, 'a'))],
};

test('late binding: the volume is written down for the claim, and the pod waits until it is bound', async () => {
  const world = start(free);
  assert.deepEqual(world.feasible(), ['a']);
  assert.equal(world.reserve('a'), undefined);
  const binding = world.preBind('a');
  assert.equal(await settled(binding), 'pending');
  const { spec, metadata } = await world.volumeNow('pv');
  assert.equal(spec?.claimRef?.name, 'data');
  assert.equal(spec?.claimRef?.uid, 'uid-of-data');
  assert.equal(metadata.annotations?.['pv.kubernetes.io/bound-by-controller'], 'yes');
  await world.clock.advance(1000);
  assert.equal(await settled(binding), 'pending');
  await world.bindClaim('pv');
  await world.clock.advance(1000);
  await binding;
  assert.equal(world.clock.waiting, 0);
});

test('late binding: the smallest volume that will do', async () => {
  const large: PersistentVolume = volume('large', { capacity: { storage: '1Ti' } });
  const world = start({
    ...free,
    volumes: [large, volume('small'), volume('medium', { capacity: { storage: '2Gi' } })],
  });
  world.feasible();
  world.reserve('b');
  const binding = world.preBind('b');
  assert.equal(await settled(binding), 'pending');
  assert.equal((await world.volumeNow('small')).spec?.claimRef?.name, 'data');
  assert.equal((await world.volumeNow('large')).spec?.claimRef, undefined);
  await world.bindClaim('small');
  await world.clock.advance(1000);
  await binding;
});

test('late binding: the small claim gets the volume that is there, one is made for the large one', async () => {
  const large = claim('data', { resources: { requests: { storage: '2Gi' } } });
  const big = volume('pv', { capacity: { storage: '2Gi' } });
  const world = start({ claims: [large, claim('logs')], classes: [made], volumes: [big] });
  const both = pod('p').claim('data').claim('logs').build();
  world.feasible(both);
  world.reserve('a', both);
  const ended = assert.rejects(world.preBind('a'), /not done/);
  await world.clock.advance(11_000);
  await ended;
  assert.equal((await world.volumeNow('pv')).spec?.claimRef?.name, 'logs');
  assert.equal((await world.claimNow()).metadata.annotations?.[SELECTED_NODE], 'a');
});

test('late binding: what one pod was promised another does not get, until it is given back', () => {
  const world = start(free);
  const [r, q] = [pod('r').claim('logs').build(), pod('q').claim('data').build()];
  world.feasible();
  world.reserve('a');
  assert.deepEqual(world.feasible(r), []);
  assert.deepEqual(world.feasible(q), ['a'], 'a pod with the same claim shares its volume');
  world.plugin.unreserve?.(p, 'a');
  assert.deepEqual(world.feasible(r), ['a']);
});

test('late binding: once the volume has changed the cluster has the word', () => {
  const world = start(free);
  world.feasible();
  world.reserve('a');
  const changed = volume('pv', only(HOST, 'a'));
  const later = { ...changed, metadata: { ...changed.metadata, resourceVersion: '999' } };
  assert.deepEqual(world.feasible(pod('r').claim('logs').build(), { volumes: [later] }), ['a']);
});

test('late binding: a volume that somebody else has changed is refused by the API server', async () => {
  const world = start(free);
  world.feasible();
  world.reserve('a');
  world.api.put(PERSISTENT_VOLUMES, volume('pv', { claimRef: { namespace: 'default', name: 'logs' } }));
  await assert.rejects(world.preBind('a'), /the object has been modified/);
});

test('a provisioner is told the node, and a pod with the same claim must go there, too', async () => {
  const world = start({ claims: [claim('data')], classes: [made] });
  assert.deepEqual(world.feasible(), ['a', 'b']);
  world.reserve('b');
  assert.deepEqual(world.feasible(pod('q').claim('data').build()), ['b']);
  const binding = world.preBind('b');
  assert.equal(await settled(binding), 'pending');
  assert.equal((await world.claimNow()).metadata.annotations?.[SELECTED_NODE], 'b');
  world.api.put(PERSISTENT_VOLUMES, volume('made', only(HOST, 'b')));
  await world.bindClaim('made');
  await world.clock.advance(1000);
  await binding;
});

const failures: readonly (readonly [string, (world: ReturnType<typeof start>) => unknown, RegExp])[] = [
  [
    'the provisioner gives up',
    ({ api }) => api.put(PERSISTENT_VOLUME_CLAIMS, claim('data')),
    /^Error: provisioning failed for PVC "data"$/,
  ],
  [
    'the pod is deleted',
    ({ api }) => api.remove(PODS, { name: 'p' }),
    /^Error: pod does not exist any more$/,
  ],
  ['nobody does it', ({ clock }) => clock.advance(10_000), /^Error: binding volumes: not done after 10 s$/],
  [
    'the volume is made elsewhere',
    async (world) => {
      world.api.put(PERSISTENT_VOLUMES, volume('made', only(HOST, 'a')));
      await world.bindClaim('made');
    },
    /^Error: pv "made" node affinity doesn't match node "b"$/,
  ],
];

for (const [name, happens, message] of failures) {
  test(`late binding ends without a pod being bound: ${name}`, async () => {
    const world = start({ claims: [claim('data')], classes: [made] });
    world.feasible();
    world.reserve('b');
    const binding = world.preBind('b');
    const failed = assert.rejects(binding, message);
    assert.equal(await settled(binding), 'pending');
    await happens(world);
    await world.clock.advance(1000);
    await failed;
    assert.equal(world.clock.waiting, 0);
  });
}

test('a pod whose claims are bound is bound without a word to the API server', async () => {
  const world = start({ claims: [boundClaim('data', 'pv')], volumes: [volume('pv')] });
  assert.deepEqual(world.feasible(), ['a', 'b']);
  assert.equal(world.reserve('a'), undefined);
  await world.preBind('a');
  assert.deepEqual((await world.volumeNow('pv')).spec?.claimRef, undefined);
});

test('a volume that is there scores: the more of it stays free the better, by the shape', () => {
  const volumes = [
    volume('on-a', only(HOST, 'a')),
    volume('on-b', { ...only(HOST, 'b'), capacity: { storage: '4Gi' } }),
  ];
  const scores = (shape?: Parameters<typeof volumeBinding>[0]['shape']) => {
    const clock = new FakeClock();
    const api = new MemoryApi(clock);
    const plugin = volumeBinding({ api, clock, timeoutMs: 0, ...(shape && { shape }) });
    return ask(plugin, p, worldOf({ nodes, ...free, volumes })).scores();
  };
  assert.deepEqual(scores(), { a: 0, b: 75 });
  const full = [0, 100].map((utilization) => ({ utilization, score: utilization / 10 }));
  assert.deepEqual(scores(full), { a: 100, b: 25 });
});
