import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Pod } from '../../src/api/types.ts';
import { StoreWriter } from '../../src/informer/store.ts';
import { pod } from '../helpers/builders.ts';

function recorded() {
  const told: string[] = [];
  const store = new StoreWriter<Pod>({
    onAdd: ({ metadata }) => told.push(`add ${metadata.name}/${metadata.uid}`),
    onUpdate: (before, now) =>
      told.push(`update ${before.metadata.resourceVersion}→${now.metadata.resourceVersion}`),
    onDelete: ({ metadata }) => told.push(`delete ${metadata.name}/${metadata.uid}`),
  });
  return { store, taken: () => told.splice(0) };
}

const a1 = pod('a').uid('1').version('1').build();

test('a form that is known already is no news', () => {
  const { store, taken } = recorded();
  store.put(a1);
  store.put(pod('a').uid('1').version('1').build());
  store.replace([a1]);
  assert.deepEqual(taken(), ['add a/1']);
});

test('another version is an update, from what was known to what is', () => {
  const { store, taken } = recorded();
  store.put(a1);
  store.put(pod('a').uid('1').version('2').build());
  assert.deepEqual(taken(), ['add a/1', 'update 1→2']);
});

test('the same name with a new uid is a delete and an add', () => {
  const { store, taken } = recorded();
  store.put(a1);
  store.put(pod('a').uid('2').version('2').build());
  store.replace([pod('a').uid('3').version('3').build()]);
  assert.deepEqual(taken(), ['add a/1', 'delete a/1', 'add a/2', 'delete a/2', 'add a/3']);
});

test('the late delete of a predecessor leaves its successor', () => {
  const { store, taken } = recorded();
  store.put(pod('a').uid('2').version('2').build());
  store.remove(a1);
  store.remove(pod('b').build());
  assert.deepEqual(taken(), ['add a/2']);
  assert.equal(store.size, 1);
});

test('a new list tells first what is gone, and readers see the new list already then', () => {
  const seen: (string[] | string)[] = [];
  const store: StoreWriter<Pod> = new StoreWriter<Pod>({
    onAdd: ({ metadata }) => seen.push(`add ${metadata.name}`),
    onUpdate: () => {},
    onDelete: () => seen.push(store.list().map(({ metadata }) => metadata.name)),
  });
  store.put(a1);
  store.replace([pod('b').build(), pod('c').build()]);
  assert.deepEqual(seen, ['add a', ['b', 'c'], 'add b', 'add c']);
});

test('objects of the same name in two namespaces are two', () => {
  const { store } = recorded();
  store.put(a1);
  store.put(pod('a').namespace('other').build());
  assert.equal(store.size, 2);
  assert.equal(store.get({ namespace: 'other', name: 'a' })?.metadata.namespace, 'other');
});
