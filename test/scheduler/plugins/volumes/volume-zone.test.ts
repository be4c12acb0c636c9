import assert from 'node:assert/strict';
import { test } from 'node:test';
import { volumeZone } from '../../../../src/scheduler/plugins/volumes/volume-zone.ts';
import { node, pod } from '../../../helpers/builders.ts';
import { ask } from '../../ask.ts';
import { worthATry } from '../../hints.ts';
import { boundClaim, claim, volume, waiting, type World, worldOf } from './builders.ts';

const ZONE = 'topology.kubernetes.io/zone';
const BETA = 'failure-domain.beta.kubernetes.io/zone';
const nodes = [
  node('a').label(ZONE, 'a').build(),
  node('b').label(ZONE, 'b').build(),
  node('beta').label(BETA, 'a').build(),
  node('none').build(),
];
const p = pod('p').claim('data').build();
const claims = [boundClaim('data', 'pv')];

const rows: readonly (readonly [string, Omit<World, 'nodes'>, readonly string[] | string])[] = [
  [
    'the zone of the volume, and where nobody speaks of zones',
    { claims, volumes: [volume('pv', {}, { [ZONE]: 'a' })] },
    ['a', 'none'],
  ],
  ['several zones in one label', { claims, volumes: [volume('pv', {}, { [ZONE]: 'b__c' })] }, ['b', 'none']],
  [
    'an old label of the volume is read on nodes of both kinds',
    { claims, volumes: [volume('pv', {}, { [BETA]: 'a' })] },
    ['a', 'beta', 'none'],
  ],
  [
    'a label that cannot be read is passed over',
    { claims, volumes: [volume('pv', {}, { [ZONE]: 'b__' })] },
    ['a', 'b', 'beta', 'none'],
  ],
  ['no labels: anywhere', { claims, volumes: [volume('pv')] }, ['a', 'b', 'beta', 'none']],
  [
    'the class waits for the pod: anywhere',
    { claims: [claim('data')], classes: [waiting()] },
    ['a', 'b', 'beta', 'none'],
  ],
  ['no such claim', {}, 'persistentvolumeclaim "data" not found'],
  ['no such volume', { claims }, 'persistentvolume "pv" not found'],
  ['no such class', { claims: [claim('data')] }, 'storageclass.storage.k8s.io "local" not found'],
  [
    'no volume and no class',
    { claims: [claim('data', { storageClassName: '' })] },
    'PersistentVolumeClaim had no pv name and storageClass name',
  ],
  [
    'a class that does not wait',
    { claims: [claim('data')], classes: [waiting('local', { volumeBindingMode: 'Immediate' })] },
    'PersistentVolume had no name',
  ],
];

for (const [name, world, expected] of rows) {
  test(`volume zones: ${name}`, () => {
    const asked = ask(volumeZone, p, worldOf({ nodes, ...world }));
    if (typeof expected === 'string') assert.deepEqual(asked.reasons('none'), [expected]);
    else assert.deepEqual(asked.feasible, expected);
  });
}

test('volume zones: the reason is upstream’s, behind it is the volume', () => {
  const asked = ask(
    volumeZone,
    p,
    worldOf({ nodes, claims, volumes: [volume('pv', {}, { [ZONE]: 'a__c' })] }),
  );
  assert.deepEqual(asked.rejection('b')?.rejection, {
    reasons: ['node(s) had no available volume zone'],
    unresolvable: true,
  });
  assert.equal(asked.detail('b'), `volume pv is for ${ZONE} a or c`);
});

test('volume zones: only changes that can matter try the pod again', () => {
  const zoned = volume('pv', {}, { [ZONE]: 'a' });
  assert.ok(worthATry(volumeZone, p, { event: 'claim-changed', now: claim('data') }));
  assert.ok(!worthATry(volumeZone, p, { event: 'claim-changed', now: claim('other') }));
  assert.ok(
    !worthATry(volumeZone, p, { event: 'claim-changed', now: claim('data', {}, { namespace: 'x' }) }),
  );
  assert.ok(worthATry(volumeZone, p, { event: 'volume-changed', before: zoned, now: volume('pv') }));
  assert.ok(!worthATry(volumeZone, p, { event: 'volume-changed', before: zoned, now: zoned }));
  assert.ok(worthATry(volumeZone, p, { event: 'storage-class-changed', now: waiting() }));
  assert.ok(!worthATry(volumeZone, p, { event: 'storage-class-changed', before: waiting(), now: waiting() }));
});
