import { at, del, get, items, kubectl, patch, post, sequence, until, type Area } from '../sequence.ts';
import { CONFIGMAPS, configMap, NS, PAUSE, pod, PODS, readyNode } from './common.ts';

const END = '-----END CERTIFICATE-----';
/** The file that the real server was given holds its own certificate and that of its authority. */
const oneCertificate = (body: unknown): unknown => {
  const { data, ...rest } = Object(body);
  const bundle = String(data['ca.crt']);
  return { ...rest, data: { ...data, 'ca.crt': bundle.slice(0, bundle.indexOf(END) + END.length) } };
};
const withoutTargetPort = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/targetPort: \d+$/, 'targetPort: <port>'));

const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';
const priorityClass = (name: string, rest: object) =>
  post(
    CLASSES,
    {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name, labels: { parity: '<ns>' } },
      ...rest,
    },
    { name: `create class ${name}` },
  );
const spec = (body: unknown): unknown => at(body, 'spec') ?? body;
const podSpec = (name: string, podOf: object, query = '?dryRun=All') =>
  post(`${PODS}${query}`, podOf, { name, only: spec });

export const ADMISSIONS: Area = {
  area: 'admissions',
  sequences: [
    sequence('priorities', [
      get(CLASSES, {
        name: 'those of the system',
        only: (body) => items(body).filter((item) => String(at(item, 'metadata.name')).startsWith('system-')),
      }),
      kubectl('get priorityclass system-node-critical system-cluster-critical'),
      kubectl('describe priorityclass system-node-critical'),
      priorityClass('<ns>-high', { value: 1000, description: 'high' }),
      priorityClass('<ns>-never', { value: 5, preemptionPolicy: 'Never' }),
      podSpec('with a class', pod('one', { priorityClassName: '<ns>-high' })),
      podSpec('that never preempts', pod('one', { priorityClassName: '<ns>-never' })),
      podSpec('with a class and its value', pod('one', { priorityClassName: '<ns>-high', priority: 1000 })),
      podSpec('with a class and another value', pod('one', { priorityClassName: '<ns>-high', priority: 1 })),
      podSpec(
        'with a class and a policy',
        pod('one', { priorityClassName: '<ns>-high', preemptionPolicy: 'Never' }),
      ),
      podSpec('with the class of the system', pod('one', { priorityClassName: 'system-cluster-critical' })),
      podSpec('with a missing class', pod('one', { priorityClassName: 'missing' })),
      podSpec('without a class', pod('one')),
      podSpec('with priority 0', pod('one', { priority: 0 })),
      patch('merge', `${CLASSES}/<ns>-high`, { globalDefault: true, value: 7 }, { name: 'change the value' }),
      del(`${CLASSES}/<ns>-high`),
      podSpec('with a deleted class', pod('one', { priorityClassName: '<ns>-high' })),
      del(`${CLASSES}/<ns>-never`),
      del(`${CLASSES}/system-node-critical?dryRun=All`),
      patch(
        'merge',
        `${CLASSES}/system-node-critical?dryRun=All`,
        { value: 1 },
        { name: 'change that of the system' },
      ),
      priorityClass('system-node-critical', { value: 2_000_001_000 }),
    ]),
    sequence('accounts', [
      post(
        `${NS}/serviceaccounts`,
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'quiet' },
          automountServiceAccountToken: false,
          imagePullSecrets: [{ name: 'pull' }],
        },
        { name: 'create account' },
      ),
      podSpec('of the default account', pod('one')),
      podSpec('of an account', pod('one', { serviceAccountName: 'quiet' })),
      podSpec('by the old field', pod('one', { serviceAccount: 'quiet' })),
      podSpec('by both fields', pod('one', { serviceAccount: 'default', serviceAccountName: 'quiet' })),
      podSpec(
        'with its own pull secrets',
        pod('one', {
          serviceAccountName: 'quiet',
          imagePullSecrets: [{ name: 'own' }],
          automountServiceAccountToken: true,
        }),
      ),
      podSpec(
        'that mounts by itself',
        pod('one', {
          containers: [
            {
              name: 'main',
              image: PAUSE,
              volumeMounts: [{ name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
            },
          ],
          volumes: [{ name: 'own', emptyDir: {} }],
        }),
      ),
      podSpec('with init containers', pod('one', { initContainers: [{ name: 'init', image: PAUSE }] })),
      podSpec('of a missing account', pod('one', { serviceAccountName: 'missing' })),
      del(`${NS}/serviceaccounts/default`),
      until(
        `${NS}/serviceaccounts/default`,
        'a new default account',
        (body, status) => status === 200 && at(body, 'metadata.deletionTimestamp') === undefined,
      ),
      get(`${NS}/serviceaccounts/default`),
      del(`${CONFIGMAPS}/kube-root-ca.crt`),
      until(`${CONFIGMAPS}/kube-root-ca.crt`, 'a new certificate', (_body, status) => status === 200),
      get(`${CONFIGMAPS}/kube-root-ca.crt`, { only: oneCertificate }),
      kubectl('get serviceaccounts'),
      kubectl('describe serviceaccount quiet'),
      kubectl('create serviceaccount made'),
      kubectl('create serviceaccount made'),
    ]),
    sequence('tolerations', [
      podSpec('by default', pod('one')),
      podSpec(
        'of its own',
        pod('one', {
          tolerations: [
            {
              key: 'node.kubernetes.io/not-ready',
              operator: 'Exists',
              effect: 'NoExecute',
              tolerationSeconds: 5,
            },
          ],
        }),
      ),
      podSpec('of everything', pod('one', { tolerations: [{ operator: 'Exists' }] })),
      podSpec(
        'of every effect',
        pod('one', { tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists' }] }),
      ),
      podSpec(
        'of memory pressure',
        pod('one', { containers: [{ name: 'main', image: PAUSE, resources: { requests: { cpu: '1' } } }] }),
      ),
      podSpec(
        'with an extended resource',
        pod('one', {
          containers: [{ name: 'main', image: PAUSE, resources: { limits: { 'example.com/gpu': '1' } } }],
        }),
      ),
      ...readyNode('<ns>-node'),
      get('/api/v1/nodes/<ns>-node'),
      post(
        '/api/v1/nodes?dryRun=All',
        { apiVersion: 'v1', kind: 'Node', metadata: { name: '<ns>-dry' } },
        { name: 'the taint of a new node' },
      ),
      post(
        '/api/v1/nodes?dryRun=All',
        {
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name: '<ns>-dry' },
          spec: { unschedulable: true, taints: [{ key: 'a', effect: 'NoExecute' }] },
        },
        { name: 'the taints of a new node' },
      ),
    ]),
    sequence('namespaces', [
      post(
        '/api/v1/namespaces?dryRun=All',
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '<ns>-dry' } },
        { name: 'dry run' },
      ),
      post(
        '/api/v1/namespaces',
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: '<ns>-gone', labels: { 'kubernetes.io/metadata.name': 'wrong' } },
        },
        { name: 'create with a wrong label' },
      ),
      patch(
        'merge',
        '/api/v1/namespaces/<ns>-gone',
        { metadata: { labels: { 'kubernetes.io/metadata.name': null } } },
        { name: 'remove the label' },
      ),
      patch(
        'merge',
        '/api/v1/namespaces/<ns>-gone',
        { spec: { finalizers: [] } },
        { name: 'remove the finalizer' },
      ),
      post('/api/v1/namespaces/<ns>-gone/configmaps', configMap('one'), { name: 'create in it' }),
      kubectl('delete namespace <ns>-gone'),
      get('/api/v1/namespaces/<ns>-gone'),
      post('/api/v1/namespaces/<ns>-gone/configmaps', configMap('one'), { name: 'create in it after' }),
      kubectl('get namespace <ns>'),
      kubectl('describe namespace <ns>'),
      kubectl('create namespace <ns>-made'),
      kubectl('create namespace <ns>-made'),
      kubectl('delete namespace <ns>-made <ns>-none --wait=false'),
      kubectl('delete namespace kube-public --dry-run=server'),
      kubectl('get namespaces default kube-system kube-public kube-node-lease'),
      get('/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication', {
        only: (body) => at(body, 'metadata.name'),
      }),
      kubectl('get svc,endpoints,endpointslices -n default --no-headers -o name'),
      // the real server has a free port of the machine
      kubectl('get svc kubernetes -n default -o yaml', { only: withoutTargetPort }),
      kubectl('get lease -n kube-node-lease'),
    ]),
  ],
};
