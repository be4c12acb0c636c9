import { HALVES } from './creates-halves.ts';
import { WARNINGS } from './creates-warnings.ts';
import { del, get, kubectl, post, put, sequence, until, type Area } from '../sequence.ts';
import { CONFIGMAPS, configMap, NS, PAUSE, pod, PODS, DEPLOYMENTS, deployment } from './common.ts';

const raw = (name: string, body: string, headers: Record<string, string> = {}) =>
  post(CONFIGMAPS, body, { name, headers });

export const CREATES: Area = {
  area: 'creates',
  sequences: [
    sequence('names', [
      post(
        CONFIGMAPS,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-' } },
        { name: 'generateName' },
      ),
      post(
        CONFIGMAPS,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-', name: 'named' } },
        { name: 'name and generateName' },
      ),
      post(
        CONFIGMAPS,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: `${'long'.repeat(20)}-` } },
        { name: 'long generateName' },
      ),
      post(
        CONFIGMAPS,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'Bad_' } },
        { name: 'bad generateName' },
      ),
      post(CONFIGMAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }, { name: 'no name' }),
      post(CONFIGMAPS, { apiVersion: 'v1', kind: 'ConfigMap' }, { name: 'no metadata' }),
      post(CONFIGMAPS, configMap('..'), { name: 'name ..' }),
      post(CONFIGMAPS, configMap('a/b'), { name: 'name with a slash' }),
      post(CONFIGMAPS, configMap('a%b'), { name: 'name with a percent' }),
      post(CONFIGMAPS, configMap('x', {}, { namespace: 'other' }), { name: 'another namespace' }),
      post(CONFIGMAPS, configMap('x', {}, { namespace: '<ns>' }), { name: 'the namespace' }),
      post(
        CONFIGMAPS,
        configMap(
          'y',
          {},
          {
            uid: 'mine',
            resourceVersion: '',
            creationTimestamp: '2001-01-01T00:00:00Z',
            deletionTimestamp: '2001-01-01T00:00:00Z',
            deletionGracePeriodSeconds: 3,
            generation: 9,
            selfLink: '/x',
          },
        ),
        { name: 'what the server sets' },
      ),
      post(CONFIGMAPS, configMap('z', {}, { resourceVersion: '5' }), { name: 'a version' }),
      post(
        CONFIGMAPS,
        configMap(
          'm',
          {},
          {
            managedFields: [
              {
                manager: 'me',
                operation: 'Update',
                apiVersion: 'v1',
                time: '2001-01-01T00:00:00Z',
                fieldsType: 'FieldsV1',
                fieldsV1: { 'f:data': {} },
              },
            ],
          },
        ),
        { name: 'managed fields' },
      ),
      post(
        CONFIGMAPS,
        configMap('n', {}, { managedFields: [{ manager: 'me', operation: 'Sometimes', apiVersion: 'v1' }] }),
        { name: 'bad managed fields' },
      ),
      post(CONFIGMAPS, configMap('f', {}, { finalizers: ['example.com/a', 'example.com/a'] }), {
        name: 'finalizers twice',
      }),
      post(CONFIGMAPS, configMap('g', {}, { annotations: { big: 'x'.repeat(262_145) } }), {
        name: 'big annotations',
      }),
      post(CONFIGMAPS, configMap('big', { big: 'x'.repeat(1_048_577) }), { name: 'big data' }),
    ]),
    sequence('options', [
      post(`${CONFIGMAPS}?dryRun=All`, configMap('dry')),
      get(`${CONFIGMAPS}/dry`),
      post(
        `${CONFIGMAPS}?dryRun=All`,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'dry-' } },
        { name: 'dry run of generateName' },
      ),
      post(`${CONFIGMAPS}?dryRun=Some`, configMap('dry')),
      post(`${CONFIGMAPS}?dryRun=`, configMap('wet')),
      post(`${CONFIGMAPS}?fieldManager=me`, configMap('managed', { a: 'b' })),
      post(`${CONFIGMAPS}?fieldManager=${'x'.repeat(129)}`, configMap('managed'), { name: 'long manager' }),
      post(`${CONFIGMAPS}?fieldManager=%07`, configMap('managed'), { name: 'unprintable manager' }),
      post(`${CONFIGMAPS}?fieldValidation=Odd`, configMap('odd')),
      post(`${CONFIGMAPS}?pretty=true`, configMap('pretty')),
      post(CONFIGMAPS, configMap('agent'), {
        name: 'manager by user agent',
        headers: { 'user-agent': 'tool/v1 (linux) x' },
      }),
      post(CONFIGMAPS, configMap('noagent'), {
        name: 'manager of an odd user agent',
        headers: { 'user-agent': 'a b c' },
      }),
    ]),
    sequence('bodies', [
      raw('empty', ''),
      raw('not json', 'nonsense'),
      raw('half json', '{"apiVersion":"v1","kind":"ConfigMap"'),
      raw('an array', '[]'),
      raw('a number', '7'),
      raw('null', 'null'),
      raw('trailing', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"t"}} x'),
      raw('no kind', '{"metadata":{"name":"nokind"}}'),
      raw('no version', '{"kind":"ConfigMap","metadata":{"name":"nov"}}'),
      raw('another kind', '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod"}}'),
      raw('unknown kind', '{"apiVersion":"v1","kind":"Nothing","metadata":{"name":"x"}}'),
      raw(
        'unknown group',
        '{"apiVersion":"nothing.example.com/v1","kind":"ConfigMap","metadata":{"name":"x"}}',
      ),
      raw('bad version', '{"apiVersion":"a/b/c","kind":"ConfigMap","metadata":{"name":"x"}}'),
      raw('a list', '{"apiVersion":"v1","kind":"ConfigMapList","items":[]}'),
      raw('yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  a: "1"\n', {
        'content-type': 'application/yaml',
      }),
      raw('yaml called json', 'apiVersion: v1\nkind: ConfigMap\n'),
      raw('bad yaml', 'a: b: c', { 'content-type': 'application/yaml' }),
      raw('two yamls', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: two\n---\nkind: Pod\n', {
        'content-type': 'application/yaml',
      }),
      raw('json with a charset', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"charset"}}', {
        'content-type': 'application/json; charset=utf-8',
      }),
      raw('text', '{}', { 'content-type': 'text/plain' }),
      raw('a bad content type', '{}', { 'content-type': 'nonsense' }),
      raw('protobuf that is none', '{}', { 'content-type': 'application/vnd.kubernetes.protobuf' }),
      raw('too large', `{"data":{"a":"${'x'.repeat(3_200_000)}"}}`),
      raw('too deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      post('/api/v1/namespaces/nowhere/configmaps', configMap('a'), { name: 'missing namespace' }),
      post('/api/v1/namespaces/nowhere/pods', pod('a'), { name: 'pod in a missing namespace' }),
      post('/api/v1/configmaps', configMap('a'), { name: 'no namespace' }),
      post('/api/v1/pods', pod('a', {}, { namespace: '<ns>' }), { name: 'pod over all namespaces' }),
      post(`${CONFIGMAPS}/named`, configMap('named'), { name: 'at a name' }),
      put(CONFIGMAPS, configMap('named'), { name: 'put to a collection' }),
      post(
        '/api/v1/namespaces/<ns>/limitranges',
        { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'x' } },
        { name: 'a limit range' },
      ),
    ]),
    sequence('defaults', [
      post(
        `${PODS}?dryRun=All`,
        pod('latest', {
          containers: [
            { name: 'a', image: 'nginx' },
            { name: 'b', image: 'nginx:latest' },
            { name: 'c', image: 'host:5000/nginx:1' },
          ],
        }),
        { name: 'images' },
      ),
      post(
        `${PODS}?dryRun=All`,
        pod('host', {
          hostNetwork: true,
          containers: [{ name: 'a', image: PAUSE, ports: [{ containerPort: 80 }] }],
        }),
        { name: 'host network' },
      ),
      post(
        `${PODS}?dryRun=All`,
        pod('limits', {
          containers: [{ name: 'a', image: PAUSE, resources: { limits: { cpu: 1, memory: '1Gi' } } }],
        }),
        { name: 'limits' },
      ),
      post(
        `${PODS}?dryRun=All`,
        pod('q', {
          containers: [
            {
              name: 'a',
              image: PAUSE,
              resources: {
                requests: {
                  cpu: '1000m',
                  memory: '1048576Ki',
                  'ephemeral-storage': '0.5Gi',
                  'example.com/x': '3',
                },
              },
            },
          ],
        }),
        { name: 'quantities' },
      ),
      post(
        `${PODS}?dryRun=All`,
        pod('probe', {
          containers: [
            {
              name: 'a',
              image: PAUSE,
              livenessProbe: { grpc: { port: 1 } },
              startupProbe: { tcpSocket: { port: 2 } },
            },
          ],
        }),
        { name: 'probes' },
      ),
      post(
        `${PODS}?dryRun=All`,
        pod('token', { automountServiceAccountToken: false, serviceAccount: 'default' }),
        { name: 'no token' },
      ),
      post(`${PODS}?dryRun=All`, pod('windows', { os: { name: 'windows' }, runtimeClassName: 'missing' }), {
        name: 'runtime class',
      }),
      post(`${PODS}?dryRun=All`, pod('node', { nodeName: 'nowhere' }), { name: 'a node' }),
      post(`${PODS}?dryRun=All`, pod('gated', { schedulingGates: [{ name: 'example.com/wait' }] }), {
        name: 'gates',
      }),
      post(
        `${PODS}?dryRun=All`,
        pod('static', { nodeName: 'n' }, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
        { name: 'mirror' },
      ),
      post(
        `${PODS}?dryRun=All`,
        { ...pod('status'), status: { phase: 'Running' } },
        { name: 'with a status' },
      ),
      post(`${PODS}?dryRun=All`, pod('critical', { priorityClassName: 'system-node-critical' }), {
        name: 'critical priority',
      }),
      post(
        `${PODS}?dryRun=All`,
        pod(
          'oldannotation',
          {},
          { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' } },
        ),
        { name: 'old seccomp annotation' },
      ),
      post(
        `${PODS}?dryRun=All`,
        pod('duplicate', {
          containers: [
            {
              name: 'a',
              image: PAUSE,
              env: [
                { name: 'A', value: '1' },
                { name: 'A', value: '2' },
              ],
            },
          ],
        }),
        { name: 'a variable twice' },
      ),
      post(
        `${DEPLOYMENTS}?dryRun=All`,
        deployment('d', 1, {
          template: {
            metadata: { labels: { app: 'd' } },
            spec: {
              containers: [
                {
                  name: 'a',
                  image: 'x',
                  ports: [
                    { containerPort: 1, name: 'p' },
                    { containerPort: 1, name: 'q' },
                  ],
                },
              ],
            },
          },
        }),
        { name: 'a port twice' },
      ),
    ]),
    WARNINGS,
    ...HALVES,
    sequence('terminating', [
      post(
        '/api/v1/namespaces',
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '<ns>-held' } },
        { name: 'create namespace' },
      ),
      post(
        '/api/v1/namespaces/<ns>-held/configmaps',
        configMap('held', {}, { finalizers: ['example.com/hold'] }),
        { name: 'create held' },
      ),
      until(
        '/api/v1/namespaces/<ns>-held/serviceaccounts/default',
        'account',
        (_body, status) => status === 200,
      ),
      until(
        '/api/v1/namespaces/<ns>-held/configmaps/kube-root-ca.crt',
        'certificate',
        (_body, status) => status === 200,
      ),
      del('/api/v1/namespaces/<ns>-held', undefined, { name: 'delete namespace' }),
      post('/api/v1/namespaces/<ns>-held/configmaps', configMap('late'), {
        name: 'create in a terminating namespace',
      }),
      post('/api/v1/namespaces/<ns>-held/pods', pod('late'), {
        name: 'create a pod in a terminating namespace',
      }),
      until('/api/v1/namespaces/<ns>-held', 'five conditions', (body) =>
        JSON.stringify(body).includes('NamespaceFinalizersRemaining'),
      ),
      get('/api/v1/namespaces/<ns>-held', { name: 'get terminating' }),
      kubectl('get namespace <ns>-held'),
      kubectl('describe namespace <ns>-held'),
      kubectl('patch configmap held -n <ns>-held --type=merge -p \'{"metadata":{"finalizers":null}}\''),
      until('/api/v1/namespaces/<ns>-held', 'gone', (_body, status) => status === 404),
      get('/api/v1/namespaces/<ns>-held', { name: 'get gone' }),
      del('/api/v1/namespaces/default', undefined, { name: 'delete default' }),
      del('/api/v1/namespaces/kube-system?dryRun=All', undefined, { name: 'delete kube-system' }),
      del(`${NS}/serviceaccounts/default?dryRun=All`, undefined, { name: 'delete account' }),
    ]),
  ],
};
