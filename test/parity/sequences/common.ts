import { patch, post, type RequestStep, type Step, untilEqual } from '../sequence.ts';

/** Paths within the sequence's namespace. */
export const NS = '/api/v1/namespaces/<ns>';
export const CONFIGMAPS = `${NS}/configmaps`;
export const PODS = `${NS}/pods`;
export const APPS = '/apis/apps/v1/namespaces/<ns>';
export const DEPLOYMENTS = `${APPS}/deployments`;

export const PAUSE = 'registry.k8s.io/pause:3.10';

/** The answer as kubectl asks for it. */
export const TABLE =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

export function configMap(name: string, data: object = {}, metadata: object = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

export function pod(name: string, spec: object = {}, metadata: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers: [{ name: 'main', image: PAUSE }], ...spec },
  };
}

export function deployment(name: string, replicas: number, spec: object = {}) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: PAUSE }] } },
      ...spec,
    },
  };
}

/** A node that is ready, as a kubelet reports it; nothing runs on it. */
export function node(
  name: string,
  { labels = {}, ...metadata }: { labels?: object } = {},
  spec: object = {},
) {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { parity: '<ns>', 'kubernetes.io/hostname': name, ...labels }, ...metadata },
    spec,
    status: {
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      addresses: [{ type: 'InternalIP', address: '172.18.0.9' }],
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastHeartbeatTime: '<now>',
          lastTransitionTime: '<now>',
        },
      ],
      nodeInfo: {
        machineID: 'm',
        systemUUID: 's',
        bootID: 'b',
        kernelVersion: '6.1',
        osImage: 'Debian',
        containerRuntimeVersion: 'containerd://2.0.0',
        kubeletVersion: 'v1.37.2',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}

/** Makes a ready node and waits until the controllers have nothing more to change on it. */
export function readyNode(name: string, metadata: { labels?: object } = {}, spec: object = {}): Step[] {
  return [
    post('/api/v1/nodes', node(name, metadata, spec), { name: `create node ${name}` }),
    untilEqual(`/api/v1/nodes/${name}`, 'metadata.annotations.node~alpha~kubernetes~io/ttl', '0'),
    untilEqual(`/api/v1/nodes/${name}`, 'spec.taints.0.key', undefined),
  ];
}

export function binding(name: string, target: string, metadata: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, ...metadata },
    target: { apiVersion: 'v1', kind: 'Node', name: target },
  };
}

export function bind(name: string, target: string, options: Partial<RequestStep> = {}): RequestStep {
  return post(`${PODS}/${name}/binding`, binding(name, target), {
    name: `bind ${name} to ${target}`,
    ...options,
  });
}

/** What a kubelet reports of a pod whose one container runs. */
export function running(name: string, ip = '10.244.1.7'): RequestStep {
  return patch(
    'strategic',
    `${PODS}/${name}/status`,
    {
      status: {
        phase: 'Running',
        podIP: ip,
        podIPs: [{ ip }],
        hostIP: '172.18.0.9',
        hostIPs: [{ ip: '172.18.0.9' }],
        startTime: '<now>',
        conditions: ['Initialized', 'Ready', 'ContainersReady'].map((type) => ({
          type,
          status: 'True',
          lastTransitionTime: '<now>',
        })),
        containerStatuses: [
          {
            name: 'main',
            image: PAUSE,
            imageID: 'sha256:0',
            ready: true,
            started: true,
            restartCount: 0,
            state: { running: { startedAt: '<now>' } },
          },
        ],
      },
    },
    { name: `status of ${name}` },
  );
}
