import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  fenceposts,
  healthyResizes,
  maxSurge,
  maxUnavailable,
  mayScaleDown,
  newSetReplicas,
  proportionalResizes,
  specReplicas,
  sum,
  unhealthyResizes,
} from '../../../../src/embedded/controllers/deployment/arithmetic.ts';
import type { Deployment, IntOrString, ReplicaSet } from '../../../../src/embedded/data/types.ts';

function deployment(replicas: number, surge: IntOrString, unavailable: IntOrString): Deployment {
  return {
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: {},
      template: {},
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
    },
  };
}

function set(name: string, replicas: number, available: number, maxReplicas?: number): ReplicaSet {
  const annotations =
    maxReplicas === undefined
      ? {}
      : { annotations: { 'deployment.kubernetes.io/max-replicas': String(maxReplicas) } };
  return {
    metadata: { name, creationTimestamp: `2026-01-01T00:00:0${String(name.length)}Z`, ...annotations },
    spec: { replicas, selector: {} },
    status: { replicas, availableReplicas: available },
  };
}

test('percentages are rounded up for the surge and down for the missing, and never both to zero', () => {
  const table = [
    { replicas: 10, surge: '25%', unavailable: '25%', expected: { surge: 3, unavailable: 2 } },
    { replicas: 3, surge: '25%', unavailable: '25%', expected: { surge: 1, unavailable: 0 } },
    { replicas: 2, surge: 0, unavailable: '1%', expected: { surge: 0, unavailable: 1 } },
    { replicas: 4, surge: 2, unavailable: 1, expected: { surge: 2, unavailable: 1 } },
  ];
  for (const { replicas, surge, unavailable, expected } of table)
    assert.deepEqual(fenceposts(deployment(replicas, surge, unavailable)), expected);
});

test('a rolling update keeps within both limits at every step and comes to its end', () => {
  const limits = fc.record({
    replicas: fc.integer({ min: 0, max: 30 }),
    surge: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('0%', '25%', '50%', '100%')),
    unavailable: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('0%', '25%', '50%', '100%')),
  });
  fc.assert(
    fc.property(limits, ({ replicas, surge, unavailable }) => {
      const rollout = deployment(replicas, surge, unavailable);
      const [most, least] = [replicas + maxSurge(rollout), replicas - maxUnavailable(rollout)];
      let [old, fresh] = [replicas, 0];
      for (let step = 0; step < 200 && (old > 0 || fresh < replicas); step += 1) {
        // every pod that is there is available at once
        const [oldSet, newSet] = [set('o', old, old), set('nn', fresh, fresh)];
        const grown = newSetReplicas(rollout, [oldSet, newSet], fresh);
        if (grown === fresh && mayScaleDown(rollout, [oldSet, newSet], newSet) > 0)
          for (const { replicas: size } of healthyResizes(rollout, [oldSet], [oldSet, newSet])) old = size;
        fresh = grown;
        assert.ok(old + fresh <= most, `${String(old)} + ${String(fresh)} of at most ${String(most)}`);
        assert.ok(old + fresh >= least, `${String(old)} + ${String(fresh)} of at least ${String(least)}`);
      }
      assert.deepEqual([old, fresh], [0, replicas]);
    }),
  );
});

test('pods of old sets that are not available go first, the oldest set first, and not more than allowed', () => {
  const sets = [set('a', 3, 1), set('bb', 4, 4), set('ccc', 2, 0)];
  const sizes = unhealthyResizes(sets, 3).map(({ set: { metadata }, replicas }) => [metadata.name, replicas]);
  assert.deepEqual(sizes, [
    ['a', 1],
    ['ccc', 1],
  ]);
});

test('old sets are not shrunk while the new pods are not available', () => {
  const rollout = deployment(10, 3, 2);
  const [old, fresh] = [set('o', 8, 8), set('nn', 5, 0)];
  assert.equal(mayScaleDown(rollout, [old, fresh], fresh), 0);
});

test('scaled in the middle of a rollout, all sets grow or shrink in proportion to exactly what is allowed', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 5 }),
      (counts, desired, surge) => {
        const before = counts.reduce((total, count) => total + count, 0);
        const sets = counts.map((count, at) => set('x'.repeat(at + 1), count, count, before));
        const resizes = proportionalResizes(deployment(desired, surge, 1), sets);
        const allowed = desired > 0 ? desired + surge : 0;
        assert.equal(
          resizes.reduce((total, { replicas }) => total + replicas, 0),
          allowed,
        );
        const grows = allowed >= sum(sets, specReplicas);
        // what rounding left may move the largest, which comes first, by as much as there are sets
        for (const { set: one, replicas } of resizes.slice(1))
          assert.ok(grows ? replicas >= specReplicas(one) : replicas <= specReplicas(one));
        assert.ok(resizes.every(({ replicas }) => replicas >= 0));
      },
    ),
  );
});

test('a deployment of 10 with 3 surge scaled to 15 in mid-rollout grows as the documentation shows', () => {
  // https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling
  const resizes = proportionalResizes(deployment(15, 3, 2), [set('old', 8, 8, 13), set('new1', 5, 0, 13)]);
  assert.deepEqual(
    resizes.map(({ set: { metadata }, replicas }) => [metadata.name, replicas]),
    [
      ['old', 11],
      ['new1', 7],
    ],
  );
});
