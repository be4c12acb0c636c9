import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { StatusError } from '../../../src/embedded/api/status.ts';
import { decodeValue } from '../../../src/embedded/schema/decode.ts';
import { decodeProtobuf, encodeProtobuf, encodeWatchFrame } from '../../../src/embedded/wire/protobuf.ts';
import { Reader } from '../../../src/embedded/wire/reader.ts';
import { timeText } from '../../../src/embedded/wire/times.ts';
import { Writer } from '../../../src/embedded/wire/writer.ts';

/** Something of everything: embedded structs, maps, quantities, times, numbers or words, raw JSON, bytes. */
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'p',
    creationTimestamp: '2026-11-24T10:00:00Z',
    deletionGracePeriodSeconds: -1,
    labels: { app: 'ä', b: '' },
    managedFields: [{ manager: 'm', fieldsV1: { 'f:spec': { '.': {} } } }],
  },
  spec: {
    terminationGracePeriodSeconds: 30,
    hostNetwork: true,
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'c', configMap: { name: 'cm', optional: true } },
    ],
    containers: [
      {
        name: 'c',
        image: 'i'.repeat(20_000),
        resources: { limits: { cpu: '100m', memory: '1Gi' } },
        livenessProbe: { httpGet: { path: '/', port: 'web' }, periodSeconds: 10 },
        readinessProbe: { tcpSocket: { port: 8080 } },
      },
    ],
  },
};

interface Typed {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Without the zero values that protobuf carries and JSON leaves out. */
function plain(object: object, { apiVersion, kind }: Typed): object {
  return decodeValue(object, { apiVersion, kind }, 'Strict').object;
}

function assertReturns(object: Typed): void {
  assert.deepEqual(plain(decodeProtobuf(encodeProtobuf(object)), object), plain(object, object));
}

test('what was encoded is decoded again', () => {
  assertReturns(POD);
});

test('zero values of what is no pointer, list or map are written as Go writes them', () => {
  const event = { apiVersion: 'v1', kind: 'Event', metadata: {} };
  const { metadata, ...rest } = Object(decodeProtobuf(encodeProtobuf(event)));
  assert.deepEqual(
    Object.keys(metadata),
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp'.split(' '),
  );
  assert.deepEqual(rest.source, { component: '', host: '' });
  assert.equal(rest.count, 0);
  assert.equal('series' in rest, false);
  const service = { apiVersion: 'v1', kind: 'Service', metadata: {}, spec: { ports: [{ port: 1 }] } };
  const [port] = Object(decodeProtobuf(encodeProtobuf(service))).spec.ports;
  assert.deepEqual(port, { name: '', protocol: '', port: 1, targetPort: 0, nodePort: 0 });
});

test('the verbs of discovery are a message of their own', () => {
  const verbs = ['get', 'list'];
  const list = {
    apiVersion: 'v1',
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [{ name: 'pods', verbs }],
  };
  assert.deepEqual(Object(decodeProtobuf(encodeProtobuf(list))).resources[0].verbs, verbs);
});

test('a micro time keeps its microseconds, bytes stay base64, a list of names as a map value survives', () => {
  const lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'l' },
    spec: { renewTime: '2026-11-24T10:00:00.000001Z' },
  };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'AP8=', b: '' } };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: 'u', extra: { scopes: ['x', 'y'] } },
  };
  for (const object of [lease, secret, review]) assertReturns(object);
});

test('a whole number comes back, negative or beyond 32 bits', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      const writer = new Writer();
      writer.varint(number);
      assert.equal(new Reader(writer.bytes()).varint(), number);
    }),
  );
});

test('a message of any size has its length in front', () => {
  for (const size of [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152]) {
    const writer = new Writer();
    writer.message(() => {
      writer.raw(Buffer.alloc(size, 7));
    });
    writer.varint(5);
    const reader = new Reader(writer.bytes());
    assert.equal(reader.blob().length, size);
    assert.equal(reader.varint(), 5);
  }
});

test('whatever bytes arrive, the answer is an object or a 400', () => {
  const pod = { ...POD, spec: { ...POD.spec, containers: [{ name: 'c', image: 'i' }] } };
  const whole = encodeProtobuf(pod);
  const damaged = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), cut: fc.nat(whole.length) });
  fc.assert(
    fc.property(damaged, ({ at, byte, cut }) => {
      const bytes = Buffer.from(whole.subarray(0, cut));
      if (at < cut) bytes[at] = byte;
      try {
        assert.equal(typeof decodeProtobuf(bytes), 'object');
      } catch (error) {
        assert.ok(error instanceof StatusError, String(error));
        assert.equal(error.status.code, 400);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a map may have many entries, and any key', () => {
  const data: object = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, index) => [`k${String(index)}`, 'v']),
  );
  Object.defineProperty(data, '__proto__', { value: 'v', enumerable: true });
  const object = { apiVersion: 'v1', kind: 'ConfigMap', data };
  // with a copy for each entry this would take minutes
  const read = decodeProtobuf(encodeProtobuf(object));
  assert.deepEqual(Object.keys(Object(read).data).length, 50_001);
  assert.ok(Object.hasOwn(Object(read).data, '__proto__'));
});

test('a time that no year of four digits has is refused', () => {
  assert.equal(timeText({ seconds: -62_135_596_800, nanos: 1000 }, true), '0001-01-01T00:00:00.000001Z');
  for (const moment of [
    { seconds: 253_402_300_800, nanos: 0 },
    { seconds: 2 ** 62, nanos: 0 },
    { seconds: -(2 ** 62), nanos: 0 },
    { seconds: 0, nanos: -1 },
  ]) {
    assert.throws(() => timeText(moment, true), { message: /year outside of range/ });
  }
});

test('a body that is no protobuf, or of a kind that nobody knows, is told so', () => {
  assert.throws(() => decodeProtobuf(Buffer.from('{}')), {
    message: 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
  });
  const unknown = encodeProtobuf(POD);
  unknown.write('Pox', unknown.indexOf('Pod'));
  assert.throws(() => decodeProtobuf(unknown), { message: 'no kind "Pox" is registered for version "v1"' });
});

test('a frame of a watch is its length and a bare WatchEvent with the whole object inside', () => {
  const object = encodeProtobuf(POD);
  const frame = encodeWatchFrame('ADDED', object);
  assert.equal(frame.readUInt32BE(0), frame.length - 4);
  const reader = new Reader(frame, 4);
  assert.deepEqual(reader.tag(), { field: 1, wireType: 2 });
  assert.equal(reader.string(), 'ADDED');
  assert.deepEqual(reader.tag(), { field: 2, wireType: 2 });
  const extension = reader.message();
  assert.deepEqual(extension.tag(), { field: 1, wireType: 2 });
  assert.deepEqual(plain(decodeProtobuf(extension.blob()), POD), plain(POD, POD));
});
