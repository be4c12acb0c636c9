import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { StatusError } from '../../../src/embedded/api/status.ts';
import { decodeBody, decodeValue } from '../../../src/embedded/schema/decode.ts';
import { asGiven } from '../../../src/embedded/schema/given-empty.ts';
import type { FieldValidation } from '../../../src/embedded/api/verbs.ts';
import { canonical } from '../../../src/embedded/verbs/save.ts';
import { recordedAnswers } from '../../helpers/recorded-answers.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };

interface Row {
  readonly ask: {
    readonly plural: string;
    readonly type: 'application/json' | 'application/yaml';
    readonly validation: FieldValidation;
    readonly body: string;
  };
  readonly answer: { readonly message?: string; readonly warnings?: readonly string[] };
}

function refusal(decode: () => unknown): string | undefined {
  try {
    decode();
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    assert.equal(error.status.code, 400);
    return error.message;
  }
}

test('bodies are refused and warned about in the words of the real server', () => {
  for (const { ask, answer } of recordedAnswers<Row>('decode')) {
    const { body, type, validation } = ask;
    const expected = { apiVersion: 'v1', kind: ask.plural === 'pods' ? 'Pod' : 'Secret' };
    let warnings: readonly string[] = [];
    const message = refusal(() => {
      ({ warnings } = decodeBody(body, type, expected, validation));
    });
    assert.equal(message, answer.message, body);
    assert.deepEqual(warnings, answer.warnings ?? [], body);
  }
});

test('an object comes out as Go writes it', () => {
  const body = {
    metadata: { name: 'a', creationTimestamp: null, labels: { b: null, a: '1' } },
    spec: {
      nodeSelector: {},
      tolerations: [],
      volumes: [{ emptyDir: {}, name: 'v' }],
      containers: [
        { image: 'i', name: 'c', args: [null], resources: { requests: { memory: '1024Mi', cpu: 0.5 } } },
      ],
    },
  };
  const { object } = decodeBody(JSON.stringify(body), 'application/json', POD, 'Strict');
  assert.equal(
    JSON.stringify(object),
    '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","labels":{"a":"1","b":""}},"spec":{"volumes":[{"name":"v","emptyDir":{}}],' +
      '"containers":[{"name":"c","image":"i","args":[""],"resources":{"requests":{"cpu":"500m","memory":"1Gi"}}}]},"status":{}}',
  );
});

test('values without which a kind makes no sense are written even when they are empty', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' };
  assert.deepEqual(decodeValue({}, role, 'Strict').object, { ...role, metadata: {}, rules: null });
  const service = decodeValue(
    { spec: { ports: [{ port: 1 }] } },
    { apiVersion: 'v1', kind: 'Service' },
    'Strict',
  );
  assert.deepEqual(Reflect.get(service.object, 'spec'), { ports: [{ port: 1, targetPort: 0 }] });
});

test('times are told in UTC, times in seconds without a fraction', () => {
  const event = {
    involvedObject: {},
    firstTimestamp: null,
    lastTimestamp: '2024-01-01T00:00:00.999+02:00',
    eventTime: '2024-01-01T00:00:00.123456+02:00',
  };
  const { object } = decodeValue(event, { apiVersion: 'v1', kind: 'Event' }, 'Strict');
  assert.equal(Reflect.get(object, 'firstTimestamp'), null);
  assert.equal(Reflect.get(object, 'lastTimestamp'), '2023-12-31T22:00:00Z');
  assert.equal(Reflect.get(object, 'eventTime'), '2023-12-31T22:00:00.123456Z');
});

test('duplicates are read over each other', () => {
  const body = '{"metadata":{"name":"a","labels":{"x":"1"}},"metadata":{"labels":{"y":"2"}}}';
  const { object, warnings } = decodeBody(body, 'application/json', POD, 'Warn');
  assert.deepEqual(object.metadata, { name: 'a', labels: { x: '1', y: '2' } });
  assert.deepEqual(warnings, ['duplicate field "metadata"']);
});

test('names that JavaScript knows are nothing special', () => {
  const body = '{"metadata":{"labels":{"__proto__":"a","constructor":"b"}},"__proto__":{"x":1}}';
  const { object, warnings } = decodeBody(body, 'application/json', POD, 'Warn');
  assert.equal(JSON.stringify(object.metadata.labels), '{"__proto__":"a","constructor":"b"}');
  assert.deepEqual(warnings, ['unknown field "__proto__"']);
  assert.equal(Object.getPrototypeOf(object), Object.prototype);
});

test('empty managedFields stay empty, as that takes ownership away', () => {
  assert.deepEqual(decodeValue({ metadata: { managedFields: [] } }, POD, 'Strict').object.metadata, {
    managedFields: [],
  });
});

test('hostile bodies are refused without harm', () => {
  const deep = "invalid character '[' exceeded max depth";
  assert.match(
    refusal(() => decodeBody(`{"spec":${'['.repeat(2e6)}`, 'application/json', POD, 'Warn')) ?? '',
    new RegExp(RegExp.escape(deep)),
  );
  const nested = `{"x":${'['.repeat(9000)}${']'.repeat(9000)},"x":1}`;
  assert.deepEqual(decodeBody(nested, 'application/json', POD, 'Warn').warnings, ['unknown field "x"']);
  const revision = { apiVersion: 'apps/v1', kind: 'ControllerRevision' };
  const raw = `{"data":${'['.repeat(9000)}${']'.repeat(9000)}}`;
  assert.equal(
    refusal(() => decodeBody(raw, 'application/json', revision, 'Warn')),
    'exceeded max depth',
  );
  const aliases = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
    .split('')
    .map((name, i) => `${name}: &${name} [${`*${'abcdefghij'.charAt(i)},`.repeat(9)}]`)
    .join('\n')}`;
  assert.match(
    refusal(() => decodeBody(aliases, 'application/yaml', POD, 'Warn')) ?? '',
    /excessive aliasing/,
  );
});

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const quantity = fc.constantFrom('1', '500m', '1Gi', '0.5', 1, 0.25, '1e3');
const pod = fc.record(
  {
    metadata: fc.record({ name, labels: fc.dictionary(name, fc.string()) }, { requiredKeys: [] }),
    spec: fc.record(
      {
        containers: fc.array(
          fc.record(
            {
              name,
              image: name,
              args: fc.array(fc.string()),
              resources: fc.record({ limits: fc.dictionary(name, quantity) }),
            },
            { requiredKeys: ['name'] },
          ),
        ),
        hostNetwork: fc.boolean(),
        priority: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        nodeSelector: fc.dictionary(name, name),
        tolerations: fc.array(fc.record({ key: name, tolerationSeconds: fc.nat() }, { requiredKeys: [] })),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

test('what was decoded decodes to itself, as JSON and as a value', () => {
  fc.assert(
    fc.property(pod, (value) => {
      const { object } = decodeValue(value, POD, 'Strict');
      const text = JSON.stringify(object);
      assert.equal(JSON.stringify(decodeBody(text, 'application/json', POD, 'Strict').object), text);
      assert.equal(JSON.stringify(decodeValue(object, POD, 'Strict').object), text);
    }),
  );
});

test('white space, the order of members and the way through YAML change nothing', () => {
  fc.assert(
    fc.property(pod, (value) => {
      const expected = JSON.stringify(decodeValue(value, POD, 'Strict').object);
      const spaced = JSON.stringify(value, null, 3);
      assert.equal(JSON.stringify(decodeBody(spaced, 'application/json', POD, 'Strict').object), expected);
      assert.equal(JSON.stringify(decodeBody(spaced, 'application/yaml', POD, 'Strict').object), expected);
    }),
  );
});

test('an empty list that is always written is kept until it is stored', () => {
  const slice = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
  const body = { metadata: { name: 's', finalizers: [] }, addressType: 'IPv4', endpoints: [], ports: null };
  const { object } = decodeValue(body, slice, 'Strict');
  assert.deepEqual(object, {
    ...slice,
    metadata: { name: 's' },
    addressType: 'IPv4',
    endpoints: [],
    ports: null,
  });
  assert.deepEqual(canonical(object), { ...object, endpoints: null });
});

test('what was sent empty and is left out is remembered for the sentences about it', () => {
  const { object } = decodeValue(
    { metadata: { labels: {}, annotations: null, finalizers: [] } },
    POD,
    'Strict',
  );
  assert.deepEqual(object.metadata, {});
  assert.deepEqual(asGiven(object.metadata, 'labels'), {});
  assert.deepEqual(asGiven(object.metadata, 'finalizers'), []);
  assert.equal(asGiven(object.metadata, 'annotations'), null);
  assert.equal(asGiven(structuredClone(object.metadata), 'labels'), null);
  const stored = canonical({ ...object, metadata: { labels: {} } });
  assert.equal(asGiven(stored.metadata, 'labels'), null);
});
