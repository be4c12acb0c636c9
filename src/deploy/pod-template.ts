import { labelsOf, type SchedulerDeployment } from './deployment.ts';

/** Of health checks and metrics; kube-scheduler's own number. */
const PORT = 10_259;

/** kubeadm's label and taint of those nodes. */
export const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** Where the ConfigMap is mounted. */
const CONFIG_FOLDER = '/etc/kubectl-minisched';

/** The pods of the Deployment: who runs them may do nothing on the node, and has one folder to write in. */
export function podTemplate(deployment: SchedulerDeployment): object {
  const { name, serves, onControlPlane = false } = deployment;
  return {
    metadata: {
      labels: labelsOf(name),
      // a running scheduler takes a new configuration, but not new names: those need new pods
      annotations: { 'minisched/serves': serves.join(', ') },
    },
    spec: {
      serviceAccountName: name,
      priorityClassName: 'system-cluster-critical',
      nodeSelector: { 'kubernetes.io/os': 'linux', ...(onControlPlane && { [CONTROL_PLANE]: '' }) },
      tolerations: TOLERATIONS,
      affinity: apart(name),
      terminationGracePeriodSeconds: 30,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65_532,
        runAsGroup: 65_532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [container(deployment)],
      volumes: [
        { name: 'config', configMap: { name } },
        { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      ],
    },
  };
}

/** It may run on the control plane, and leaves a node that went silent ten times as fast as others: another copy leads by then. */
const TOLERATIONS = [
  { key: CONTROL_PLANE, operator: 'Exists', effect: 'NoSchedule' },
  ...['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 30,
  })),
];

/** On two nodes where there are two. */
function apart(name: string): object {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: labelsOf(name) },
          },
        },
      ],
    },
  };
}

function container(deployment: SchedulerDeployment): object {
  return {
    name: 'scheduler',
    image: deployment.image,
    imagePullPolicy: 'IfNotPresent',
    args: argsOf(deployment),
    ports: [{ name: 'health', containerPort: PORT }],
    startupProbe: { ...probe('/livez'), periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...probe('/livez'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...probe('/readyz'), periodSeconds: 5, timeoutSeconds: 5 },
    resources: {
      requests: { cpu: '100m', memory: '128Mi' },
      // no limit of CPU: a throttled leader loses its lease
      limits: { memory: '1Gi' },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function argsOf({ name, namespace, flags }: SchedulerDeployment): string[] {
  return [
    'serve',
    '--config',
    `${CONFIG_FOLDER}/config.yaml`,
    '--leader-elect',
    '--leader-elect-resource-name',
    name,
    '--leader-elect-resource-namespace',
    namespace,
    '--serve-health',
    `0.0.0.0:${PORT}`,
    ...flags,
  ];
}

function probe(path: string): object {
  return { httpGet: { path, port: 'health' } };
}
