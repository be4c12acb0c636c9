import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../../src/api/types.ts';
import { volumeBinding } from '../../../../src/scheduler/plugins/volumes/volume-binding.ts';
import { node, pod } from '../../../helpers/builders.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { MemoryApi } from '../../../helpers/memory-api.ts';
import { ask } from '../../ask.ts';
import { worthATry } from '../../hints.ts';
import { boundClaim, claim, only, volume, waiting, type World, worldOf } from './builders.ts';

const HOST = 'kubernetes.io/hostname';
const NOT_REACHED = "node(s) didn't match PersistentVolume's node affinity";
const NONE_FREE = "node(s) didn't find available persistent volumes to bind";
const GONE = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const UNBOUND = 'pod has unbound immediate PersistentVolumeClaims';

const clock = new FakeClock();
const plugin = () => volumeBinding({ api: new MemoryApi(clock), clock, timeoutMs: 1000 });
const nodes = [node('a').build(), node('b').build()];
const p = pod('p').claim('data').build();
const made = waiting('local', { provisioner: 'example.com/disks' });
const BIG = { capacity: { storage: '2Gi' } };

interface Row extends Omit<World, 'nodes'> {
  readonly name: string;
  readonly pod?: Pod;
  /** Reasons by node; none: it fits. */
  readonly a?: readonly string[];
  readonly b?: readonly string[];
}

const bound = [boundClaim('data', 'pv')];
const rows: readonly Row[] = [
  { name: 'no claims', pod: pod('x').build() },
  { name: 'bound to a volume that is reached from everywhere', claims: bound, volumes: [volume('pv')] },
  {
    name: 'bound to a volume of one node',
    claims: bound,
    volumes: [volume('pv', only(HOST, 'a'))],
    b: [NOT_REACHED],
  },
  { name: 'bound to a volume that is not there', claims: bound, a: [GONE], b: [GONE] },
  both('no such claim', {}, 'persistentvolumeclaim "data" not found'),
  both(
    'its volume was lost',
    { claims: [{ ...claim('data', { volumeName: 'pv' }), status: { phase: 'Lost' } }] },
    'persistentvolumeclaim "data" bound to non-existent persistentvolume "pv"',
  ),
  both(
    'the claim is being deleted',
    { claims: [claim('data', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' })] },
    'persistentvolumeclaim "data" is being deleted',
  ),
  both('unbound, without a class', { claims: [claim('data', { storageClassName: '' })] }, UNBOUND),
  both('unbound, its class is not there', { claims: [claim('data')] }, UNBOUND),
  both(
    'unbound, its class does not wait',
    { claims: [claim('data')], classes: [waiting('local', { volumeBindingMode: 'Immediate' })] },
    UNBOUND,
  ),
  both(
    'it names its volume, which is not bound to it yet',
    { claims: [claim('data', { volumeName: 'pv' })], classes: [waiting()], volumes: [volume('pv')] },
    UNBOUND,
  ),
  {
    name: 'a free volume of the class on one node',
    ...late(volume('pv', only(HOST, 'a'))),
    b: [NONE_FREE],
  },
  both('a volume of another class', late(volume('pv', { storageClassName: 'x' })), NONE_FREE),
  both('a volume that is too small', late(volume('pv', { capacity: { storage: '1Mi' } })), NONE_FREE),
  both('another access mode', late(volume('pv', { accessModes: ['ReadOnlyMany'] })), NONE_FREE),
  both('another volume mode', late(volume('pv', { volumeMode: 'Block' })), NONE_FREE),
  both('it was released, not freed', late({ ...volume('pv'), status: { phase: 'Released' } }), NONE_FREE),
  both(
    'it is for another claim',
    late(volume('pv', { claimRef: { namespace: 'default', name: 'other' } })),
    NONE_FREE,
  ),
  both(
    'it is for an earlier claim of this name',
    late(volume('pv', { claimRef: { namespace: 'default', name: 'data', uid: 'old' } })),
    NONE_FREE,
  ),
  {
    name: 'it is for this claim, whatever its phase',
    ...late({
      ...volume('pv', { ...only(HOST, 'a'), claimRef: { namespace: 'default', name: 'data' } }),
      status: { phase: 'Pending' },
    }),
    b: [NONE_FREE],
  },
  {
    name: 'two claims do not get the same volume',
    pod: pod('two').claim('data').claim('logs').build(),
    claims: [claim('data'), claim('logs')],
    classes: [waiting()],
    volumes: [volume('pv1'), volume('pv2', only(HOST, 'a'))],
    b: [NONE_FREE],
  },
  {
    name: 'the small claim leaves the large volume to the large one',
    pod: pod('two').claim('large').claim('small').build(),
    claims: [claim('large', { resources: { requests: { storage: '2Gi' } } }), claim('small')],
    classes: [waiting()],
    volumes: [volume('pv-large', BIG), volume('pv-small')],
  },
  { name: 'somebody makes volumes', claims: [claim('data')], classes: [made] },
  {
    name: 'somebody makes volumes in one place',
    claims: [claim('data')],
    classes: [
      { ...made, allowedTopologies: [{ matchLabelExpressions: [{ key: HOST, values: ['b', 'c'] }] }] },
    ],
    a: [NONE_FREE],
  },
  {
    name: 'its volume is being made on another node',
    claims: [claim('data', {}, { annotations: { 'volume.kubernetes.io/selected-node': 'a' } })],
    classes: [made],
    b: [NONE_FREE],
  },
  {
    name: 'one claim is bound elsewhere, the other gets no volume',
    pod: pod('two').claim('data').claim('logs').build(),
    claims: [...bound, claim('logs')],
    classes: [waiting()],
    volumes: [volume('pv', { ...only(HOST, 'a'), claimRef: { namespace: 'default', name: 'data' } })],
    a: [NONE_FREE],
    b: [NOT_REACHED, NONE_FREE],
  },
];

function both(name: string, world: Omit<World, 'nodes'>, reason: string): Row {
  return { name, ...world, a: [reason], b: [reason] };
}

function late(...volumes: NonNullable<World['volumes']>) {
  return { claims: [claim('data')], classes: [waiting()], volumes };
}

for (const { name, pod: incoming = p, a, b, ...world } of rows) {
  test(`volume binding: ${name}`, () => {
    const asked = ask(plugin(), incoming, worldOf({ nodes, ...world }));
    assert.deepEqual([asked.reasons('a'), asked.reasons('b')], [a, b]);
    for (const each of ['a', 'b'])
      if (asked.reasons(each)) assert.equal(asked.rejection(each)?.rejection.unresolvable, true);
  });
}

test('ephemeral volumes: the claim that a controller makes for this pod', () => {
  const own = pod('p').volume({ name: 'tmp', ephemeral: {} }).build();
  const controller = { apiVersion: 'v1', kind: 'Pod', name: 'p', controller: true };
  const made = (uid: string) => ({
    ...boundClaim('p-tmp', 'pv'),
    metadata: { ...boundClaim('p-tmp', 'pv').metadata, ownerReferences: [{ ...controller, uid }] },
  });
  const reasons = (...claims: NonNullable<World['claims']>) =>
    ask(plugin(), own, worldOf({ nodes, claims, volumes: [volume('pv')] })).reasons('a');
  assert.deepEqual(reasons(), [
    'waiting for ephemeral volume controller to create the persistentvolumeclaim "p-tmp"',
  ]);
  assert.deepEqual(reasons(made('uid-of-another')), [
    'PVC default/p-tmp was not created for pod default/p (pod is not owner)',
  ]);
  assert.equal(reasons(made('uid-of-p')), undefined);
});

test('volume binding: behind the reason is the volume, and what would have to change', () => {
  const world = { claims: bound, volumes: [volume('pv', only('disk', 'ssd'))] };
  const asked = ask(plugin(), p, worldOf({ nodes, ...world }));
  assert.equal(asked.detail('a'), 'volume pv of claim data asks for disk=ssd, the node has no label disk');
  const free = ask(plugin(), p, worldOf({ nodes, claims: [claim('data')], classes: [waiting()] }));
  assert.equal(
    free.detail('a'),
    'claim data: no volume of class local is free for the node, and none can be made',
  );
});

test('volume binding: only changes that can matter try the pod again', () => {
  const slow = waiting();
  const elsewhere = {
    ...slow,
    allowedTopologies: [{ matchLabelExpressions: [{ key: HOST, values: ['a'] }] }],
  };
  const helps = (change: Parameters<typeof worthATry>[2]) => worthATry(plugin(), p, change);
  assert.ok(helps({ event: 'claim-changed', now: claim('data') }));
  assert.ok(!helps({ event: 'claim-changed', now: claim('other') }));
  assert.ok(helps({ event: 'volume-changed', now: volume('pv') }));
  assert.ok(helps({ event: 'storage-class-changed', now: slow }));
  assert.ok(!helps({ event: 'storage-class-changed', before: slow, now: slow }));
  assert.ok(helps({ event: 'storage-class-changed', before: slow, now: elsewhere }));
  assert.ok(!helps({ event: 'pod-deleted', before: p }));
});
