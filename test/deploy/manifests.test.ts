import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { CLUSTER_KINDS, labelsOf, NAMESPACED_KINDS } from '../../src/deploy/deployment.ts';
import { manifestsOf } from '../../src/deploy/manifests.ts';
import { CLUSTER_RIGHTS, leaseRights } from '../../src/deploy/rights.ts';
import { OFFLINE } from '../../src/app/scheduling/offline-api.ts';
import { loadScheduling } from '../../src/app/scheduling/scheduling.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { POLICIES } from '../../src/scheduler/policy.ts';

const DEPLOYMENT = {
  name: 'mine',
  namespace: 'kube-system',
  image: 'an-image',
  replicas: 2,
  configuration: 'kind: KubeSchedulerConfiguration\n',
  serves: ['mine'],
  flags: [],
  systemRole: false,
};

void suite('the manifests of a scheduler in a cluster', () => {
  void test('all that is made is found again by its labels, and of a kind that is removed', () => {
    for (const systemRole of [false, true]) {
      for (const { kind, metadata } of manifestsOf({ ...DEPLOYMENT, systemRole })) {
        assert.deepEqual(metadata.labels, labelsOf('mine'), kind);
        const removed: readonly string[] =
          metadata.namespace === undefined ? CLUSTER_KINDS : ['deployments', ...NAMESPACED_KINDS];
        assert.ok(removed.includes(`${kind.toLowerCase()}s`), kind);
      }
    }
  });

  void test('no right reaches further than what is used: no wildcard, no secret, nothing that is escalated by', () => {
    for (const { apiGroup, resources, verbs } of [...CLUSTER_RIGHTS, ...leaseRights('mine')]) {
      const words = [apiGroup, ...resources, ...verbs];
      for (const word of ['*', 'secrets', 'update', 'deletecollection', 'escalate', 'bind', 'impersonate'])
        assert.ok(!words.includes(word), `${word} in ${words.join(' ')}`);
    }
  });

  void test('every right says something else of what it is for', () => {
    const reasons = [...CLUSTER_RIGHTS, ...leaseRights('mine')].map(({ why }) => why);
    assert.equal(new Set(reasons).size, reasons.length);
  });

  void test("with the system's roles there is no role of ours for the whole cluster", () => {
    const kinds = manifestsOf({ ...DEPLOYMENT, systemRole: true }).map(({ kind }) => kind);
    assert.ok(!kinds.includes('ClusterRole'));
    assert.equal(kinds.filter((kind) => kind === 'ClusterRoleBinding').length, 2);
  });

  void test('every kind that a plugin of any policy reads may be read', async () => {
    const readable = new Set(
      CLUSTER_RIGHTS.filter(({ verbs }) => verbs.includes('list') && verbs.includes('watch')).flatMap(
        ({ resources }) => resources,
      ),
    );
    for (const policy of POLICIES) {
      const { profiles } = await loadScheduling({ policy, plugins: [], schedulerName: 'mine' }, '/');
      const entries = profiles({ api: OFFLINE, clock: systemClock, random: () => 0 }).flatMap(
        ({ plugins }) => plugins,
      );
      for (const { plural } of entries.flatMap(({ plugin }) => plugin.reads ?? []))
        assert.ok(readable.has(plural), `${policy} reads ${plural}`);
    }
  });
});
