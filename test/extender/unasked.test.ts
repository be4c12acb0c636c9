import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unasked } from '../../src/app/extender/unasked.ts';
import type { PluginEntry } from '../../src/scheduler/framework/plugin.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';

const context = { api: new MemoryApi(), clock: new FakeClock(), random: () => 0 };
const of = (...plugins: PluginEntry[]) => unasked([{ schedulerName: 'x', plugins }]);

test('of our policies nothing goes unasked: what kube-scheduler has, it does itself', () => {
  for (const policy of ['least-pods', 'default', 'weighted'] as const)
    assert.deepEqual(of(...policyPlugins(policy, context)), [], policy);
});

test('a plugin that kube-scheduler does not have is told with the points at which nobody asks it', () => {
  const plugin = {
    name: 'Mine',
    filter: () => undefined,
    reserve: () => undefined,
    unreserve: () => undefined,
    permit: () => undefined,
  };
  assert.deepEqual(of({ plugin, weight: 1 }, { plugin, weight: 1 }), ['Mine at reserve, permit']);
});

test('where it is not enabled at a point, nothing is missed there', () => {
  const plugin = { name: 'Mine', score: () => 1, permit: () => undefined };
  assert.deepEqual(of({ plugin, weight: 1, points: new Set(['score'] as const) }), []);
});
