import { del, patch, post, sequence } from '../sequence.ts';
import { APPS, deployment, NS, PAUSE, pod, PODS } from './common.ts';

const dry = (name: string, spec: object, metadata: object = {}) =>
  post(`${PODS}?dryRun=All`, pod('one', spec, metadata), { name });
const containers = (...parts: object[]) =>
  parts.map((part, index) => ({ name: `c${index}`, image: PAUSE, ...part }));
const ports = (...list: object[]) => ({ containers: containers({ ports: list }) });
const volumes = (...list: object[]) => ({
  volumes: list.map((source, index) => ({ name: `v${index}`, ...source })),
});
const LABEL = 'beta.kubernetes.io/os';
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

const ODD = {
  nodeSelector: { [LABEL]: 'linux' },
  hostAliases: [{ ip: '1.2.3.4' }, { ip: '1.2.3.4' }],
  imagePullSecrets: [{ name: 'a' }, { name: 'a' }, {}],
  containers: containers({
    env: [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ],
    resources: { limits: { memory: '1500m' } },
  }),
};
const ANNOTATED = {
  'container.apparmor.security.beta.kubernetes.io/c0': 'unconfined',
  'scheduler.alpha.kubernetes.io/critical-pod': '',
};

function workload(kind: string, spec: object = {}): object {
  const labels = { app: 'odd' };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'odd' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations: ANNOTATED }, spec: ODD },
      ...spec,
    },
  };
}

/** Controllers write at the same time: the warnings count. */
const warned = (body: unknown): unknown => Object(body).kind;

/** What the server says of pods and templates that it takes (pkg/api/pod/warnings.go). */
export const WARNINGS = sequence('warnings', [
  dry('node labels', {
    ...ODD,
    affinity: {
      nodeAffinity: {
        [required]: { nodeSelectorTerms: [{ matchExpressions: [{ key: LABEL, operator: 'Exists' }] }] },
        [preferred]: [
          { weight: 1, preference: { matchExpressions: [{ key: LABEL, operator: 'In', values: ['a b'] }] } },
        ],
      },
      podAffinity: { [required]: [{ topologyKey: 'a' }] },
      podAntiAffinity: { [preferred]: [{ weight: 1, podAffinityTerm: { topologyKey: 'a' } }] },
    },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: LABEL, whenUnsatisfiable: 'ScheduleAnyway' }],
  }),
  dry(
    'annotations',
    {},
    {
      annotations: {
        ...ANNOTATED,
        'container.apparmor.security.beta.kubernetes.io/main': 'localhost/mine',
        'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
        'container.seccomp.security.alpha.kubernetes.io/main': 'unconfined',
      },
    },
  ),
  dry(
    'app armor',
    {},
    { annotations: { 'container.apparmor.security.beta.kubernetes.io/main': 'localhost/mine' } },
  ),
  dry(
    'app armor as the pod says',
    { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
    { annotations: { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' } },
  ),
  dry(
    'app armor of nobody',
    {},
    { annotations: { 'container.apparmor.security.beta.kubernetes.io/main': 'localhost/' } },
  ),
  dry(
    'old volumes',
    volumes(
      { photonPersistentDisk: { pdID: 'a' } },
      { gitRepo: { repository: 'a' } },
      { scaleIO: { gateway: 'a', system: 'b', secretRef: { name: 'c' }, volumeName: 'd' } },
      { flocker: { datasetName: 'a' } },
      { storageos: { volumeName: 'a' } },
      { quobyte: { registry: 'a:1', volume: 'b' } },
      { glusterfs: { endpoints: 'a', path: 'b' } },
      { cephfs: { monitors: ['a'] } },
      { rbd: { monitors: ['a'], image: 'b' } },
      {
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1500m' } } },
          },
        },
      },
    ),
  ),
  dry(
    'paths of volumes',
    volumes(
      {
        configMap: {
          name: 'c',
          items: [
            { key: 'a', path: 'x' },
            { key: 'b', path: 'x/y' },
            { key: 'c', path: 'x' },
          ],
        },
      },
      {
        secret: {
          secretName: 's',
          items: [
            { key: 'a', path: 'x/y' },
            { key: 'b', path: 'x/y/z' },
          ],
        },
      },
      {
        downwardAPI: {
          items: ['x', 'x'].map((path) => ({ path, fieldRef: { fieldPath: 'metadata.name' } })),
        },
      },
      {
        projected: {
          sources: [
            {},
            { configMap: { name: 'c', items: [{ key: 'a', path: 'x' }] } },
            {
              secret: {
                name: 's',
                items: [
                  { key: 'a', path: 'x/y' },
                  { key: 'b', path: 'other' },
                ],
              },
            },
            { serviceAccountToken: { path: 'other' } },
            { downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
          ],
        },
      },
    ),
  ),
  dry(
    'ports twice',
    ports({ containerPort: 80, hostIP: '1.2.3.4' }, { containerPort: 80 }, { containerPort: 80 }),
  ),
  dry('ports of two containers', {
    containers: containers(
      {
        ports: [
          { containerPort: 80, name: 'web' },
          { containerPort: 81, hostPort: 8080 },
        ],
      },
      {
        ports: [
          { containerPort: 80, name: 'web', hostPort: 80 },
          { containerPort: 81, hostPort: 8080, hostIP: '1.2.3.4' },
        ],
      },
    ),
  }),
  dry('variables', {
    containers: containers({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '$(A)2' },
        { name: 'A', value: '$(A)' },
        { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
    }),
  }),
  dry('amounts', {
    containers: containers({
      resources: {
        limits: { memory: '1500m', 'ephemeral-storage': '2500m' },
        requests: { memory: '500m', 'ephemeral-storage': '100m' },
      },
    }),
  }),
  dry('addresses', {
    dnsConfig: { nameservers: ['1.2.3.4', '::ffff:1.2.3.4', '2001:DB8::1'] },
    hostAliases: [{ ip: '2001:db8:0::1' }],
  }),
  dry('a negative grace', { terminationGracePeriodSeconds: -1 }),
  post(`${APPS}/deployments`, workload('Deployment', { replicas: 0 }), { name: 'a deployment' }),
  patch(
    'merge',
    `${APPS}/deployments/odd`,
    { metadata: { labels: { a: 'b' } } },
    { name: 'a label', only: warned },
  ),
  patch(
    'merge',
    `${APPS}/deployments/odd`,
    { spec: { paused: true } },
    { name: 'a generation', only: warned },
  ),
  del(`${APPS}/deployments/odd`, undefined, { name: 'remove it' }),
  post(`${APPS}/replicasets?dryRun=All`, workload('ReplicaSet', { replicas: 0 }), { name: 'a replica set' }),
  post(`${APPS}/daemonsets?dryRun=All`, workload('DaemonSet'), { name: 'a daemon set' }),
  post(
    `${APPS}/statefulsets?dryRun=All`,
    workload('StatefulSet', {
      replicas: 0,
      revisionHistoryLimit: -1,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1500m' } } },
        },
      ],
    }),
    { name: 'a stateful set' },
  ),
  post(
    '/apis/batch/v1/namespaces/<ns>/jobs?dryRun=All',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'odd' },
      spec: { template: { metadata: { annotations: ANNOTATED }, spec: { ...ODD, restartPolicy: 'Never' } } },
    },
    { name: 'a job' },
  ),
  post(
    `${NS}/replicationcontrollers?dryRun=All`,
    {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'odd' },
      spec: { replicas: 0, template: { metadata: { labels: { app: 'odd' } }, spec: ODD } },
    },
    { name: 'a replication controller' },
  ),
  post(
    `${NS}/podtemplates?dryRun=All`,
    { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'odd' }, template: { spec: ODD } },
    { name: 'a pod template' },
  ),
  post(
    `${APPS}/deployments?dryRun=All`,
    deployment('off', 0, {
      template: {
        metadata: { labels: { app: 'off' } },
        spec: {
          schedulingGroup: { podGroupName: 'x' },
          containers: containers({ lifecycle: { stopSignal: 'SIGUSR1' } }),
        },
      },
    }),
    { name: 'fields of features that are off' },
  ),
]);
