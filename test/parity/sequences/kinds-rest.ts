import type { Manifest, Sample } from './sample.ts';

function made(apiVersion: string, kind: string, name: string, rest: object = {}): Manifest {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const STORAGE = 'storage.k8s.io/v1';
const DRA = 'resource.k8s.io/v1';
const BAD_NAME = { 'with a bad name': { 'metadata.name': 'Bad_Name' } } as const;
const OTHER_UID = { 'of the uid': { 'metadata.uid': 'other' } } as const;

const RULES = {
  'with a rule without verbs': { rules: [{ apiGroups: [''], resources: ['pods'], verbs: [] }] },
  'with a rule without resources': { rules: [{ apiGroups: [''], verbs: ['get'] }] },
  'with a rule without groups': { rules: [{ resources: ['pods'], verbs: ['get'] }] },
} as const;

const rbac: readonly Sample[] = [
  {
    groupVersion: RBAC,
    kind: 'Role',
    resource: 'roles',
    minimal: made(RBAC, 'Role', 'role', { rules: [] }),
    rich: made(RBAC, 'Role', 'rich', {
      rules: [
        { apiGroups: ['', 'apps'], resources: ['pods', 'deployments/scale'], verbs: ['get', 'list'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['*'] },
      ],
    }),
    bad: {
      ...RULES,
      'with paths': { rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }] },
      'with a slash in the name': { 'metadata.name': 'a/b' },
    },
    update: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
    immutable: OTHER_UID,
  },
  {
    groupVersion: RBAC,
    kind: 'ClusterRole',
    resource: 'clusterroles',
    cluster: true,
    minimal: made(RBAC, 'ClusterRole', 'role', { rules: [] }),
    rich: made(RBAC, 'ClusterRole', 'rich:x', {
      rules: [
        { nonResourceURLs: ['/metrics', '/x/*'], verbs: ['get'] },
        { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      ],
    }),
    bad: {
      ...RULES,
      'with bad paths': { rules: [{ nonResourceURLs: ['/a/*/b', 'x'], verbs: ['get'] }] },
      'with paths and resources': {
        rules: [{ apiGroups: [''], resources: ['pods'], nonResourceURLs: ['/a'], verbs: ['get'] }],
      },
    },
    update: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
    immutable: OTHER_UID,
  },
  {
    groupVersion: RBAC,
    kind: 'RoleBinding',
    resource: 'rolebindings',
    minimal: made(RBAC, 'RoleBinding', 'binding', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
    }),
    rich: made(RBAC, 'RoleBinding', 'rich', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [
        { kind: 'ServiceAccount', name: 'a', namespace: '<ns>' },
        { kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'Group', name: 'g' },
      ],
    }),
    bad: {
      'without a role': { roleRef: undefined },
      'with a bad role': { roleRef: { apiGroup: 'x', kind: 'Pod', name: '' } },
      'with bad subjects': {
        subjects: [
          { kind: 'ServiceAccount', name: 'A B' },
          { kind: 'Robot', name: '' },
          { kind: 'User', name: 'u', apiGroup: 'x' },
        ],
      },
    },
    update: { subjects: [{ kind: 'User', name: 'u' }] },
    immutable: { 'of the role': { 'roleRef.name': 'other' } },
  },
  {
    groupVersion: RBAC,
    kind: 'ClusterRoleBinding',
    resource: 'clusterrolebindings',
    cluster: true,
    minimal: made(RBAC, 'ClusterRoleBinding', 'binding', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' },
    }),
    rich: made(RBAC, 'ClusterRoleBinding', 'rich', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'g' }],
    }),
    bad: {
      'of a role': { 'roleRef.kind': 'Role' },
      'with an account of nowhere': { subjects: [{ kind: 'ServiceAccount', name: 'a' }] },
    },
    update: { subjects: [{ kind: 'User', name: 'u' }] },
    immutable: { 'of the role': { 'roleRef.name': 'other' } },
  },
];

const storage: readonly Sample[] = [
  {
    groupVersion: STORAGE,
    kind: 'StorageClass',
    resource: 'storageclasses',
    cluster: true,
    minimal: made(STORAGE, 'StorageClass', 'class', { provisioner: 'example.com/none' }),
    rich: made(STORAGE, 'StorageClass', 'rich', {
      provisioner: 'example.com/none',
      parameters: { a: 'b' },
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: true,
      mountOptions: ['ro'],
      volumeBindingMode: 'WaitForFirstConsumer',
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['a'] }] }],
    }),
    bad: {
      ...BAD_NAME,
      'without a provisioner': { provisioner: undefined },
      'with bad words': { reclaimPolicy: 'x', volumeBindingMode: 'y', provisioner: 'a b' },
    },
    update: { allowVolumeExpansion: true },
    immutable: { 'of the provisioner': { provisioner: 'example.com/other' } },
  },
  {
    groupVersion: STORAGE,
    kind: 'CSIDriver',
    resource: 'csidrivers',
    cluster: true,
    minimal: made(STORAGE, 'CSIDriver', 'driver'),
    rich: made(STORAGE, 'CSIDriver', 'rich', {
      spec: {
        attachRequired: false,
        podInfoOnMount: true,
        storageCapacity: true,
        volumeLifecycleModes: ['Ephemeral'],
        fsGroupPolicy: 'File',
        tokenRequests: [{ audience: 'a' }],
      },
    }),
    bad: { ...BAD_NAME, 'with bad words': { spec: { fsGroupPolicy: 'x', volumeLifecycleModes: ['y'] } } },
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: { 'of attaching': { 'spec.attachRequired': false } },
  },
  {
    groupVersion: STORAGE,
    kind: 'CSINode',
    resource: 'csinodes',
    cluster: true,
    minimal: made(STORAGE, 'CSINode', 'node', { spec: { drivers: [] } }),
    rich: made(STORAGE, 'CSINode', 'rich', {
      spec: {
        drivers: [{ name: 'example.com', nodeID: 'n', topologyKeys: ['zone'], allocatable: { count: 3 } }],
      },
    }),
    bad: {
      ...BAD_NAME,
      'with a bad driver': { spec: { drivers: [{ name: '', nodeID: '' }] } },
      'without drivers': { spec: {} },
    },
    update: { 'spec.drivers': [{ name: 'example.com', nodeID: 'n', topologyKeys: [] }] },
    immutable: {
      'of a driver': { 'spec.drivers': [{ name: 'example.com', nodeID: 'other', topologyKeys: [] }] },
    },
  },
  {
    groupVersion: STORAGE,
    kind: 'CSIStorageCapacity',
    resource: 'csistoragecapacities',
    minimal: made(STORAGE, 'CSIStorageCapacity', 'capacity', { storageClassName: 'c' }),
    rich: made(STORAGE, 'CSIStorageCapacity', 'rich', {
      storageClassName: 'c',
      nodeTopology: { matchLabels: { zone: 'a' } },
      capacity: '10Gi',
      maximumVolumeSize: '1Gi',
    }),
    bad: {
      ...BAD_NAME,
      'without a class': { storageClassName: undefined },
      'with a negative capacity': { capacity: '-1' },
    },
    update: { capacity: '2Gi' },
    immutable: { 'of the class': { storageClassName: 'other' } },
  },
  {
    groupVersion: STORAGE,
    kind: 'VolumeAttachment',
    resource: 'volumeattachments',
    cluster: true,
    minimal: made(STORAGE, 'VolumeAttachment', 'attachment', {
      spec: { attacher: 'example.com', nodeName: 'n', source: { persistentVolumeName: 'p' } },
    }),
    rich: made(STORAGE, 'VolumeAttachment', 'rich', {
      spec: { attacher: 'example.com', nodeName: 'n', source: { persistentVolumeName: 'p' } },
      status: { attached: true },
    }),
    bad: { ...BAD_NAME, 'without a source': { 'spec.source': {} }, 'without anything': { spec: {} } },
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: { 'of the node': { 'spec.nodeName': 'other' } },
    status: { attached: true },
  },
];

const device: readonly Sample[] = [
  {
    groupVersion: DRA,
    kind: 'DeviceClass',
    resource: 'deviceclasses',
    cluster: true,
    minimal: made(DRA, 'DeviceClass', 'class', { spec: {} }),
    rich: made(DRA, 'DeviceClass', 'rich', {
      spec: { selectors: [{ cel: { expression: 'device.driver == "example.com"' } }] },
    }),
    bad: { ...BAD_NAME },
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: OTHER_UID,
  },
  {
    groupVersion: DRA,
    kind: 'ResourceClaim',
    resource: 'resourceclaims',
    minimal: made(DRA, 'ResourceClaim', 'claim', { spec: {} }),
    rich: made(DRA, 'ResourceClaim', 'rich', {
      spec: {
        devices: {
          requests: [
            { name: 'gpu', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 } },
          ],
        },
      },
    }),
    bad: { ...BAD_NAME, 'with a bad request': { spec: { devices: { requests: [{ name: 'A B' }] } } } },
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: {
      'of the spec': { 'spec.devices': { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] } },
    },
  },
  {
    groupVersion: DRA,
    kind: 'ResourceClaimTemplate',
    resource: 'resourceclaimtemplates',
    minimal: made(DRA, 'ResourceClaimTemplate', 'template', { spec: { spec: {} } }),
    rich: made(DRA, 'ResourceClaimTemplate', 'rich', {
      spec: {
        metadata: { labels: { a: 'b' } },
        spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] } },
      },
    }),
    bad: BAD_NAME,
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: { 'of the spec': { 'spec.metadata': { labels: { c: 'd' } } } },
  },
  {
    groupVersion: DRA,
    kind: 'ResourceSlice',
    resource: 'resourceslices',
    cluster: true,
    minimal: made(DRA, 'ResourceSlice', 'slice', {
      spec: {
        driver: 'example.com',
        allNodes: true,
        pool: { name: 'p', generation: 1, resourceSliceCount: 1 },
      },
    }),
    rich: made(DRA, 'ResourceSlice', 'rich', {
      spec: {
        driver: 'example.com',
        nodeName: 'n',
        pool: { name: 'p', generation: 1, resourceSliceCount: 1 },
        devices: [
          { name: 'd', attributes: { model: { string: 'm' } }, capacity: { memory: { value: '1Gi' } } },
        ],
      },
    }),
    bad: {
      'with bad counters': {
        'spec.devices': undefined,
        'spec.sharedCounters': [
          { name: '', counters: { X: { value: '1' } } },
          { name: 'x'.repeat(64), counters: {} },
          { name: 'a', counters: { a: { value: '1' } } },
          { name: 'a', counters: { a: { value: '1' } } },
        ],
      },
      'with a selector without terms': { 'spec.allNodes': undefined, 'spec.nodeSelector': {} },
      ...BAD_NAME,
      'without a node': { 'spec.allNodes': undefined },
      'with a bad pool': { 'spec.pool': { name: '', generation: -1, resourceSliceCount: 0 } },
    },
    update: { 'spec.pool.generation': 2 },
    immutable: { 'of the driver': { 'spec.driver': 'other.com' } },
  },
];

export const REST_KINDS: readonly Sample[] = [
  ...rbac,
  ...storage,
  ...device,
  {
    groupVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    resource: 'leases',
    minimal: made('coordination.k8s.io/v1', 'Lease', 'lease'),
    rich: made('coordination.k8s.io/v1', 'Lease', 'rich', {
      spec: {
        holderIdentity: 'me',
        leaseDurationSeconds: 15,
        acquireTime: '2026-01-02T03:04:05.678901Z',
        renewTime: '2026-01-02T03:04:05.000000Z',
        leaseTransitions: 1,
      },
    }),
    bad: {
      ...BAD_NAME,
      'with bad numbers': { spec: { leaseDurationSeconds: 0, leaseTransitions: -1 } },
      'with a bad time': { spec: { renewTime: 'yesterday' } },
    },
    update: { spec: { holderIdentity: 'you' } },
    immutable: OTHER_UID,
  },
  {
    groupVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    resource: 'endpointslices',
    minimal: made('discovery.k8s.io/v1', 'EndpointSlice', 'slice', { addressType: 'IPv4', endpoints: [] }),
    rich: made('discovery.k8s.io/v1', 'EndpointSlice', 'rich', {
      addressType: 'IPv4',
      ports: [
        { name: 'http', port: 80 },
        { name: 'x', port: 81, protocol: 'UDP' },
      ],
      endpoints: [
        {
          addresses: ['1.2.3.4'],
          conditions: { ready: true },
          nodeName: 'n',
          targetRef: { kind: 'Pod', name: 'p' },
        },
      ],
    }),
    bad: {
      ...BAD_NAME,
      'without a type': { addressType: undefined },
      'with a bad type': { addressType: 'Post' },
      'with bad addresses': {
        endpoints: [{ addresses: ['x'] }, { addresses: [] }],
        ports: [{ port: 0 }, { port: 0 }],
      },
    },
    update: { endpoints: [{ addresses: ['1.2.3.5'] }] },
    immutable: { 'of the type': { addressType: 'FQDN' } },
  },
  {
    groupVersion: 'events.k8s.io/v1',
    kind: 'Event',
    suffix: '-events.k8s.io',
    resource: 'events.events.k8s.io',
    minimal: made('events.k8s.io/v1', 'Event', 'event', {
      eventTime: '2026-01-02T03:04:05.678901Z',
      reportingController: 'example.com/me',
      reportingInstance: 'me-1',
      action: 'Testing',
      reason: 'Test',
      type: 'Normal',
      regarding: { namespace: '<ns>', kind: 'Pod', name: 'pod' },
    }),
    rich: made('events.k8s.io/v1', 'Event', 'rich', {
      eventTime: '2026-01-02T03:04:05.678901Z',
      reportingController: 'example.com/me',
      reportingInstance: 'me-1',
      action: 'Testing',
      reason: 'Test',
      type: 'Warning',
      note: 'a note',
      series: { count: 3, lastObservedTime: '2026-01-02T03:05:05.000000Z' },
      regarding: { apiVersion: 'v1', kind: 'Pod', name: 'pod', namespace: '<ns>' },
      related: { kind: 'Node', name: 'n' },
    }),
    bad: {
      'without a time': { eventTime: undefined },
      'without a reporter': { reportingController: undefined, reportingInstance: undefined },
      'with a bad type': { type: 'Odd' },
      'without action and reason': { action: undefined, reason: undefined },
      'with old fields': { deprecatedCount: 2, deprecatedSource: { component: 'x' } },
      'about another namespace': { 'regarding.namespace': 'other' },
    },
    update: { series: { count: 2, lastObservedTime: '2026-01-02T03:05:05.000000Z' } },
    immutable: { 'of the note': { note: 'other' } },
    undescribed: true,
  },
  {
    groupVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    resource: 'priorityclasses',
    cluster: true,
    minimal: made('scheduling.k8s.io/v1', 'PriorityClass', 'class', { value: 1 }),
    rich: made('scheduling.k8s.io/v1', 'PriorityClass', 'rich', {
      value: -7,
      description: 'low',
      preemptionPolicy: 'Never',
    }),
    bad: {
      ...BAD_NAME,
      'with a reserved name': { 'metadata.name': 'system-mine' },
      'with too high a value': { value: 1000000001 },
      'with a bad policy': { preemptionPolicy: 'Sometimes' },
    },
    update: { description: 'changed' },
    immutable: { 'of the value': { value: 2 }, 'of the policy': { preemptionPolicy: 'Never' } },
  },
];
