import { del, get, kubectl, patch, post, put, sequence, type Area } from '../sequence.ts';
import { CONFIGMAPS, configMap, DEPLOYMENTS, deployment, NS, PAUSE, pod, PODS } from './common.ts';

const one = `${CONFIGMAPS}/one`;
const made = post(CONFIGMAPS, configMap('one', { a: '1', b: '2' }, { labels: { parity: '<ns>' } }), {
  name: 'create',
  capture: { rv: 'metadata.resourceVersion', uid: 'metadata.uid' },
});
const changed = (data: object, metadata: object = {}) =>
  configMap('one', data, { labels: { parity: '<ns>' }, ...metadata });

const podOne = `${PODS}/one`;
const containers = [
  {
    name: 'first',
    image: PAUSE,
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
    ports: [{ containerPort: 80 }],
    args: ['x'],
  },
  { name: 'second', image: PAUSE },
];
const dep = `${DEPLOYMENTS}/web`;
const depMade = post(
  DEPLOYMENTS,
  {
    ...deployment('web', 0, {}),
    spec: {
      ...deployment('web', 0).spec,
      paused: true,
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers, tolerations: [{ key: 'a', operator: 'Exists' }], nodeSelector: { a: 'b' } },
      },
    },
  },
  { name: 'create deployment' },
);

const json = (name: string, operations: unknown, target = one) => patch('json', target, operations, { name });
const merge = (name: string, body: unknown, target = one) => patch('merge', target, body, { name });
/** Of a deployment that a controller writes to as well: only what was patched is compared. */
const strategic = (name: string, body: unknown, target = dep) =>
  patch('strategic', `${target}?dryRun=All`, body, { name, only: specOnly });

function specOnly(body: unknown): unknown {
  const { metadata, spec, ...rest } = Object(body);
  if (spec === undefined) return body;
  return {
    labels: metadata?.labels,
    annotations: metadata?.annotations,
    finalizers: metadata?.finalizers,
    spec,
    kind: rest.kind,
  };
}

export const CHANGES: Area = {
  area: 'changes',
  sequences: [
    sequence('update', [
      made,
      put(one, changed({ a: '1', b: '2' }, { resourceVersion: '<rv>' }), { name: 'the same' }),
      put(one, changed({ a: '2' }, { resourceVersion: '<rv>' }), { name: 'with the version' }),
      put(one, changed({ a: '3' }, { resourceVersion: '<rv>' }), { name: 'with the old version' }),
      put(one, changed({ a: '4' }), { name: 'without a version' }),
      put(one, changed({ a: '4' }, { resourceVersion: '0' }), { name: 'with version 0' }),
      put(one, changed({ a: '4' }, { resourceVersion: 'x' }), { name: 'with version x' }),
      put(one, changed({ a: '5' }, { uid: 'other' }), { name: 'with another uid' }),
      put(
        one,
        changed({ a: '5' }, { uid: '<uid>', creationTimestamp: '2001-01-01T00:00:00Z', generation: 7 }),
        { name: 'with what the server sets' },
      ),
      put(one, configMap('two'), { name: 'with another name' }),
      put(one, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }, { name: 'without a name' }),
      put(one, configMap('one', {}, { namespace: 'other' }), { name: 'with another namespace' }),
      put(`${CONFIGMAPS}/missing`, configMap('missing'), { name: 'of a missing one' }),
      put(`${CONFIGMAPS}/missing`, configMap('missing', {}, { resourceVersion: '5' }), {
        name: 'of a missing one with a version',
      }),
      put(`${CONFIGMAPS}/missing`, configMap('missing', {}, { uid: 'x' }), {
        name: 'of a missing one with a uid',
      }),
      put(
        `${NS}/endpoints/missing`,
        { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'missing' } },
        { name: 'of missing endpoints' },
      ),
      put(
        '/apis/coordination.k8s.io/v1/namespaces/<ns>/leases/missing',
        { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'missing' } },
        { name: 'of a missing lease' },
      ),
      put(
        `${NS}/events/missing`,
        {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: 'missing' },
          involvedObject: { namespace: '<ns>' },
        },
        { name: 'of a missing event' },
      ),
      put(
        `${NS}/services/missing`,
        { apiVersion: 'v1', kind: 'Service', metadata: { name: 'missing' }, spec: { ports: [{ port: 1 }] } },
        { name: 'of a missing service' },
      ),
      put(
        `${NS}/secrets/missing`,
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'missing' } },
        { name: 'of a missing secret' },
      ),
      put(
        '/api/v1/nodes/missing',
        { apiVersion: 'v1', kind: 'Node', metadata: { name: 'missing' } },
        { name: 'of a missing node' },
      ),
      put(podOne, pod('one'), { name: 'of a missing pod' }),
      put(
        '/apis/rbac.authorization.k8s.io/v1/namespaces/<ns>/roles/made',
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'made' }, rules: [] },
        { name: 'of a missing role' },
      ),
      put(`${one}?dryRun=All`, changed({ a: 'dry' }), { name: 'dry run' }),
      put(`${one}?fieldManager=other`, changed({ a: '6', c: '1' }), { name: 'by another manager' }),
      put(one, changed({ a: '6', c: '1' }, { managedFields: [{}] }), { name: 'clearing managed fields' }),
      put(one, changed({ a: '6', c: '2' }, { managedFields: [] }), { name: 'with no managed fields' }),
      put(
        one,
        changed(
          {},
          {
            finalizers: ['example.com/x'],
            ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Thing', name: 'n', uid: 'u' }],
          },
        ),
        { name: 'with finalizers and owners' },
      ),
      put(
        one,
        { ...changed({ a: '7' }, { finalizers: null, ownerReferences: null }), immutable: true },
        { name: 'made immutable' },
      ),
      put(one, { ...changed({ a: '8' }), immutable: true }, { name: 'of an immutable one' }),
      put(one, changed({ a: '7' }), { name: 'made mutable' }),
      get(one),
    ]),
    sequence('json', [
      made,
      json('add', [{ op: 'add', path: '/data/c', value: '3' }]),
      json('add to a missing parent', [{ op: 'add', path: '/nothing/c/d', value: '3' }]),
      json('remove', [{ op: 'remove', path: '/data/c' }]),
      json('remove a missing one', [{ op: 'remove', path: '/data/c' }]),
      json('replace', [{ op: 'replace', path: '/data/a', value: 'x' }]),
      json('replace a missing one', [{ op: 'replace', path: '/data/zz', value: 'x' }]),
      json('replace by another type', [{ op: 'replace', path: '/data/a', value: 7 }]),
      json('move', [{ op: 'move', from: '/data/a', path: '/data/moved' }]),
      json('copy', [{ op: 'copy', from: '/data/b', path: '/data/copied' }]),
      json('test that holds', [{ op: 'test', path: '/data/b', value: '2' }]),
      json('test that fails', [
        { op: 'test', path: '/data/b', value: '9' },
        { op: 'remove', path: '/data/b' },
      ]),
      json('test of a missing one', [{ op: 'test', path: '/data/none', value: '9' }]),
      json('an escaped path', [
        { op: 'add', path: '/metadata/annotations', value: {} },
        { op: 'add', path: '/metadata/annotations/example.com~1a~0b', value: 'x' },
      ]),
      json('an unknown operation', [{ op: 'mix', path: '/data/a' }]),
      json('no array', { op: 'add' }),
      json('nonsense', 'nonsense'),
      json('the whole', [
        {
          op: 'replace',
          path: '',
          value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } },
        },
      ]),
      json('without a value', [{ op: 'add', path: '/data/n' }]),
      json('nothing', []),
      json('of the kind', [{ op: 'replace', path: '/kind', value: 'Secret' }]),
      json('of the version', [{ op: 'replace', path: '/metadata/resourceVersion', value: '1' }]),
      json('of the uid', [{ op: 'replace', path: '/metadata/uid', value: 'x' }]),
      json('a bad label', [{ op: 'add', path: '/metadata/labels/a b', value: 'x' }]),
      json('an unknown field', [{ op: 'add', path: '/unknown', value: 'x' }]),
      json(
        'too many',
        Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'ConfigMap' })),
      ),
      json('of a missing object', [], `${CONFIGMAPS}/missing`),
      post(PODS, pod('one', { containers }), { name: 'create pod' }),
      json('an index', [{ op: 'replace', path: '/spec/containers/1/image', value: 'other' }], podOne),
      json('an index too far', [{ op: 'replace', path: '/spec/containers/2/image', value: 'other' }], podOne),
      json(
        'the end',
        [{ op: 'add', path: '/spec/tolerations/-', value: { key: 'x', operator: 'Exists' } }],
        podOne,
      ),
      json('a label of the pod', [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }], podOne),
    ]),
    sequence('merge', [
      made,
      merge('add', { data: { c: '3' } }),
      merge('remove', { data: { c: null } }),
      merge('remove all', { data: null }),
      merge('nothing', {}),
      merge('null', 'null'),
      merge('an array', '[]'),
      merge('nonsense', 'nonsense'),
      merge('with the old version', { metadata: { resourceVersion: '<rv>' }, data: { z: '1' } }),
      merge('with another uid', { metadata: { uid: 'other' } }),
      merge('another name', { metadata: { name: 'other' } }),
      merge('another namespace', { metadata: { namespace: 'other' } }),
      merge('another kind', { kind: 'Secret' }),
      merge('another type', { data: 'x' }),
      merge('a wrong value', { data: { a: 1 } }),
      merge('an unknown field', { nothing: { a: 1 } }),
      merge('a bad label', { metadata: { labels: { 'a b': 'c d' } } }),
      merge('of a missing object', {}, `${CONFIGMAPS}/missing`),
      merge('dry run', { data: { dry: '1' } }, `${one}?dryRun=All`),
      merge('by another manager', { data: { m: '1' } }, `${one}?fieldManager=other`),
      merge('forced', { data: { m: '1' } }, `${one}?force=true`),
      patch('merge', one, {}, { name: 'as text', headers: { 'content-type': 'text/plain' } }),
      patch('merge', one, {}, { name: 'as json', headers: { 'content-type': 'application/json' } }),
      get(one),
    ]),
    sequence('strategic', [
      depMade,
      strategic('a container by name', {
        spec: { template: { spec: { containers: [{ name: 'second', image: 'new' }] } } },
      }),
      strategic('a container more', {
        spec: { template: { spec: { containers: [{ name: 'third', image: 'new' }] } } },
      }),
      strategic('a container less', {
        spec: { template: { spec: { containers: [{ name: 'second', $patch: 'delete' }] } } },
      }),
      strategic('a container without a name', {
        spec: { template: { spec: { containers: [{ image: 'new' }] } } },
      }),
      strategic('containers replaced', {
        spec: { template: { spec: { containers: [{ $patch: 'replace' }, { name: 'only', image: 'x' }] } } },
      }),
      strategic('containers in order', {
        spec: {
          template: {
            spec: {
              '$setElementOrder/containers': [{ name: 'second' }, { name: 'first' }],
              containers: [{ name: 'first', image: 'y' }],
            },
          },
        },
      }),
      strategic('an incomplete order', {
        spec: {
          template: {
            spec: {
              '$setElementOrder/containers': [{ name: 'second' }],
              containers: [{ name: 'third', image: 'y' }],
            },
          },
        },
      }),
      strategic('a variable', {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'first',
                  env: [
                    { name: 'B', value: 'x' },
                    { name: 'C', value: 'y' },
                  ],
                },
              ],
            },
          },
        },
      }),
      strategic('arguments', {
        spec: { template: { spec: { containers: [{ name: 'first', args: ['y', 'z'] }] } } },
      }),
      strategic('a port', {
        spec: { template: { spec: { containers: [{ name: 'first', ports: [{ containerPort: 81 }] }] } } },
      }),
      strategic('tolerations', {
        spec: { template: { spec: { tolerations: [{ key: 'b', operator: 'Exists' }] } } },
      }),
      strategic('a map replaced', {
        spec: { template: { spec: { nodeSelector: { $patch: 'replace', c: 'd' } } } },
      }),
      strategic('a map deleted', { spec: { template: { spec: { nodeSelector: { $patch: 'delete' } } } } }),
      strategic('a map key deleted', { spec: { template: { spec: { nodeSelector: { a: null } } } } }),
      strategic('retain keys', { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }),
      strategic('a strategy without retain keys', { spec: { strategy: { type: 'Recreate' } } }),
      strategic('finalizers', { metadata: { finalizers: ['example.com/a'] } }),
      strategic('delete from a list', {
        metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a'] },
      }),
      strategic('an unknown directive', { spec: { $patch: 'mix' } }),
      strategic('a bad order', { '$setElementOrder/containers': 'x' }),
      strategic('a wrong type', { spec: { replicas: 'many' } }),
      strategic('a list for a map', { spec: { selector: [] } }),
      strategic('a map for a list', { spec: { template: { spec: { containers: { name: 'x' } } } } }),
      strategic('null for required', { spec: { selector: null } }),
      strategic('an unknown field', { spec: { nothing: 1 } }),
      strategic('nonsense', 'nonsense'),
      strategic('invalid', { spec: { replicas: -1 } }),
      strategic('of a missing object', {}, `${DEPLOYMENTS}/missing`),
      made,
      patch('strategic', one, { data: { c: '3', a: null } }, { name: 'a config map' }),
      patch(
        'strategic',
        one,
        { metadata: { annotations: null, labels: { $patch: 'replace', only: 'x' } } },
        { name: 'labels replaced' },
      ),
      patch('strategic', one, {}, { name: 'nothing' }),
      post(
        `${NS}/services`,
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'svc' },
          spec: { clusterIP: 'None', ports: [{ port: 80, name: 'a' }] },
        },
        { name: 'create service' },
      ),
      patch(
        'strategic',
        `${NS}/services/svc`,
        { spec: { ports: [{ port: 81, name: 'b' }] } },
        { name: 'a port of a service' },
      ),
      patch(
        'strategic',
        `${NS}/services/svc`,
        { spec: { ports: [{ port: 80, $patch: 'delete' }] } },
        { name: 'a port of a service less' },
      ),
      patch(
        'strategic',
        `${NS}/serviceaccounts/default`,
        { secrets: [{ name: 'a' }], imagePullSecrets: [{ name: 'p' }] },
        { name: 'secrets of an account' },
      ),
      del(one),
      kubectl(
        `patch deployment web --type=json -p '[{"op":"add","path":"/metadata/labels","value":{"x":"y"}}]'`,
      ),
      kubectl(
        `patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"first","image":"z"}]}}}}'`,
      ),
      kubectl(`patch deployment web -p '{"spec":{"replicas":"x"}}'`),
      kubectl(`patch deployment web --type=merge -p '{"metadata":{"labels":{"x":null}}}' -o name`),
      kubectl(`patch deployment web -p '{}'`),
      kubectl(`patch deployment web -p 'nonsense'`),
    ]),
  ],
};
