import assert from 'node:assert/strict';
import { test } from 'node:test';

import { policyOf } from '../../../src/app/explain/explain.ts';

test("a pod is judged by its scheduler's policy as far as that is known", () => {
  const ours = 'workshop-scheduler';
  for (const [name, serving, policy] of [
    [ours, undefined, 'least-pods'],
    [ours, { scheduler: ours, policy: 'random' }, 'random'],
    [ours, { scheduler: 'other', policy: 'random' }, 'least-pods'],
    // a configuration of the person's own
    [ours, { scheduler: ours, policy: 'custom' }, 'default'],
    // a program of the person's own
    [ours, { scheduler: ours }, 'least-pods'],
    ['default-scheduler', undefined, 'default'],
    ['default-scheduler', { scheduler: ours, policy: 'random' }, 'default'],
  ] as const)
    assert.equal(policyOf(name, serving), policy, JSON.stringify([name, serving]));
});
