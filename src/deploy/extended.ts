import { createHash } from 'node:crypto';
import { clusterWideName, labelsOf, type Manifest } from './deployment.ts';
import { SYSTEM_ROLES } from './rights.ts';

/** A second kube-scheduler, with an extender beside it or with a plugin compiled in. */
export interface ExtendedDeployment {
  /** Of the Deployment, its ServiceAccount and all the rest. */
  readonly name: string;
  readonly namespace: string;
  /** kube-scheduler's own image. */
  readonly schedulerImage: string;
  /** kube-scheduler's configuration, YAML: it finds the extender at {@link EXTENDER_URL}. */
  readonly configuration: string;
  readonly extender?: {
    /** This program's image. */
    readonly image: string;
    /** A complete KubeSchedulerConfiguration, YAML. */
    readonly decidesBy: string;
  };
}

const EXTENDER_PORT = 8888;

/** In one pod they share the loopback device: nobody else can ask the extender to bind. */
export const EXTENDER_URL = `http://127.0.0.1:${EXTENDER_PORT}`;

/** kube-scheduler's own number, by HTTPS. */
const HEALTH_PORT = 10_259;
const FOLDER = '/etc/kubectl-minisched';

/**
 * Everything that makes it up, the Deployment last. The pod has the rights of the cluster's own kube-scheduler, as
 * https://kubernetes.io/docs/tasks/extend-kubernetes/configure-multiple-schedulers/ gives them to a second one; the extender needs no more.
 */
export function extendedManifests(deployment: ExtendedDeployment): readonly Manifest[] {
  const { name, namespace } = deployment;
  const metadata = { name, namespace, labels: labelsOf(name) };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    ...SYSTEM_ROLES.map((role) => bindingOf(role, deployment)),
    authenticationReader(deployment),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: filesOf(deployment),
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        // it has no lease: two of them would bind the same pods
        strategy: { type: 'Recreate' },
        selector: { matchLabels: labelsOf(name) },
        template: {
          metadata: { labels: labelsOf(name), annotations: { 'minisched/files': hashOf(deployment) } },
          spec: podSpec(deployment),
        },
      },
    },
  ];
}

function filesOf({ configuration, extender }: ExtendedDeployment): Readonly<Record<string, string>> {
  return {
    'kube-scheduler.yaml': configuration,
    ...(extender && { 'extender.yaml': extender.decidesBy }),
  };
}

/** kube-scheduler reads its configuration once: another one needs another pod. */
function hashOf(deployment: ExtendedDeployment): string {
  return createHash('sha256')
    .update(JSON.stringify(filesOf(deployment)))
    .digest('hex')
    .slice(0, 16);
}

const RBAC = 'rbac.authorization.k8s.io';

function bindingOf(role: string, deployment: ExtendedDeployment): Manifest {
  const { name } = deployment;
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: {
      name: `${clusterWideName(deployment)}:${role.slice('system:'.length)}`,
      labels: labelsOf(name),
    },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: subjects(deployment),
  };
}

/** kube-scheduler reads how the API server's own clients are known, for its health port. */
function authenticationReader(deployment: ExtendedDeployment): Manifest {
  const { name } = deployment;
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace: 'kube-system', labels: labelsOf(name) },
    roleRef: { apiGroup: RBAC, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects: subjects(deployment),
  };
}

function subjects({ name, namespace }: ExtendedDeployment): readonly object[] {
  return [{ kind: 'ServiceAccount', name, namespace }];
}

/** Beside the cluster's own kube-scheduler where pods may run there: it then counts on no worker. */
function podSpec(deployment: ExtendedDeployment): object {
  const controlPlane = { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' };
  return {
    serviceAccountName: deployment.name,
    priorityClassName: 'system-cluster-critical',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ ...controlPlane, effect: 'NoSchedule' }],
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, preference: { matchExpressions: [controlPlane] } },
        ],
      },
    },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      schedulerContainer(deployment),
      ...(deployment.extender ? [extenderContainer(deployment.extender)] : []),
    ],
    volumes: [
      { name: 'config', configMap: { name: deployment.name } },
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    ],
  };
}

function schedulerContainer({ schedulerImage }: ExtendedDeployment): object {
  const probe = (path: string) => ({ httpGet: { scheme: 'HTTPS', path, port: HEALTH_PORT } });
  return {
    name: 'kube-scheduler',
    image: schedulerImage,
    command: [
      'kube-scheduler',
      `--config=${FOLDER}/kube-scheduler.yaml`,
      `--secure-port=${HEALTH_PORT}`,
      '--v=2',
    ],
    startupProbe: { ...probe('/livez'), periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...probe('/livez'), periodSeconds: 10, timeoutSeconds: 5 },
    readinessProbe: { ...probe('/readyz'), periodSeconds: 2, timeoutSeconds: 5 },
    ...common(),
  };
}

function extenderContainer({ image }: Required<ExtendedDeployment>['extender']): object {
  const args = [
    'extender',
    '--config',
    `${FOLDER}/extender.yaml`,
    '--port',
    String(EXTENDER_PORT),
    '-v',
    '1',
  ];
  return { name: 'extender', image, args, ...common() };
}

function common(): object {
  return {
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'config', mountPath: FOLDER, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}
