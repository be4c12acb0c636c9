import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodSpec } from '../../../src/api/pod-spec.ts';
import { nodeDeclaredFeatures } from '../../../src/scheduler/plugins/node-declared-features.ts';
import { node, pod } from '../../helpers/builders.ts';
import { ask, askOne } from '../ask.ts';
import { worthATry } from '../hints.ts';
import { cacheOf, nodeInfo } from '../node-info.ts';

const RESTART = 'RestartAllContainersOnContainerExits';
const REJECTION = { reasons: ["node(s) didn't match Pod's required features"], unresolvable: true };
const n = (...declaredFeatures: readonly string[]) => node('n').status({ declaredFeatures }).build();
const p = (spec: Partial<PodSpec>) => pod('p').spec(spec).build();
const restarting = { name: 'c', restartPolicyRules: [{ action: 'RestartAllContainers' }] };
const mounting = { name: 'c', volumeMounts: [{ name: 'v', bindMountOptions: ['noexec'] }] };

const needs: readonly (readonly [string, Partial<PodSpec>])[] = [
  [RESTART, { containers: [restarting] }],
  [RESTART, { initContainers: [restarting] }],
  ['UserNamespacesHostNetworkSupport', { hostNetwork: true, hostUsers: false }],
  ['VolumeBindMountOptions', { containers: [mounting] }],
  ['VolumeBindMountOptions', { ephemeralContainers: [mounting] }],
];

for (const [feature, spec] of needs)
  test(`NodeDeclaredFeatures: ${feature} is needed by ${JSON.stringify(spec)}`, () => {
    assert.deepEqual(askOne(nodeDeclaredFeatures, p(spec), n('Another')).rejection, REJECTION);
    assert.equal(askOne(nodeDeclaredFeatures, p(spec), n(feature)).rejection, undefined);
  });

test('pods that use none of them are not looked at', () => {
  const plain: readonly Partial<PodSpec>[] = [
    {},
    { hostNetwork: true },
    { hostNetwork: true, hostUsers: true },
    { hostUsers: false },
    {
      containers: [{ name: 'c', restartPolicyRules: [{ action: 'Restart' }], volumeMounts: [{ name: 'v' }] }],
    },
  ];
  for (const spec of plain)
    assert.deepEqual(ask(nodeDeclaredFeatures, p(spec), cacheOf([n()])).cycle.found.filters, []);
});

test('says what is missing', () => {
  const spec = { containers: [{ ...restarting, ...mounting }] };
  assert.equal(askOne(nodeDeclaredFeatures, p(spec), n(RESTART)).detail, 'needs VolumeBindMountOptions');
  const features = [RESTART, 'VolumeBindMountOptions'];
  assert.equal(
    nodeDeclaredFeatures.wayOut?.(p(spec), nodeInfo(n()), features),
    `n declares ${RESTART} and VolumeBindMountOptions`,
  );
});

test('tried again when a node comes or declares something else, or when the pod needs something else', () => {
  const waiting = p({ containers: [restarting] });
  const tries = (change: Parameters<typeof worthATry>[2]) => worthATry(nodeDeclaredFeatures, waiting, change);
  assert.equal(tries({ event: 'node-added', now: n() }), true);
  assert.equal(tries({ event: 'node-features', before: n(), now: n(RESTART) }), true);
  assert.equal(tries({ event: 'node-features', before: n(RESTART), now: n(RESTART) }), false);
  assert.equal(tries({ event: 'pod-changed', before: p({ containers: [mounting] }), now: waiting }), true);
  assert.equal(tries({ event: 'pod-changed', before: waiting, now: waiting }), false);
  assert.equal(tries({ event: 'node-labels', before: n(), now: n() }), false);
});
