import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import type { StoredObject } from '../../../src/embedded/api/stored-object.ts';
import { createStore } from '../../../src/embedded/store/create-store.ts';
import type { Entry } from '../../../src/embedded/api/entry.ts';
import type { Change, Store } from '../../../src/embedded/store/store.ts';

const NAMESPACES = ['a', 'a-b', 'a0', 'b'];

const command = fc.record({
  op: fc.constantFrom('create', 'replace', 'remove', 'stale' as const),
  storage: fc.constantFrom('pods', 'nodes'),
  namespace: fc.constantFrom(...NAMESPACES),
  name: fc.nat(3).map((number) => `p${String(number)}`),
});

type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** What a collection looked like after each revision: the slowest store that can be right. */
type Past = Record<string, number>[];

function run(store: Store, { op, storage, namespace, name }: Command, now: Record<string, number>): void {
  const key = `${namespace}/${name}`;
  const object = (): StoredObject => ({ metadata: { namespace, name } });
  const held = now[`${storage}|${key}`];
  if (op === 'create') assert.equal(store.create(storage, key, object()) === undefined, held !== undefined);
  if (op === 'replace') {
    assert.equal(store.replace(storage, key, object(), held ?? 0) === undefined, held === undefined);
  }
  if (op === 'remove') assert.equal(store.remove(storage, key, held ?? 0) === undefined, held === undefined);
  if (op === 'stale') assert.equal(store.replace(storage, key, object(), (held ?? 5) - 1), undefined);
  const writes =
    (op === 'create' && held === undefined) || ((op === 'replace' || op === 'remove') && held !== undefined);
  if (!writes) return;
  if (op === 'remove') delete now[`${storage}|${key}`];
  else now[`${storage}|${key}`] = store.revision;
}

function pictureOf(
  entries: readonly Entry[] | undefined,
  storage: string,
): Record<string, number> | undefined {
  return entries && Object.fromEntries(entries.map(({ key, revision }) => [`${storage}|${key}`, revision]));
}

function part(past: Record<string, number>, wanted: (key: string) => boolean): Record<string, number> {
  return Object.fromEntries(Object.entries(past).filter(([key]) => wanted(key)));
}

test('every list, now and at any revision of the window, is what a store that copies everything would give', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), fc.nat(40), (commands, look) => {
      const store = createStore();
      const now: Record<string, number> = {};
      const past: Past = [{}];
      for (const one of commands) {
        run(store, one, now);
        past[store.revision] = { ...now };
      }
      const at = look % past.length;
      for (const storage of ['pods', 'nodes']) {
        const then = part(past[at] ?? {}, (key) => key.startsWith(`${storage}|`));
        assert.deepEqual(pictureOf(store.listAt(storage, at), storage), then);
        const inA = part(then, (key) => key.startsWith(`${storage}|a/`));
        assert.deepEqual(pictureOf(store.listAt(storage, at, { namespace: 'a' }), storage), inA);
        const behind = part(then, (key) => key > `${storage}|a-b/p1`);
        assert.deepEqual(pictureOf(store.listAt(storage, at, { after: 'a-b/p1' }), storage), behind);
        const keys = store.list(storage).map(({ key }) => key);
        assert.deepEqual(keys, [...keys].toSorted(byCodeUnit));
        assert.equal(store.count(storage), keys.length);
      }
    }),
  );
});

test('replaying the changes since any revision on the list of that revision gives the list of today', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), fc.nat(40), (commands, look) => {
      const store = createStore();
      for (const one of commands) run(store, one, indexOf(store));
      const at = look % (store.revision + 1);
      const state = new Map((store.listAt('pods', at) ?? []).map((entry) => [entry.key, entry.revision]));
      for (const { type, entry, previous } of store.changesSince('pods', at) ?? []) {
        assert.equal(previous?.revision, state.get(entry.key), 'each change knows what it replaced');
        if (type === 'DELETED') state.delete(entry.key);
        else state.set(entry.key, entry.revision);
      }
      const today = store.list('pods').map(({ key, revision }): [string, number] => [key, revision]);
      assert.deepEqual(
        [...state].toSorted(([a], [b]) => byCodeUnit(a, b)),
        today,
      );
    }),
  );
});

test('an object that etcd would not take is refused, and nothing has happened', () => {
  const store = createStore();
  const big = { metadata: { name: 'big' }, data: 'x'.repeat(2 * 1024 * 1024) };
  assert.throws(() => store.create('pods', 'a/big', big), /request is too large/);
  assert.equal(store.count('pods'), 0);
  assert.equal(store.revision, 0);
});

test('every write takes the next revision and says so in its object and its text', () => {
  const store = createStore();
  const created = store.create('pods', 'a/p', { metadata: { name: 'p' } });
  const replaced = store.replace('pods', 'a/p', { metadata: { name: 'p', labels: { x: 'y' } } }, 1);
  const removed = store.remove('pods', 'a/p', 2);
  assert.deepEqual(
    [created, replaced, removed].map((entry) => [entry?.revision, entry?.object.metadata.resourceVersion]),
    [
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ],
  );
  assert.equal(removed?.text, '{"metadata":{"name":"p","labels":{"x":"y"},"resourceVersion":"3"}}');
});

test('a listener that writes does not let anybody see the changes out of order', () => {
  const store = createStore();
  const seen: [string, number][] = [];
  store.subscribe('pods', ({ entry, type }) => {
    if (type === 'ADDED') store.replace('pods', entry.key, { metadata: { name: 'p' } }, entry.revision);
  });
  store.subscribe('pods', ({ type, entry }) => seen.push([type, entry.revision]));
  store.create('pods', 'a/p', { metadata: { name: 'p' } });
  assert.deepEqual(seen, [
    ['ADDED', 1],
    ['MODIFIED', 2],
  ]);
});

test('a listener hears of its own collection, and of nothing after it has left', () => {
  const store = createStore();
  const seen: Change[] = [];
  const leave = store.subscribe('pods', (change) => seen.push(change));
  store.create('nodes', 'n', { metadata: {} });
  store.create('pods', 'a/p', { metadata: {} });
  leave();
  store.create('pods', 'a/q', { metadata: {} });
  assert.deepEqual(
    seen.map(({ entry }) => entry.key),
    ['a/p'],
  );
});

test('what is older than the window, or still to come, is unknown', () => {
  const store = createStore();
  store.create('pods', 'a/p', { metadata: {} });
  store.create('pods', 'a/q', { metadata: {} });
  store.compact();
  assert.equal(store.changesSince('pods', 1), undefined);
  assert.equal(store.listAt('pods', 1), undefined);
  assert.equal(store.listAt('pods', 3), undefined);
  assert.deepEqual(store.changesSince('pods', 2), []);
  assert.equal(store.changesSince('never-written', 1), undefined);
  assert.deepEqual(store.changesSince('never-written', 2), []);
});

test('the window of one collection is bounded and does not depend on the writes of another', () => {
  const store = createStore();
  store.create('pods', 'a/p', { metadata: {} });
  let lease = store.create('leases', 'l', { metadata: {} });
  for (let write = 0; write < 13_000; write += 1)
    lease = store.replace('leases', 'l', { metadata: {} }, lease?.revision ?? 0);
  assert.equal(store.changesSince('leases', 1), undefined);
  assert.equal(store.changesSince('leases', store.revision - 9_000)?.length, 9_000);
  assert.deepEqual(store.changesSince('pods', 1), []);
});

function indexOf(store: Store): Record<string, number> {
  const all = ['pods', 'nodes'].flatMap((storage) =>
    store.list(storage).map(({ key, revision }): [string, number] => [`${storage}|${key}`, revision]),
  );
  return Object.fromEntries(all);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
