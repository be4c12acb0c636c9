import { at } from '../sequence.ts';
import type { Manifest, Sample } from './sample.ts';

function apps(kind: string, name: string, spec: object): Manifest {
  return { apiVersion: 'apps/v1', kind, metadata: { name }, spec };
}

const container = { name: 'main', image: 'registry.k8s.io/pause:3.10' };
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } };
const selector = { matchLabels: { app: 'a' } };
const workload = { selector, template };

/** A controller saw the newest spec. */
function observed(body: unknown): boolean {
  return at(body, 'status.observedGeneration') === at(body, 'metadata.generation');
}

const TEMPLATES = {
  'without a spec': { spec: undefined },
  'without a selector': { 'spec.selector': undefined },
  'with a selector of others': { 'spec.selector.matchLabels': { app: 'b' } },
  'with an empty selector': { 'spec.selector': {} },
  'with a bad selector': {
    'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Like', values: ['a'] }] },
  },
  'with a template that restarts never': { 'spec.template.spec.restartPolicy': 'Never' },
  'without containers': { 'spec.template.spec.containers': [] },
  'with a bad container': {
    'spec.template.spec.containers.0': { name: '', image: '', imagePullPolicy: 'x' },
  },
  'with a bad name': { 'metadata.name': 'Bad_Name' },
} as const;

export const WORKLOAD_KINDS: readonly Sample[] = [
  {
    groupVersion: 'apps/v1',
    kind: 'Deployment',
    resource: 'deployments',
    minimal: apps('Deployment', 'web', { replicas: 0, ...workload }),
    rich: apps('Deployment', 'rich', {
      replicas: 0,
      paused: true,
      minReadySeconds: 3,
      revisionHistoryLimit: 2,
      progressDeadlineSeconds: 60,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '30%' } },
      selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['rich', 'a'] }] },
      template: { ...template, metadata: { labels: { app: 'rich' } } },
    }),
    bad: {
      ...TEMPLATES,
      'with negative numbers': {
        'spec.replicas': -1,
        'spec.minReadySeconds': -1,
        'spec.revisionHistoryLimit': -1,
      },
      'with a bad strategy': { 'spec.strategy': { type: 'Magic' } },
      'with both strategies': { 'spec.strategy': { type: 'Recreate', rollingUpdate: {} } },
      'with nothing to surge': { 'spec.strategy': { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
      'with a bad percentage': {
        'spec.strategy': { rollingUpdate: { maxSurge: 'a%', maxUnavailable: '101%' } },
      },
      'with a short deadline': { 'spec.progressDeadlineSeconds': 1, 'spec.minReadySeconds': 2 },
    },
    update: { 'spec.minReadySeconds': 1 },
    immutable: {
      'of the selector': {
        'spec.selector': { matchLabels: { app: 'b' } },
        'spec.template.metadata.labels': { app: 'b' },
      },
    },
    status: { collisionCount: 1 },
    settle: (body) => observed(body) && at(body, 'status.conditions') !== undefined,
  },
  {
    groupVersion: 'apps/v1',
    kind: 'ReplicaSet',
    resource: 'replicasets',
    minimal: apps('ReplicaSet', 'set', { replicas: 0, ...workload }),
    rich: apps('ReplicaSet', 'rich', { replicas: 0, minReadySeconds: 5, ...workload }),
    bad: { ...TEMPLATES, 'with negative numbers': { 'spec.replicas': -1, 'spec.minReadySeconds': -1 } },
    update: { 'spec.minReadySeconds': 1 },
    immutable: {
      'of the selector': {
        'spec.selector': { matchLabels: { app: 'b' } },
        'spec.template.metadata.labels': { app: 'b' },
      },
    },
    settle: observed,
  },
  {
    groupVersion: 'apps/v1',
    kind: 'DaemonSet',
    resource: 'daemonsets',
    minimal: apps('DaemonSet', 'daemon', {
      selector,
      template: { ...template, spec: { ...template.spec, nodeSelector: { nowhere: 'yes' } } },
    }),
    rich: apps('DaemonSet', 'rich', {
      minReadySeconds: 2,
      revisionHistoryLimit: 4,
      updateStrategy: { type: 'OnDelete' },
      selector: { matchLabels: { app: 'rich' } },
      template: {
        metadata: { labels: { app: 'rich' } },
        spec: { ...template.spec, nodeSelector: { nowhere: 'yes' } },
      },
    }),
    bad: {
      ...TEMPLATES,
      'with a bad strategy': { 'spec.updateStrategy': { type: 'Magic' } },
      'with nothing to update': {
        'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } },
      },
    },
    update: { 'spec.minReadySeconds': 1 },
    immutable: {
      'of the selector': {
        'spec.selector': { matchLabels: { app: 'b' } },
        'spec.template.metadata.labels': { app: 'b' },
      },
    },
    settle: observed,
  },
  {
    groupVersion: 'apps/v1',
    kind: 'StatefulSet',
    resource: 'statefulsets',
    minimal: apps('StatefulSet', 'state', { replicas: 0, serviceName: 'none', ...workload }),
    rich: apps('StatefulSet', 'rich', {
      replicas: 0,
      serviceName: 'none',
      podManagementPolicy: 'Parallel',
      ordinals: { start: 2 },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
      selector: { matchLabels: { app: 'rich' } },
      template: { ...template, metadata: { labels: { app: 'rich' } } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    }),
    bad: {
      ...TEMPLATES,
      'with bad words': { 'spec.podManagementPolicy': 'x', 'spec.updateStrategy': { type: 'y' } },
      'with negative numbers': {
        'spec.replicas': -1,
        'spec.minReadySeconds': -1,
        'spec.ordinals': { start: -1 },
      },
      'with a bad partition': {
        'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { partition: -1 } },
      },
    },
    update: { 'spec.minReadySeconds': 1 },
    immutable: {
      'of the service name': { 'spec.serviceName': 'other' },
      'of the pod management': { 'spec.podManagementPolicy': 'Parallel' },
    },
    settle: (body) => observed(body) && at(body, 'status.updateRevision') !== undefined,
  },
  {
    groupVersion: 'apps/v1',
    kind: 'ControllerRevision',
    resource: 'controllerrevisions',
    minimal: {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name: 'revision' },
      revision: 1,
      data: { a: 1 },
    },
    rich: {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name: 'rich' },
      revision: 2,
      data: { spec: { template: { b: 1, a: [1, 'x'] } } },
    },
    bad: {
      'with a bad name': { 'metadata.name': 'Bad_Name' },
      'with a negative revision': { revision: -1 },
      'without data': { data: undefined },
    },
    update: { revision: 3 },
    immutable: { 'of the data': { data: { other: true } } },
  },
  {
    groupVersion: 'v1',
    kind: 'ReplicationController',
    resource: 'replicationcontrollers',
    minimal: {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'rc' },
      spec: { replicas: 0, template },
    },
    rich: {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'rich' },
      spec: { replicas: 0, minReadySeconds: 3, selector: { app: 'a' }, template },
    },
    bad: {
      'without a spec': { spec: undefined },
      'with a selector of others': { 'spec.selector': { app: 'b' } },
      'with negative replicas': { 'spec.replicas': -1 },
      'without labels': { 'spec.template.metadata': {} },
    },
    update: { 'spec.minReadySeconds': 1 },
    immutable: { 'with a selector of others': { 'spec.selector': { app: 'b' } } },
    settle: observed,
  },
  {
    groupVersion: 'batch/v1',
    kind: 'Job',
    resource: 'jobs',
    minimal: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'job' },
      spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [container] } } },
    },
    rich: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'rich' },
      spec: {
        suspend: true,
        parallelism: 2,
        completions: 4,
        completionMode: 'Indexed',
        backoffLimit: 1,
        activeDeadlineSeconds: 100,
        ttlSecondsAfterFinished: 60,
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
        template: {
          metadata: { labels: { a: 'b' } },
          spec: { restartPolicy: 'Never', containers: [container] },
        },
      },
    },
    bad: {
      'without a spec': { spec: undefined },
      'with the default restart policy': { 'spec.template.spec.restartPolicy': undefined },
      'with the wrong restart policy': { 'spec.template.spec.restartPolicy': 'Always' },
      'with a selector': { 'spec.selector': { matchLabels: { a: 'b' } } },
      'with a manual selector of others': {
        'spec.manualSelector': true,
        'spec.selector': { matchLabels: { a: 'b' } },
      },
      'with negative numbers': {
        'spec.parallelism': -1,
        'spec.completions': -1,
        'spec.backoffLimit': -1,
        'spec.activeDeadlineSeconds': -1,
        'spec.ttlSecondsAfterFinished': -1,
      },
      'indexed without completions': { 'spec.completionMode': 'Indexed' },
      'with bad words': { 'spec.completionMode': 'x', 'spec.podReplacementPolicy': 'y' },
      'with a long name': { 'metadata.name': 'x'.repeat(64) },
    },
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: {
      'of completions': { 'spec.completions': 7 },
      'of the template': { 'spec.template.spec.containers.0.image': 'other' },
    },
    settle: (body) => at(body, 'status.conditions') !== undefined,
  },
  {
    groupVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    resource: 'poddisruptionbudgets',
    minimal: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'budget' },
      spec: { minAvailable: 1, selector },
    },
    rich: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'rich' },
      spec: {
        maxUnavailable: '50%',
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: { none: 'here' } },
      },
    },
    bad: {
      'with both bounds': { 'spec.maxUnavailable': 1 },
      'with a negative bound': { 'spec.minAvailable': -1 },
      'with a bad percentage': { 'spec.minAvailable': '200%' },
      'with a word for a percentage': { 'spec.minAvailable': 'all' },
      'with a bad selector': { 'spec.selector': { matchLabels: { 'a b': 'c' } } },
      'with a bad policy': { 'spec.unhealthyPodEvictionPolicy': 'x' },
    },
    update: { 'spec.minAvailable': 2 },
    immutable: { 'to both bounds': { 'spec.maxUnavailable': 1 } },
    settle: (body) => observed(body) && at(body, 'status.conditions') !== undefined,
  },
];
