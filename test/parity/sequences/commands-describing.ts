import { kubectl, patch, post, sequence, type Sequence, until, untilEqual } from '../sequence.ts';
import { APPS, bind, DEPLOYMENTS, deployment, NS, PAUSE, pod, PODS, readyNode, running } from './common.ts';
import { startPod, untilEvents, untilPods, untilSettled } from './commands-parts.ts';

const template = (app: string, spec: object = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'main', image: PAUSE }], ...spec },
});
const selector = (app: string) => ({ matchLabels: { app } });
const quiet = { only: (body: unknown) => Object(body).kind };

const event = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'told' },
  involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'rich', namespace: '<ns>', uid: '<uid>' },
  type: 'Warning',
  reason: 'Told',
  message: 'a sentence about it',
  source: { component: 'parity' },
  firstTimestamp: '<now>',
  lastTimestamp: '<now>',
  count: 3,
};

const rich = pod(
  'rich',
  {
    serviceAccountName: 'default',
    priorityClassName: 'system-node-critical',
    nodeSelector: { disk: 'ssd', zone: 'a' },
    tolerations: [
      { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 9 },
      { operator: 'Exists' },
    ],
    initContainers: [{ name: 'first', image: 'x:1', command: ['true'] }],
    containers: [
      {
        name: 'main',
        image: PAUSE,
        command: ['sh', '-c'],
        args: ['sleep 1'],
        ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP', name: 'dns' }],
        env: [
          { name: 'A', value: 'b' },
          { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'KEY', valueFrom: { configMapKeyRef: { name: 'one', key: 'k' } } },
          { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'one', key: 'k', optional: true } } },
          { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        ],
        envFrom: [
          { configMapRef: { name: 'one' } },
          { prefix: 'P_', secretRef: { name: 'one', optional: true } },
        ],
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } },
        livenessProbe: { httpGet: { path: '/x', port: 80 } },
        readinessProbe: { exec: { command: ['true'] }, periodSeconds: 3 },
        startupProbe: { tcpSocket: { port: 80 } },
        volumeMounts: [
          { name: 'scratch', mountPath: '/scratch' },
          { name: 'conf', mountPath: '/conf', readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
      { name: 'conf', configMap: { name: 'one' } },
      { name: 'hidden', secret: { secretName: 'one', optional: true } },
      { name: 'claim', persistentVolumeClaim: { claimName: 'one' } },
      { name: 'host', hostPath: { path: '/x', type: 'Directory' } },
    ],
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: selector('rich'),
      },
    ],
  },
  { labels: { app: 'rich', tier: 'front' }, annotations: { note: 'a\nb', other: 'c' } },
);

/** `kubectl describe`. */
export const DESCRIBING: readonly Sequence[] = [
  sequence('describe pods', [
    ...readyNode('<ns>-node'),
    post(PODS, pod('plain'), { name: 'create plain' }),
    kubectl('describe pod plain'),
    post(PODS, rich, { name: 'create rich', capture: { uid: 'metadata.uid' } }),
    post(`${NS}/events`, event, { name: 'an event' }),
    kubectl('describe pod rich'),
    kubectl('describe pod rich --show-events=false'),
    kubectl('describe pods -l app=rich'),
    bind('plain', '<ns>-node'),
    running('plain'),
    kubectl('describe pod plain', { name: 'kubectl describe a pod that runs' }),
    kubectl('describe pod/plain pod/rich --show-events=false'),
    kubectl('describe pod pl'),
    kubectl('describe pod none'),
    kubectl('describe pods -l app=none'),
    kubectl('describe pod <ns>-none -n <ns>-none'),
    kubectl('describe nosuchkind'),
    kubectl('describe -f -', { stdin: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"plain"}}' }),
  ]),
  sequence('describe a node', [
    ...readyNode('<ns>-node', { labels: { zone: 'a', 'node-role.kubernetes.io/worker': '' } }),
    until(
      '/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D<ns>-node',
      'the node is registered',
      (body) => JSON.stringify(body).includes('RegisteredNode'),
    ),
    kubectl('describe node <ns>-node'),
    post(
      PODS,
      pod('asks', {
        nodeName: '<ns>-node',
        containers: [{ name: 'main', image: PAUSE, resources: { requests: { cpu: '1', memory: '1Gi' } } }],
      }),
      { name: 'create a pod there' },
    ),
    post(
      '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases',
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: '<ns>-node' },
        spec: {
          holderIdentity: '<ns>-node',
          leaseDurationSeconds: 40,
          renewTime: '2026-11-25T10:00:00.000000Z',
        },
      },
      { name: 'a lease' },
    ),
    patch(
      'strategic',
      '/api/v1/nodes/<ns>-node',
      { spec: { taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] } },
      {
        name: 'a taint',
      },
    ),
    kubectl('describe node <ns>-node', { name: 'kubectl describe a node with a pod, a lease and a taint' }),
    kubectl('describe nodes -l parity=<ns> --show-events=false'),
    kubectl('get lease <ns>-node -n kube-node-lease'),
    kubectl('describe lease <ns>-node -n kube-node-lease'),
    kubectl('delete lease <ns>-node -n kube-node-lease'),
    kubectl('describe node <ns>-none'),
  ]),
  sequence('describe workloads', [
    post(DEPLOYMENTS, deployment('web', 1), { name: 'create', ...quiet }),
    untilPods('web', 1),
    untilEvents('web', 1),
    kubectl('describe deployment web', { name: 'kubectl describe a deployment that waits' }),
    ...startPod('web', 'webpod'),
    untilSettled('web', 1),
    kubectl('describe deployment web'),
    kubectl('describe rs -l app=web'),
    kubectl('describe pod <webpod>'),
    kubectl('describe deploy,rs -l app=web --show-events=false'),
    post(
      `${APPS}/daemonsets`,
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent' },
        spec: {
          selector: selector('agent'),
          template: template('agent', { nodeSelector: { parity: '<ns>' } }),
        },
      },
      { name: 'create daemonset', ...quiet },
    ),
    untilEqual(`${APPS}/daemonsets/agent`, 'status.observedGeneration', 1),
    kubectl('describe daemonset agent'),
    kubectl('get daemonset -o wide'),
    post(
      `${APPS}/statefulsets`,
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'db' },
        spec: { replicas: 1, serviceName: 'db', selector: selector('db'), template: template('db') },
      },
      { name: 'create statefulset', ...quiet },
    ),
    untilEqual(`${APPS}/statefulsets/db`, 'status.replicas', 1),
    untilEvents('db', 1),
    kubectl('describe statefulset db'),
    kubectl('get statefulset -o wide'),
    kubectl('get pod db-0 -o yaml'),
    post(
      '/apis/batch/v1/namespaces/<ns>/jobs',
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'once' },
        spec: {
          template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: PAUSE }] } },
        },
      },
      { name: 'create job', ...quiet },
    ),
    untilEqual('/apis/batch/v1/namespaces/<ns>/jobs/once', 'status.active', 1),
    untilEvents('once', 1),
    kubectl('describe job once'),
    kubectl('get job once -o wide'),
  ]),
  sequence('describe the rest', [
    kubectl('describe namespace <ns>'),
    kubectl('describe ns <ns>-none'),
    post(
      `${NS}/services`,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'door', annotations: { a: 'b' } },
        spec: {
          selector: { app: 'a', tier: 'b' },
          ports: [
            { name: 'http', port: 80, targetPort: 'web' },
            { name: 'dns', port: 53, protocol: 'UDP' },
          ],
          sessionAffinity: 'ClientIP',
        },
      },
      { name: 'create service', ...quiet },
    ),
    kubectl('describe service door'),
    kubectl('describe svc kubernetes -n default', {
      // a starting API server may tell in an event that it repairs the address
      only: (lines) =>
        lines
          .slice(
            0,
            lines.findIndex((line) => line.startsWith('Events:')),
          )
          .filter((line) => !/^(IP|Endpoints|TargetPort)/.test(line)),
    }),
    kubectl('create configmap one --from-literal=k=v --from-literal=long=a,b'),
    kubectl('describe configmap one'),
    kubectl('create secret generic one --from-literal=k=value'),
    kubectl('describe secret one'),
    kubectl('describe serviceaccount default'),
    kubectl('create pdb one --selector=app=a --min-available=50%'),
    untilEqual('/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets/one', 'status.observedGeneration', 1),
    kubectl('describe pdb one'),
    kubectl('create priorityclass <ns> --value=7 --description=seven'),
    kubectl('describe priorityclass <ns>'),
    kubectl('delete priorityclass <ns>'),
    kubectl('describe clusterrole view', { only: (lines) => lines.slice(0, 6) }),
    post(
      `${NS}/persistentvolumeclaims`,
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'disk' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: '',
          resources: { requests: { storage: '1Gi' } },
        },
      },
      { name: 'create claim', ...quiet },
    ),
    untilEvents('disk', 1),
    kubectl('describe pvc disk'),
    kubectl('get pvc disk -o wide'),
  ]),
];
