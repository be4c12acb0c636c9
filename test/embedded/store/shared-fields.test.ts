import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../../src/embedded/store/create-store.ts';
import { StoredEntry } from '../../../src/embedded/store/stored-entry.ts';
import { typed, type StoredObject } from '../../../src/embedded/api/stored-object.ts';

function pod(name: string, field = 'f:spec'): StoredObject {
  const entry = { manager: 'm', operation: 'Update', fieldsType: 'FieldsV1', time: name };
  return { metadata: { name, managedFields: [{ ...entry, fieldsV1: { [field]: { 'f:x': {} } } }] } };
}

test('objects whose managers own the same share that, written or read again', () => {
  const store = createStore();
  const one = store.create('pods', 'a/one', pod('one'));
  const two = store.create('pods', 'a/two', pod('two'));
  const other = store.create('pods', 'a/three', pod('three', 'f:status'));
  const read = new StoredEntry('a/one', 1, one?.text ?? '');
  const fields = [one, two, other, read].map((entry) => entry?.object.metadata.managedFields?.[0]?.fieldsV1);
  assert.deepEqual(fields[0], { 'f:spec': { 'f:x': {} } });
  assert.equal(fields[0], fields[1]);
  assert.equal(fields[0], fields[3]);
  assert.deepEqual(fields[2], { 'f:status': { 'f:x': {} } });
  assert.equal(two?.object.metadata.managedFields?.[0]?.time, 'two');
});

test('however many different sets are written, each object keeps its own', () => {
  const store = createStore();
  for (let at = 0; at < 5_000; at += 1) store.create('pods', `a/${String(at)}`, pod('p', `f:${String(at)}`));
  for (const { key, object } of store.list('pods'))
    assert.deepEqual(Object.keys(object.metadata.managedFields?.[0]?.fieldsV1 ?? {}), [`f:${key.slice(2)}`]);
});

test('pods of one template share what is alike in them, and keep what is their own', () => {
  const store = createStore();
  const [one, two] = ['10.0.0.1', '10.0.0.2'].map((ip, at) => {
    const written = store.create('pods', `a/${String(at)}`, running(ip));
    return typed<Pod>(written?.object ?? running(''));
  });
  assert.ok(one && two);
  assert.equal(one.metadata.labels, two.metadata.labels);
  assert.equal(one.metadata.ownerReferences, two.metadata.ownerReferences);
  assert.equal(one.spec.tolerations, two.spec.tolerations);
  const [first, second] = [one, two].map(
    ({ metadata }) => metadata.managedFields?.[0]?.fieldsV1?.['f:status'],
  );
  assert.deepEqual(first, { 'f:conditions': { 'f:x': {} }, 'f:podIPs': { '10.0.0.1': {} } });
  assert.deepEqual(second, { 'f:conditions': { 'f:x': {} }, 'f:podIPs': { '10.0.0.2': {} } });
  assert.equal(Object(first)['f:conditions'], Object(second)['f:conditions']);
});

interface Pod extends StoredObject {
  spec: { tolerations: readonly object[] };
}

function running(ip: string): Pod {
  const fieldsV1 = { 'f:status': { 'f:conditions': { 'f:x': {} }, 'f:podIPs': { [ip]: {} } } };
  return {
    metadata: {
      name: 'p',
      labels: { app: 'web' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u' }],
      managedFields: [
        { manager: 'kubelet', operation: 'Update', fieldsType: 'FieldsV1', subresource: 'status', fieldsV1 },
      ],
    },
    spec: { tolerations: [{ key: 'k', operator: 'Exists' }] },
  };
}
