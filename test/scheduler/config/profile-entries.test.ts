import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { profileEntries } from '../../../src/scheduler/config/profile-entries.ts';
import { readConfiguration } from '../../../src/scheduler/config/read-configuration.ts';
import { plain, type Registry } from '../../../src/scheduler/config/registry.ts';
import { EXTENSION_POINTS } from '../../../src/scheduler/framework/extension-points.ts';
import type { Plugin } from '../../../src/scheduler/framework/plugin.ts';
import { atPoints, CONTEXT, mistake } from './read.ts';

const fits = () => undefined;
const zero = () => 0;
const PLUGINS: readonly Plugin[] = [
  { name: 'Sorter', less: () => true },
  { name: 'Binder', bind: () => Promise.resolve() },
  { name: 'All', filter: fits, preScore: () => ({ skip: true }), score: zero },
  { name: 'Filters', filter: fits },
  { name: 'Scores1', score: zero },
  { name: 'Scores2', preScore: () => ({ skip: true }), score: zero },
];
const REGISTRY: Registry = new Map(PLUGINS.map((plugin) => [plugin.name, plain(() => plugin)]));
const ALWAYS = ['Sorter', 'Binder'];

type Set = {
  readonly enabled?: readonly (string | readonly [string, number])[];
  readonly disabled?: readonly string[];
};

/** Enabled in multiPoint (with a binder and a sorter), and what the sets say. */
function entries(multiPoint: Set['enabled'], sets: Readonly<Record<string, Set>> = {}) {
  const all: Readonly<Record<string, Set>> = {
    multiPoint: { enabled: [...ALWAYS, ...(multiPoint ?? [])], disabled: ['*'] },
    ...sets,
  };
  const plugins = Object.fromEntries(
    Object.entries(all).map(([name, { enabled = [], disabled = [] }]) => [
      name,
      {
        enabled: enabled.map((one) =>
          typeof one === 'string' ? { name: one } : { name: one[0], weight: one[1] },
        ),
        disabled: disabled.map((one) => ({ name: one })),
      },
    ]),
  );
  const { profiles } = readConfiguration(
    {
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      profiles: [{ plugins }],
    },
    { registry: REGISTRY, schedulerName: 's' },
  );
  return profiles.flatMap((profile) => profileEntries(profile, CONTEXT));
}

const weights = (of: ReturnType<typeof entries>) =>
  Object.fromEntries(
    of
      .filter(({ plugin, points }) => plugin.score && points?.has('score'))
      .map(({ plugin, weight }) => [plugin.name, weight]),
  );

// after upstream's framework_test.go, TestNewFrameworkMultiPointExpansion

test('a plugin of multiPoint takes part at every point that it has, once', () => {
  const found = entries([['All', 5]]);
  assert.deepEqual(atPoints(found), {
    queueSort: ['Sorter'],
    filter: ['All'],
    preScore: ['All'],
    score: ['All'],
    bind: ['Binder'],
  });
  assert.deepEqual(weights(found), { All: 5 });
  assert.equal(found.length, 3);
});

test('one point can leave out a plugin, or all', () => {
  assert.deepEqual(atPoints(entries(['All', 'Scores1'], { score: { disabled: ['All'] } })).score, [
    'Scores1',
  ]);
  const none = atPoints(entries(['All', 'Scores1'], { score: { disabled: ['*'] } }));
  assert.equal(none.score, undefined);
  assert.deepEqual(none.filter, ['All']);
  assert.deepEqual(
    atPoints(entries(['All', 'Scores1'], { score: { disabled: ['*'], enabled: ['Scores2'] } })).score,
    ['Scores2'],
  );
});

test('the order of a point comes before that of multiPoint, for what both name; what only the point names comes last', () => {
  const found = atPoints(entries(['Scores2', 'All', 'Scores1'], { score: { enabled: ['Scores1', 'All'] } }));
  assert.deepEqual(found.score, ['Scores1', 'All', 'Scores2']);
  assert.deepEqual(found.preScore, ['Scores2', 'All']);
  assert.deepEqual(
    atPoints(entries(['All', 'Scores1'], { score: { enabled: ['Scores2', 'Scores1', 'All'] } })).score,
    ['Scores1', 'All', 'Scores2'],
  );
});

test('the weight that the score set says counts, else that of multiPoint, else 1', () => {
  assert.deepEqual(weights(entries([['All', 5], 'Scores1'], { score: { enabled: [['All', 3]] } })), {
    All: 3,
    Scores1: 1,
  });
  assert.deepEqual(weights(entries([['All', 5]], { score: { enabled: ['All'] } })), { All: 1 });
});

test('what cannot be is said with its place', () => {
  const row = (...args: Parameters<typeof entries>) => mistake(() => entries(...args));
  const at = 'profiles[0].plugins';
  assert.equal(row(['All', 'All']), `${at}.multiPoint.enabled[3]: plugin "All" is enabled twice`);
  assert.equal(
    row([], { score: { enabled: ['Filters'] } }),
    `${at}.score.enabled[0]: plugin "Filters" has no extension point score`,
  );
  assert.equal(
    row([], { score: { enabled: ['All', 'All'] } }),
    `${at}.score.enabled[1]: plugin "All" is enabled twice`,
  );
  assert.equal(
    row([], { score: { enabled: [['All', 0]] } }),
    `${at}.score.enabled[0].weight: a plugin that scores has a weight of 1 or more; to leave All out, name it in disabled`,
  );
  // kube-scheduler's own files say weight 0 in multiPoint where they say nothing
  assert.deepEqual(weights(entries([['All', 0]])), { All: 1 });
  assert.match(
    row([], { queueSort: { disabled: ['*'] } }) ?? '',
    /must sort the queue .*, not 0: PrioritySort/,
  );
  assert.match(row([], { bind: { disabled: ['Binder'] } }) ?? '', /must bind/);
});

test('whatever is enabled where, each point has what it should, in the order of its own set, of multiPoint, of its own set', () => {
  const names = fc.uniqueArray(fc.constantFrom<string[]>('All', 'Scores1', 'Scores2'));
  fc.assert(
    fc.property(names, names, fc.subarray(['All', 'Scores1', 'Scores2', '*']), (shared, own, disabled) => {
      const found = atPoints(entries(shared, { score: { enabled: own, disabled } })).score ?? [];
      const inherited = disabled.includes('*') ? [] : shared.filter((name) => !disabled.includes(name));
      assert.deepEqual(new Set(found), new Set([...own, ...inherited]));
      assert.equal(found.length, new Set(found).size);
      const rank = (name: string) => (!inherited.includes(name) ? 3 : own.includes(name) ? 1 : 2);
      assert.deepEqual(
        found.map(rank),
        found.map(rank).toSorted((a, b) => a - b),
      );
    }),
  );
});

test('every extension point can be set', () => {
  for (const point of EXTENSION_POINTS)
    assert.equal(
      mistake(() => entries([], { [point]: { disabled: ['All'] } })),
      undefined,
      point,
    );
});
