import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { StoredObject } from '../../../../src/embedded/api/stored-object.ts';
import { ObjectIndex } from '../../../../src/embedded/controllers/runtime/object-index.ts';
import { createStore } from '../../../../src/embedded/store/create-store.ts';

const STORAGE = 'things';

function words({ metadata }: StoredObject): string[] {
  return Object.keys(metadata.labels ?? {});
}

function thing(name: string, labels: readonly string[]): StoredObject {
  return { metadata: { name, labels: Object.fromEntries(labels.map((label) => [label, ''])) } };
}

test('an index always finds what a search through the store would', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const labels = fc.uniqueArray(fc.constantFrom('x', 'y', 'z'));
  const write = fc.record({ name, labels, isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(write), fc.array(write), (before, after) => {
      const store = createStore();
      const apply = (writes: typeof before): void => {
        for (const { name: key, labels: has, isGone } of writes) {
          const old = store.get(STORAGE, key);
          if (!old) store.create(STORAGE, key, thing(key, has));
          else if (isGone) store.remove(STORAGE, key, old.revision);
          else store.replace(STORAGE, key, thing(key, has), old.revision);
        }
      };
      apply(before);
      const index = new ObjectIndex<StoredObject>({ store, storage: STORAGE, wordsOf: words });
      apply(after);
      for (const word of ['x', 'y', 'z']) {
        const found = index.get(word).map(({ metadata }) => metadata.name);
        const there = store.list(STORAGE).filter(({ object }) => words(object).includes(word));
        assert.deepEqual(
          found.toSorted((a = '', b = '') => (a < b ? -1 : 1)),
          there.map(({ key }) => key),
        );
        assert.equal(index.count(word), there.length);
      }
    }),
  );
});

test('a change is told under the words of before and of after', () => {
  const store = createStore();
  const told: string[] = [];
  const index = new ObjectIndex<StoredObject>({
    store,
    storage: STORAGE,
    wordsOf: words,
    onChange: (word, { type }) => told.push(`${type} ${word}`),
  });
  const first = store.create(STORAGE, 'a', thing('a', ['x', 'y']));
  const second = store.replace(STORAGE, 'a', thing('a', ['y', 'z']), first?.revision ?? 0);
  store.remove(STORAGE, 'a', second?.revision ?? 0);
  assert.deepEqual(told, [
    'ADDED x',
    'ADDED y',
    'MODIFIED y',
    'MODIFIED z',
    'MODIFIED x',
    'DELETED y',
    'DELETED z',
  ]);
  index.stop();
  store.create(STORAGE, 'b', thing('b', ['x']));
  assert.equal(told.length, 7);
});
