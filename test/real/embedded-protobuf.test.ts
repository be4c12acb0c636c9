import assert from 'node:assert/strict';
import { request } from 'node:https';
import { after, before, describe, test } from 'node:test';

import { decodeValue } from '../../src/embedded/schema/decode.ts';
import { decodeProtobuf, encodeProtobuf } from '../../src/embedded/wire/protobuf.ts';
import { startRealApiServer, type RealApiServer } from '../helpers/real-api-server.ts';
import { missing } from '../helpers/require-tools.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const container = {
  name: 'c',
  image: 'i',
  ports: [{ containerPort: 80, name: 'web' }],
  env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
  envFrom: [{ configMapRef: { name: 'cm' } }],
  resources: {
    requests: { cpu: '0.5', memory: '1Gi', 'example.com/gpu': '1' },
    limits: { 'example.com/gpu': '1' },
  },
  livenessProbe: { httpGet: { path: '/', port: 'web', httpHeaders: [{ name: 'X', value: 'y' }] } },
  readinessProbe: { exec: { command: ['true'] } },
  lifecycle: { preStop: { sleep: { seconds: 3 } } },
  securityContext: { runAsUser: 0, capabilities: { drop: ['ALL'] } },
  volumeMounts: [{ name: 'v', mountPath: '/v' }],
};
const template = {
  metadata: { labels: { app: 'x' } },
  spec: {
    containers: [container],
    volumes: [
      { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
      {
        name: 'p',
        projected: {
          sources: [
            { configMap: { name: 'cm' } },
            { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          ],
        },
      },
    ],
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            topologyKey: 'zone',
            labelSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
          },
        ],
      },
    },
    tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
  },
};
const metadata = { name: 'x', labels: { a: 'b' }, annotations: { 'minisched.dev/n': 'ü' } };

/** One of each kind whose message has something of its own. */
const OBJECTS: readonly [path: string, object: { readonly apiVersion: string; readonly kind: string }][] = [
  ['/api/v1/namespaces/default/pods', kindOf('v1', 'Pod', { spec: template.spec })],
  [
    '/api/v1/namespaces/default/configmaps',
    kindOf('v1', 'ConfigMap', { data: { a: 'b' }, binaryData: { c: 'AP8=' } }),
  ],
  ['/api/v1/namespaces/default/secrets', kindOf('v1', 'Secret', { data: { a: 'AP8=' }, immutable: true })],
  [
    '/api/v1/namespaces/default/services',
    kindOf('v1', 'Service', { spec: { ports: [{ port: 80, targetPort: 'web' }], selector: { a: 'b' } } }),
  ],
  [
    '/api/v1/nodes',
    kindOf('v1', 'Node', {
      spec: { taints: [{ key: 'k', effect: 'NoSchedule' }], podCIDRs: ['10.1.0.0/24'] },
    }),
  ],
  [
    '/api/v1/persistentvolumes',
    kindOf('v1', 'PersistentVolume', {
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
    }),
  ],
  [
    '/api/v1/namespaces/default/events',
    kindOf('v1', 'Event', {
      involvedObject: { kind: 'Pod', namespace: 'default', name: 'x' },
      count: 2,
      source: { component: 'c' },
    }),
  ],
  [
    '/apis/events.k8s.io/v1/namespaces/default/events',
    kindOf('events.k8s.io/v1', 'Event', {
      eventTime: '2026-11-24T10:00:00.000001Z',
      reportingController: 'a.b/c',
      reportingInstance: 'i',
      action: 'A',
      reason: 'R',
      type: 'Normal',
      regarding: { kind: 'Pod', namespace: 'default', name: 'x' },
      metadata: { name: 'y' },
    }),
  ],
  [
    '/apis/apps/v1/namespaces/default/deployments',
    kindOf('apps/v1', 'Deployment', {
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'x' } },
        template,
        strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
      },
    }),
  ],
  [
    '/apis/batch/v1/namespaces/default/jobs',
    kindOf('batch/v1', 'Job', {
      spec: { suspend: true, template: { spec: { ...template.spec, restartPolicy: 'Never' } } },
    }),
  ],
  [
    '/apis/policy/v1/namespaces/default/poddisruptionbudgets',
    kindOf('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: '50%', selector: {} } }),
  ],
  [
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    kindOf('rbac.authorization.k8s.io/v1', 'ClusterRole', {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'z' } }] },
    }),
  ],
  [
    '/apis/coordination.k8s.io/v1/namespaces/default/leases',
    kindOf('coordination.k8s.io/v1', 'Lease', {
      spec: { renewTime: '2026-11-24T10:00:00.123456Z', holderIdentity: '' },
    }),
  ],
  [
    '/apis/scheduling.k8s.io/v1/priorityclasses',
    kindOf('scheduling.k8s.io/v1', 'PriorityClass', { value: -5, preemptionPolicy: 'Never' }),
  ],
  [
    '/apis/storage.k8s.io/v1/storageclasses',
    kindOf('storage.k8s.io/v1', 'StorageClass', { provisioner: 'p', parameters: { a: 'b' } }),
  ],
  [
    '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
    kindOf('discovery.k8s.io/v1', 'EndpointSlice', {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: false } }],
      ports: [{ port: 80 }],
    }),
  ],
];

function kindOf(apiVersion: string, kind: string, rest: object): { apiVersion: string; kind: string } {
  const object = { apiVersion, kind, metadata, ...rest };
  return object;
}

describe('protobuf as a real kube-apiserver speaks it', { skip: missing('etcd', 'kube-apiserver') }, () => {
  let server: RealApiServer;
  before(async () => {
    server = await startRealApiServer();
  });
  after(async () => {
    await server.stop();
  });

  for (const [path, object] of OBJECTS) {
    test(`${object.apiVersion} ${object.kind}: the server reads ours and we read the server's`, async () => {
      const created = await ask('POST', path, PROTOBUF, encodeProtobuf(object));
      assert.equal(created.code, 201, created.body.toString());
      const { apiVersion, kind } = object;
      const name = path.includes('events.k8s.io') ? 'y' : 'x';
      const json: unknown = JSON.parse(
        (await ask('GET', `${path}/${name}`, 'application/json')).body.toString(),
      );
      const binary = await ask('GET', `${path}/${name}`, PROTOBUF);
      const decoded = decodeProtobuf(binary.body);
      assert.deepEqual(decodeValue(decoded, { apiVersion, kind }, 'Strict').object, json);
      const again = decodeProtobuf(encodeProtobuf(decoded));
      assert.deepEqual(decodeValue(again, { apiVersion, kind }, 'Strict').object, json);
    });
  }

  test('a list comes whole', async () => {
    const { body } = await ask('GET', '/api/v1/namespaces/default/configmaps', PROTOBUF);
    const list = decodeProtobuf(body);
    assert.equal(list.kind, 'ConfigMapList');
    assert.ok('items' in list && Array.isArray(list.items) && list.items.length > 0);
  });

  async function ask(
    method: string,
    path: string,
    type: string,
    body?: Buffer,
  ): Promise<{ readonly code: number; readonly body: Buffer }> {
    const headers = {
      authorization: `Bearer ${server.token}`,
      accept: type,
      ...(body ? { 'content-type': type } : {}),
    };
    return new Promise((resolve, reject) => {
      const call = request(
        server.server + path,
        { method, headers, rejectUnauthorized: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            resolve({ code: response.statusCode ?? 0, body: Buffer.concat(chunks) });
          });
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }
});
