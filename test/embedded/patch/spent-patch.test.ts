import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spentPatch } from '../../../src/embedded/patch/spent-patch.ts';

const POD = 'core/v1.Pod';
const live = {
  metadata: { name: 'one', labels: { app: 'one' }, finalizers: ['a/b'] },
  spec: { containers: [{ name: 'main', image: 'one', env: [{ name: 'A', value: '1' }] }] },
};

const rows: readonly (readonly [string, Readonly<Record<string, unknown>>, object])[] = [
  [
    'lists with an order are taken out, with their order',
    {
      spec: {
        '$setElementOrder/containers': [{ name: 'main' }],
        containers: [{ name: 'main', image: 'two' }],
        hostname: 'x',
      },
    },
    { spec: { hostname: 'x' } },
  ],
  [
    'so they are from the items of a list without one',
    {
      spec: {
        containers: [
          { name: 'main', '$setElementOrder/env': [{ name: 'A' }], env: [{ name: 'A', value: '2' }], x: 1 },
        ],
      },
    },
    { spec: { containers: [{ name: 'main', x: 1 }] } },
  ],
  ['a null stays', { metadata: { labels: { app: null } } }, { metadata: { labels: { app: null } } }],
  [
    'but not inside of what is new',
    { metadata: { annotations: { a: null, b: 'c' } } },
    { metadata: { annotations: { b: 'c' } } },
  ],
  ['a replacing map loses that word', { spec: { $patch: 'replace', x: 1 } }, { spec: { x: 1 } }],
  ['a deleting map stays', { spec: { $patch: 'delete' } }, { spec: { $patch: 'delete' } }],
  [
    'kept keys are taken out',
    { metadata: { labels: { $retainKeys: ['a'], a: 'b' } } },
    { metadata: { labels: { a: 'b' } } },
  ],
];
for (const [name, patch, left] of rows)
  test(`of a merged patch is left what the real server quotes: ${name}`, () => {
    const before = structuredClone(patch);
    assert.deepEqual(spentPatch(live, patch, POD), left);
    assert.deepEqual(patch, before, 'the patch itself is as it was');
  });
