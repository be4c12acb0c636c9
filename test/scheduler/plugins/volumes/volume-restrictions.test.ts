import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Volume } from '../../../../src/api/pod-spec.ts';
import { volumeRestrictions } from '../../../../src/scheduler/plugins/volumes/volume-restrictions.ts';
import { node, pod } from '../../../helpers/builders.ts';
import { ask } from '../../ask.ts';
import { worthATry } from '../../hints.ts';
import { boundClaim, claim, worldOf } from './builders.ts';

const nodes = [node('n').build(), node('m').build()];
const DISK = 'node(s) had no available disk';
const IN_USE =
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';

/** Another pod on n has the first volume, the pod comes with the second. */
const rows: readonly (readonly [string, Omit<Volume, 'name'>, Omit<Volume, 'name'>, boolean])[] = [
  [
    'a GCE disk that one writes',
    { gcePersistentDisk: { pdName: 'd' } },
    { gcePersistentDisk: { pdName: 'd', readOnly: true } },
    true,
  ],
  [
    'a GCE disk that both read',
    { gcePersistentDisk: { pdName: 'd', readOnly: true } },
    { gcePersistentDisk: { pdName: 'd', readOnly: true } },
    false,
  ],
  ['two GCE disks', { gcePersistentDisk: { pdName: 'd' } }, { gcePersistentDisk: { pdName: 'e' } }, false],
  [
    'an EBS volume, also when both read',
    { awsElasticBlockStore: { volumeID: 'v', readOnly: true } },
    { awsElasticBlockStore: { volumeID: 'v', readOnly: true } },
    true,
  ],
  [
    'two EBS volumes',
    { awsElasticBlockStore: { volumeID: 'v' } },
    { awsElasticBlockStore: { volumeID: 'w' } },
    false,
  ],
  ['an iSCSI target that one writes', { iscsi: { iqn: 'i' } }, { iscsi: { iqn: 'i' } }, true],
  [
    'an iSCSI target that both read',
    { iscsi: { iqn: 'i', readOnly: true } },
    { iscsi: { iqn: 'i', readOnly: true } },
    false,
  ],
  [
    'a Ceph image by one common monitor',
    { rbd: { monitors: ['a', 'b'], image: 'x', pool: 'rbd' } },
    { rbd: { monitors: ['b'], image: 'x' } },
    true,
  ],
  [
    'a Ceph image of another cluster',
    { rbd: { monitors: ['a'], image: 'x' } },
    { rbd: { monitors: ['b'], image: 'x' } },
    false,
  ],
  [
    'a Ceph image of another pool',
    { rbd: { monitors: ['a'], image: 'x', pool: 'p' } },
    { rbd: { monitors: ['a'], image: 'x' } },
    false,
  ],
  [
    'disks of two kinds',
    { gcePersistentDisk: { pdName: 'd' } },
    { awsElasticBlockStore: { volumeID: 'd' } },
    false,
  ],
];

for (const [name, existing, incoming, conflict] of rows) {
  test(`disks: ${name} ${conflict ? 'cannot be shared' : 'are no conflict'}`, () => {
    const other = pod('other')
      .volume({ name: 'v', ...existing })
      .on('n')
      .build();
    const asked = ask(
      volumeRestrictions,
      pod('p')
        .volume({ name: 'v', ...incoming })
        .build(),
      worldOf({ nodes, pods: [other] }),
    );
    assert.deepEqual(asked.reasons('n'), conflict ? [DISK] : undefined);
    assert.equal(asked.reasons('m'), undefined);
    if (conflict) assert.equal(asked.detail('n'), 'pod default/other has the disk');
  });
}

const single = boundClaim('data', 'pv', { accessModes: ['ReadWriteOncePod'] });
const p = pod('p').claim('data').build();

test('ReadWriteOncePod: one pod in the whole cluster; when it goes the claim is free', () => {
  const user = pod('user').claim('data').on('n').build();
  const asked = ask(volumeRestrictions, p, worldOf({ nodes, pods: [user], claims: [single] }));
  assert.deepEqual([asked.reasons('n'), asked.reasons('m')], [[IN_USE], [IN_USE]]);
  assert.equal(asked.rejection('n')?.rejection.unresolvable, undefined);
  const [m, n] = worldOf({ nodes, pods: [user] }).nodes.map((info) => asked.cycle.tryOn(info));
  n?.remove(user);
  assert.equal(n?.fits(), true);
  assert.equal(m?.fits(), false);
  n?.add(user);
  assert.equal(n?.fits(), false);
});

test('ReadWriteOncePod: other claims and other namespaces do not count', () => {
  const pods = [
    pod('user').namespace('x').claim('data').on('n').build(),
    pod('other').claim('logs').on('n').build(),
  ];
  assert.deepEqual(ask(volumeRestrictions, p, worldOf({ nodes, pods, claims: [single] })).feasible, [
    'm',
    'n',
  ]);
  const shared = boundClaim('data', 'pv');
  const user = pod('user').claim('data').on('n').build();
  assert.deepEqual(ask(volumeRestrictions, p, worldOf({ nodes, pods: [user], claims: [shared] })).feasible, [
    'm',
    'n',
  ]);
});

test('a claim that is not there keeps the pod waiting', () => {
  assert.deepEqual(ask(volumeRestrictions, p, worldOf({ nodes })).rejection('n')?.rejection, {
    reasons: ['persistentvolumeclaim "data" not found'],
    unresolvable: true,
  });
});

test('volume restrictions: only changes that can matter try the pod again', () => {
  const gone = (other: ReturnType<typeof pod>) =>
    worthATry(volumeRestrictions, p, { event: 'pod-deleted', before: other.build() });
  assert.ok(gone(pod('user').claim('data')));
  assert.ok(!gone(pod('user').claim('logs')));
  assert.ok(!gone(pod('user').namespace('x').claim('data')));
  assert.ok(worthATry(volumeRestrictions, p, { event: 'claim-changed', now: claim('data') }));
  assert.ok(
    !worthATry(volumeRestrictions, p, { event: 'claim-changed', before: claim('data'), now: claim('data') }),
  );
});
