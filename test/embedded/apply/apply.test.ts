import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { StatusError } from '../../../src/embedded/api/status.ts';
import { draftOf, type StoredObject } from '../../../src/embedded/api/stored-object.ts';
import { applied } from '../../../src/embedded/apply/apply.ts';
import { trackManagedFields } from '../../../src/embedded/apply/managed-fields.ts';
import { revertTimestamps } from '../../../src/embedded/apply/timestamps.ts';
import { inVersion } from '../../../src/embedded/kinds/stored-form.ts';
import { decodeValue } from '../../../src/embedded/schema/decode.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const at = (manager: string, second = 0): Parameters<typeof trackManagedFields>[2] => ({
  manager,
  subresource: '',
  now: Date.UTC(2026, 0, 1, 0, 0, second),
});

const key = fc.constantFrom('a', 'b', 'c');
const containers = fc.uniqueArray(
  fc.record(
    {
      name: key,
      image: fc.constantFrom('x', 'y'),
      args: fc.array(key, { minLength: 1 }),
      ports: fc.uniqueArray(fc.record({ containerPort: fc.constantFrom(1, 80), name: key }), {
        selector: ({ containerPort }) => containerPort,
        minLength: 1,
      }),
    },
    { requiredKeys: ['name'] },
  ),
  { selector: ({ name }) => name, minLength: 1 },
);
const configuration = fc
  .record(
    {
      labels: fc.dictionary(key, key, { noNullPrototype: true, minKeys: 1 }),
      finalizers: fc.uniqueArray(key, { minLength: 1 }),
      containers,
      nodeSelector: fc.dictionary(key, key, { noNullPrototype: true, minKeys: 1 }),
      priority: fc.constantFrom(1, 2),
    },
    { requiredKeys: [] },
  )
  .map(({ labels, finalizers, ...spec }): StoredObject & { spec: object } => ({
    ...POD,
    metadata: { name: 'p', ...(labels ? { labels } : {}), ...(finalizers ? { finalizers } : {}) },
    spec,
  }));

/** As if it had been stored. */
function stored(object: StoredObject): StoredObject {
  const copy = draftOf(object);
  copy.metadata.uid = 'u';
  return copy;
}

test('an apply twice changes nothing the second time, times and owners neither', () => {
  fc.assert(
    fc.property(configuration, configuration, (before, now) => {
      const live = stored(applied(undefined, before, at('one'), false));
      const once = applied(live, now, at('one', 1), false);
      assert.deepEqual(applied(once, now, at('one', 2), false), once);
    }),
  );
});

test('what one applies is there, and what only that one applied before is gone', () => {
  fc.assert(
    fc.property(configuration, configuration, (before, now) => {
      const live = stored(applied(undefined, before, at('one'), false));
      const fresh = applied(undefined, now, at('one', 1), false);
      const after = applied(live, now, at('one', 1), false);
      delete after.metadata.uid;
      for (const object of [fresh, after]) delete object.metadata.managedFields;
      assert.deepEqual(after, fresh);
    }),
  );
});

test('what another one applied stays, and a forced apply leaves no field with two different wishes', () => {
  fc.assert(
    fc.property(configuration, configuration, (mine, theirs) => {
      const live = stored(applied(undefined, mine, at('one'), false));
      const both = applied(live, theirs, at('two', 1), true);
      // whoever comes last without force either agrees or is told
      const again = applied(both, theirs, at('two', 2), false);
      assert.deepEqual(again, both);
      const nothing: StoredObject = { ...POD, metadata: { name: 'p' } };
      const gone = applied(applied(both, nothing, at('two', 3), false), nothing, at('one', 4), false);
      assert.deepEqual(gone.metadata.labels, undefined);
      assert.deepEqual(gone.metadata.managedFields, undefined);
    }),
  );
});

test('an update that changes nothing leaves owners and times as they are', () => {
  fc.assert(
    fc.property(configuration, (config) => {
      const live = stored(applied(undefined, config, at('one'), false));
      const draft = draftOf(live);
      trackManagedFields(live, draft, at('two', 9));
      assert.deepEqual(draft, live);
    }),
  );
});

test('every field that an update sets has exactly the one owner who set it last', () => {
  const first = decodeValue({ metadata: { name: 'p', labels: { a: '1', b: '1' } } }, POD, 'Strict').object;
  trackManagedFields(undefined, first, at('one'));
  const live = stored(first);
  const draft = draftOf(live);
  draft.metadata.labels = { b: '2', c: '2' };
  trackManagedFields(live, draft, at('two', 1));
  assert.deepEqual(
    draft.metadata.managedFields?.map(({ manager, fieldsV1 }) => [manager, fieldsV1]),
    [
      ['one', { 'f:metadata': { 'f:labels': {} } }],
      ['two', { 'f:metadata': { 'f:labels': { 'f:b': {}, 'f:c': {} } } }],
    ],
  );
});

test('an object that nobody tracks stays so until somebody applies', () => {
  const live = stored(decodeValue({ metadata: { name: 'p', labels: { a: '1' } } }, POD, 'Strict').object);
  const draft = draftOf(live);
  draft.metadata.labels = { a: '2' };
  trackManagedFields(live, draft, at('one'));
  assert.equal(draft.metadata.managedFields, undefined);
  const after = applied(live, { ...POD, metadata: { name: 'p', labels: { b: '1' } } }, at('two'), false);
  assert.deepEqual(
    after.metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`),
    ['two Apply', 'before-first-apply Update'],
  );
});

test('managedFields that a client made up are taken, and nonsense is not', () => {
  const live = stored(
    applied(undefined, { ...POD, metadata: { name: 'p', labels: { a: '1' } } }, at('one'), false),
  );
  const mine = draftOf(live);
  mine.metadata.managedFields = [
    {
      manager: 'x',
      operation: 'Update',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': {} },
    },
  ];
  trackManagedFields(live, mine, at('one'));
  assert.deepEqual(
    mine.metadata.managedFields?.map(({ manager }) => manager),
    ['x'],
  );
  for (const fieldsV1 of [{ 'k:x': {} }, { spec: {} }, 'x']) {
    const wrong = draftOf(live);
    wrong.metadata.managedFields = [{ ...mine.metadata.managedFields?.[0], fieldsV1: Object(fieldsV1) }];
    trackManagedFields(live, wrong, at('one'));
    assert.deepEqual(wrong.metadata.managedFields, live.metadata.managedFields);
  }
});

test('of a kind with two versions everybody owns the fields of the version that they wrote', () => {
  const event = { apiVersion: 'v1', kind: 'Event' };
  const first = decodeValue({ metadata: { name: 'e' }, message: 'm', reason: 'r' }, event, 'Strict').object;
  trackManagedFields(undefined, first, { ...at('core'), convert: inVersion });
  const before = inVersion(stored(first), 'events.k8s.io/v1');
  assert.ok(before);
  assert.equal(inVersion(first, '__proto__'), undefined);
  const now = Object.assign(draftOf(before), { note: 'n' });
  trackManagedFields(before, now, { ...at('other', 1), convert: inVersion });
  assert.deepEqual(
    now.metadata.managedFields?.map(({ apiVersion, fieldsV1 }) => [apiVersion, Object.keys(fieldsV1 ?? {})]),
    [
      ['v1', ['f:reason']],
      ['events.k8s.io/v1', ['f:note']],
    ],
  );
});

test('who wrote in a version that is not served owns nothing any more', () => {
  const live = stored(
    applied(undefined, { ...POD, metadata: { name: 'p', labels: { a: '1' } } }, at('one'), false),
  );
  const old = draftOf(live);
  old.metadata.managedFields = old.metadata.managedFields?.map((entry) => ({ ...entry, apiVersion: 'v0' }));
  const draft = draftOf(old);
  trackManagedFields(old, draft, at('two'));
  assert.equal(draft.metadata.managedFields, undefined);
});

test('a configuration of another kind or with managedFields is refused', () => {
  const live = stored(decodeValue({ metadata: { name: 'p' } }, POD, 'Strict').object);
  const refusal = (config: StoredObject): unknown => {
    try {
      return applied(live, config, at('one'), false);
    } catch (error) {
      return error instanceof StatusError ? [error.status.code, error.message] : error;
    }
  };
  assert.deepEqual(refusal({ ...POD, kind: 'Node', metadata: { name: 'p' } }), [
    400,
    'invalid object type: /v1, Kind=Node',
  ]);
  assert.deepEqual(refusal({ ...POD, metadata: { name: 'p', managedFields: [] } }), [
    400,
    'metadata.managedFields must be nil',
  ]);
});

test('a write that only makes owners younger is none', () => {
  // an empty map is never stored, so that each apply of it seems to change something
  const config = { ...POD, metadata: { name: 'p', labels: { a: '1' } }, spec: { nodeSelector: {} } };
  const live = stored(applied(undefined, config, at('one'), false));
  const again = applied(live, config, at('one', 5), false);
  assert.notDeepEqual(again, live);
  revertTimestamps(live, again);
  assert.deepEqual(again, live);
  const other = applied(
    live,
    { ...config, metadata: { name: 'p', labels: { a: '2' } } },
    at('one', 5),
    false,
  );
  const copy = draftOf(other);
  revertTimestamps(live, other);
  assert.deepEqual(other, copy);
});
