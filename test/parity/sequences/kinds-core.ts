import { at } from '../sequence.ts';
import type { Manifest, Sample } from './sample.ts';

function v1(kind: string, name: string, rest: object = {}, labels?: Record<string, string>): Manifest {
  return { apiVersion: 'v1', kind, metadata: { name, ...(labels ? { labels } : {}) }, ...rest };
}

/** Mistakes in metadata that every kind refuses in the same way; told on one kind for each form of name. */
const NAMES = {
  'without a name': { 'metadata.name': undefined },
  'with a bad name': { 'metadata.name': 'Bad_Name' },
  'with bad labels': { 'metadata.labels.bad key!': 'bad value!' },
} as const;

const container = { name: 'main', image: 'registry.k8s.io/pause:3.10' };

const POD: Sample = {
  groupVersion: 'v1',
  kind: 'Pod',
  resource: 'pods',
  minimal: v1('Pod', 'pod', { spec: { containers: [container] } }),
  rich: v1(
    'Pod',
    'rich',
    {
      spec: {
        schedulerName: 'minisched',
        priority: 0,
        restartPolicy: 'OnFailure',
        terminationGracePeriodSeconds: 5,
        nodeSelector: { disk: 'ssd' },
        hostname: 'host',
        subdomain: 'sub',
        dnsConfig: { nameservers: ['1.1.1.1'], options: [{ name: 'ndots', value: '2' }] },
        hostAliases: [{ ip: '1.2.3.4', hostnames: ['a.example'] }],
        securityContext: {
          runAsUser: 1000,
          runAsNonRoot: true,
          fsGroup: 2000,
          sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }],
        },
        tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }],
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'a' } },
          },
        ],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] },
              ],
            },
          },
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 5,
                podAffinityTerm: {
                  topologyKey: 'kubernetes.io/hostname',
                  labelSelector: { matchLabels: { app: 'a' } },
                },
              },
            ],
          },
        },
        initContainers: [{ name: 'first', image: 'busybox', command: ['true'], restartPolicy: 'Always' }],
        containers: [
          {
            ...container,
            args: ['a', '$(WORD)'],
            env: [
              { name: 'WORD', value: 'word' },
              { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
              { name: 'KEY', valueFrom: { configMapKeyRef: { name: 'cm', key: 'key', optional: true } } },
            ],
            envFrom: [{ secretRef: { name: 'secret' } }],
            ports: [
              { containerPort: 80, name: 'http' },
              { containerPort: 53, protocol: 'UDP' },
            ],
            resources: {
              requests: { cpu: '0.5', memory: '1024Mi' },
              limits: { cpu: '1000m', memory: '2Gi' },
            },
            livenessProbe: { httpGet: { path: '/', port: 'http' }, initialDelaySeconds: 3 },
            readinessProbe: { exec: { command: ['true'] } },
            lifecycle: { preStop: { exec: { command: ['sleep', '1'] } } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            volumeMounts: [
              { name: 'scratch', mountPath: '/scratch' },
              { name: 'config', mountPath: '/config', readOnly: true },
            ],
          },
          {
            name: 'side',
            image: 'example.com/side@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
            tty: true,
          },
        ],
        volumes: [
          { name: 'scratch', emptyDir: { sizeLimit: '1Gi' } },
          { name: 'config', configMap: { name: 'cm', items: [{ key: 'key', path: 'path', mode: 256 }] } },
          { name: 'host', hostPath: { path: '/tmp', type: 'Directory' } },
          { name: 'secret', secret: { secretName: 'secret', optional: true } },
          { name: 'claim', persistentVolumeClaim: { claimName: 'claim' } },
          {
            name: 'all',
            projected: {
              sources: [
                { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
              ],
            },
          },
        ],
      },
    },
    { app: 'a' },
  ),
  bad: {
    ...NAMES,
    'without containers': { 'spec.containers': [] },
    'without a spec': { spec: undefined },
    'without an image': { 'spec.containers.0': { name: 'main' } },
    'with a bad container name': { 'spec.containers.0.name': 'Main_1' },
    'with two containers of one name': { 'spec.containers.1': container },
    'with bad enums': {
      'spec.restartPolicy': 'Sometimes',
      'spec.dnsPolicy': 'Maybe',
      'spec.containers.0.imagePullPolicy': 'Later',
    },
    'with limits under requests': {
      'spec.containers.0.resources': { requests: { cpu: '2' }, limits: { cpu: '1' } },
    },
    'with negative memory': { 'spec.containers.0.resources': { limits: { memory: '-1' } } },
    'with half a device': { 'spec.containers.0.resources': { limits: { 'example.com/gpu': '0.5' } } },
    'with a quantity that is none': { 'spec.containers.0.resources': { requests: { cpu: 'lots' } } },
    'with bad ports': {
      'spec.containers.0.ports': [
        { containerPort: 0 },
        { containerPort: 70000, protocol: 'ICMP', name: 'UPPER' },
      ],
    },
    'with bad environment': {
      'spec.containers.0.env': [
        { name: '1=2' },
        { name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'spec.nothing' } } },
      ],
    },
    'with an unknown volume': {
      'spec.containers.0.volumeMounts': [{ name: 'none', mountPath: '' }],
      'spec.volumes': [{ name: 'two', emptyDir: {}, hostPath: { path: '/../a' } }],
    },
    'with bad tolerations': {
      'spec.tolerations': [
        { operator: 'Equal' },
        { key: 'a', operator: 'Exists', value: 'b' },
        { key: 'a', tolerationSeconds: 3, effect: 'NoSchedule' },
      ],
    },
    'with bad affinity': {
      'spec.affinity': {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: '', labelSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
          ],
        },
      },
    },
    'with bad spreading': {
      'spec.topologySpreadConstraints': [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Never' }],
    },
    'with a missing priority class': { 'spec.priorityClassName': 'missing' },
    'with a priority of its own': { 'spec.priority': 7 },
    'with a missing service account': { 'spec.serviceAccountName': 'missing' },
    'with a host port twice': {
      'spec.containers.0.ports': [
        { containerPort: 80, hostPort: 80 },
        { containerPort: 81, hostPort: 80 },
      ],
    },
    'with scheduling gates and a node': {
      'spec.nodeName': 'node',
      'spec.schedulingGates': [{ name: 'a/b' }],
    },
    'with bad probes': {
      'spec.containers.0.livenessProbe': {
        httpGet: { port: 0 },
        tcpSocket: { port: 'x' },
        periodSeconds: -1,
      },
      'spec.containers.0.readinessProbe': {},
    },
    'with a bad security context': {
      'spec.securityContext': { runAsUser: -1, sysctls: [{ name: 'Bad Name', value: '' }] },
      'spec.hostNetwork': true,
      'spec.containers.0.securityContext': { privileged: true, allowPrivilegeEscalation: false },
    },
    'with ephemeral containers': { 'spec.ephemeralContainers': [{ name: 'debug', image: 'busybox' }] },
    'with negative times': { 'spec.activeDeadlineSeconds': 0, 'spec.terminationGracePeriodSeconds': -1 },
  },
  update: { 'spec.containers.0.image': 'registry.k8s.io/pause:3.9', 'spec.activeDeadlineSeconds': 600 },
  immutable: {
    'of the node selector': { 'spec.nodeSelector': { disk: 'ssd' } },
    'of a container name': { 'spec.containers.0.name': 'other' },
    'of the node name': { 'spec.nodeName': 'node' },
    'with a second container': { 'spec.containers.1': { name: 'second', image: 'busybox' } },
  },
  status: {
    phase: 'Running',
    podIP: '10.244.1.2',
    podIPs: [{ ip: '10.244.1.2' }],
    conditions: [{ type: 'Ready', status: 'True' }],
    qosClass: 'BestEffort',
  },
};

/** A controller gave back the finalizer that an update took. */
function isProtected(body: unknown): boolean {
  return at(body, 'metadata.finalizers') !== undefined;
}

function tainted(body: unknown, word: string): boolean {
  return JSON.stringify(at(body, 'spec.taints') ?? []).includes(word);
}

export const CORE_KINDS: readonly Sample[] = [
  POD,
  {
    groupVersion: 'v1',
    kind: 'ConfigMap',
    resource: 'configmaps',
    minimal: v1('ConfigMap', 'config'),
    rich: v1('ConfigMap', 'rich', {
      data: { b: '2', a: 'line\nline\n' },
      binaryData: { c: 'AAEC' },
      immutable: true,
    }),
    bad: {
      ...NAMES,
      'with a bad key': { data: { 'a b': 'c' } },
      'with one key twice': { data: { a: 'b' }, binaryData: { a: 'AA==' } },
      'with binary data that is none': { binaryData: { a: '***' } },
      'with too long a name': { 'metadata.name': 'x'.repeat(254) },
      'with bad annotations': { 'metadata.annotations': { 'a b': 'c' } },
      'with a bad finalizer': { 'metadata.finalizers': ['nonsense'] },
      'with bad owners': { 'metadata.ownerReferences': [{ apiVersion: '', kind: '', name: '', uid: '' }] },
      'with two controllers': {
        'metadata.ownerReferences': [
          { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'a', controller: true },
          { apiVersion: 'v1', kind: 'Pod', name: 'b', uid: 'b', controller: true },
        ],
      },
      'in another namespace': { 'metadata.namespace': 'other' },
      'as another kind': { kind: 'Secret' },
      'as another version': { apiVersion: 'v2' },
      'with a version': { 'metadata.resourceVersion': '12' },
    },
    update: { data: { a: 'b' } },
    immutable: { 'of the uid': { 'metadata.uid': 'other' }, 'of a selfLink': { 'metadata.selfLink': '/x' } },
  },
  {
    groupVersion: 'v1',
    kind: 'Secret',
    resource: 'secrets',
    minimal: v1('Secret', 'secret'),
    rich: v1('Secret', 'rich', {
      type: 'kubernetes.io/basic-auth',
      stringData: { username: 'me', password: 'x' },
      data: { extra: 'YQ==' },
    }),
    bad: {
      ...NAMES,
      'with a bad key': { data: { 'a b': 'YQ==' } },
      'of docker type without data': { type: 'kubernetes.io/dockerconfigjson' },
      'of docker type that is not json': {
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': 'YQ==' },
      },
      'of tls type without data': { type: 'kubernetes.io/tls' },
      'of token type without account': { type: 'kubernetes.io/service-account-token' },
      'of ssh type without key': { type: 'kubernetes.io/ssh-auth' },
      'with data that is not base64': { data: { a: '***' } },
    },
    update: { data: { a: 'Yg==' } },
    immutable: { 'of the type': { type: 'other' } },
  },
  {
    groupVersion: 'v1',
    kind: 'Service',
    resource: 'services',
    minimal: v1('Service', 'service', { spec: { ports: [{ port: 80 }] } }),
    rich: v1('Service', 'rich', {
      spec: {
        type: 'NodePort',
        selector: { app: 'a' },
        sessionAffinity: 'ClientIP',
        externalTrafficPolicy: 'Local',
        ports: [
          { name: 'http', port: 80, targetPort: 'web' },
          { name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353 },
        ],
      },
    }),
    bad: {
      ...NAMES,
      'with a name that is no dns label': { 'metadata.name': '1service' },
      'without ports': { 'spec.ports': [] },
      'with nameless ports': { 'spec.ports': [{ port: 80 }, { port: 81 }] },
      'with one port twice': {
        'spec.ports': [
          { name: 'a', port: 80 },
          { name: 'b', port: 80 },
        ],
      },
      'with bad ports': { 'spec.ports': [{ port: 0, targetPort: 0, protocol: 'ICMP', nodePort: 80 }] },
      'of a bad type': { 'spec.type': 'Magic', 'spec.sessionAffinity': 'Maybe' },
      'with an external name that is none': { 'spec.type': 'ExternalName', 'spec.externalName': 'a b' },
      'with a bad address': { 'spec.clusterIP': '1.2.3.4' },
      'with an address that is none': { 'spec.clusterIP': 'x' },
      'with a node port out of range': { 'spec.type': 'NodePort', 'spec.ports.0.nodePort': 80 },
      'with a bad selector': { 'spec.selector': { 'a b': 'c' } },
    },
    update: { 'spec.selector': { app: 'b' }, 'spec.ports.0.targetPort': 8080 },
    immutable: {
      'of the address': { 'spec.clusterIP': '10.96.99.99' },
      'to no address': { 'spec.clusterIP': 'None' },
    },
    status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } },
  },
  {
    groupVersion: 'v1',
    kind: 'Service',
    suffix: '-headless',
    resource: 'services',
    minimal: v1('Service', 'headless', { spec: { clusterIP: 'None', selector: { app: 'none' } } }),
    rich: v1('Service', 'external', { spec: { type: 'ExternalName', externalName: 'example.com' } }),
    bad: {
      'as node port': { 'spec.type': 'NodePort' },
      'dual stack': { 'spec.ipFamilyPolicy': 'RequireDualStack' },
    },
    update: { 'spec.publishNotReadyAddresses': true },
    immutable: { 'to an address': { 'spec.clusterIP': '10.96.99.99' } },
  },
  {
    groupVersion: 'v1',
    kind: 'ServiceAccount',
    resource: 'serviceaccounts',
    minimal: v1('ServiceAccount', 'account'),
    rich: v1('ServiceAccount', 'rich', {
      automountServiceAccountToken: false,
      secrets: [{ name: 's' }],
      imagePullSecrets: [{ name: 'p' }],
    }),
    bad: NAMES,
    update: { automountServiceAccountToken: false },
    immutable: { 'of the uid': { 'metadata.uid': 'other' } },
  },
  {
    groupVersion: 'v1',
    kind: 'Endpoints',
    resource: 'endpoints',
    minimal: v1('Endpoints', 'points'),
    rich: v1('Endpoints', 'rich', {
      subsets: [
        {
          addresses: [
            { ip: '1.2.3.5' },
            { ip: '1.2.3.4', nodeName: 'n', targetRef: { kind: 'Pod', name: 'p' } },
          ],
          notReadyAddresses: [{ ip: '1.2.3.6' }],
          ports: [
            { port: 80, name: 'b' },
            { port: 81, name: 'a' },
          ],
        },
      ],
    }),
    bad: {
      ...NAMES,
      'without addresses': { subsets: [{ ports: [{ port: 80 }] }] },
      'with a bad address': { subsets: [{ addresses: [{ ip: '1.2.3' }], ports: [{ port: 0 }] }] },
      'with a loopback address': { subsets: [{ addresses: [{ ip: '127.0.0.1' }], ports: [{ port: 80 }] }] },
    },
    update: { subsets: [{ addresses: [{ ip: '1.2.3.7' }], ports: [{ port: 80 }] }] },
    immutable: { 'of the uid': { 'metadata.uid': 'other' } },
  },
  {
    groupVersion: 'v1',
    kind: 'Event',
    resource: 'events',
    minimal: v1('Event', 'event', { involvedObject: { namespace: '<ns>' }, reason: 'Test' }),
    rich: v1('Event', 'rich', {
      involvedObject: {
        apiVersion: 'v1',
        kind: 'Pod',
        name: 'pod',
        namespace: '<ns>',
        uid: 'u',
        fieldPath: 'spec.containers{main}',
      },
      reason: 'Started',
      message: 'Started container main',
      type: 'Normal',
      count: 3,
      firstTimestamp: '2026-01-02T03:04:05Z',
      lastTimestamp: '2026-01-02T03:05:05Z',
      source: { component: 'kubelet', host: 'node' },
    }),
    bad: {
      'with a bad name': { 'metadata.name': 'Bad_Name' },
      'about another namespace': { 'involvedObject.namespace': 'other' },
      'without its object': { involvedObject: undefined },
      'with a time but no reporter': { eventTime: '2026-01-02T03:04:05.000000Z' },
    },
    update: { count: 2 },
    immutable: { 'of the uid': { 'metadata.uid': 'other' } },
    undescribed: true,
  },
  {
    groupVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    resource: 'persistentvolumeclaims',
    minimal: v1('PersistentVolumeClaim', 'claim', {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'none-here',
      },
    }),
    rich: v1('PersistentVolumeClaim', 'rich', {
      spec: {
        accessModes: ['ReadWriteMany', 'ReadOnlyMany'],
        volumeMode: 'Block',
        storageClassName: 'none-here',
        selector: { matchLabels: { a: 'b' } },
        resources: { requests: { storage: '1.5Gi' }, limits: { storage: '3Gi' } },
      },
    }),
    bad: {
      ...NAMES,
      'without a spec': { spec: undefined },
      'without access modes': { 'spec.accessModes': [] },
      'with bad access modes': { 'spec.accessModes': ['Sometimes'] },
      'with two access modes of which one is alone': {
        'spec.accessModes': ['ReadWriteOncePod', 'ReadWriteMany'],
      },
      'without storage': { 'spec.resources': {} },
      'with no storage at all': { 'spec.resources.requests.storage': '0' },
      'with a bad class name': { 'spec.storageClassName': 'A_B' },
    },
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: {
      'of the access modes': { 'spec.accessModes': ['ReadWriteMany'] },
      'to more storage': { 'spec.resources.requests.storage': '2Gi' },
    },
    status: { conditions: [{ type: 'Resizing', status: 'True' }] },
    settle: (body) => at(body, 'status.phase') === 'Pending' && isProtected(body),
  },
  {
    groupVersion: 'v1',
    kind: 'PersistentVolume',
    resource: 'persistentvolumes',
    cluster: true,
    minimal: v1('PersistentVolume', 'volume', {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/tmp' },
        storageClassName: 'none',
      },
    }),
    rich: v1('PersistentVolume', 'rich', {
      spec: {
        capacity: { storage: '2Gi' },
        accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: 'none',
        mountOptions: ['hard'],
        local: { path: '/mnt' },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['n'] }] },
            ],
          },
        },
      },
    }),
    bad: {
      'without a name': { 'metadata.name': undefined },
      'without a spec': { spec: undefined },
      'without a source': { 'spec.hostPath': undefined },
      'with two sources': { 'spec.local': { path: '/a' } },
      'without capacity': { 'spec.capacity': {} },
      'with a local source and no node': { 'spec.hostPath': undefined, 'spec.local': { path: '/a' } },
      'with bad words': {
        'spec.accessModes': ['x'],
        'spec.persistentVolumeReclaimPolicy': 'y',
        'spec.volumeMode': 'z',
      },
    },
    update: { 'spec.persistentVolumeReclaimPolicy': 'Delete' },
    immutable: { 'of the source': { 'spec.hostPath.path': '/other' } },
    settle: (body) => at(body, 'status.phase') === 'Available' && isProtected(body),
  },
  {
    groupVersion: 'v1',
    kind: 'Namespace',
    resource: 'namespaces',
    cluster: true,
    uncollected: true,
    minimal: v1('Namespace', 'space'),
    rich: v1(
      'Namespace',
      'rich',
      { spec: { finalizers: ['kubernetes'] } },
      { team: 'a', 'pod-security.kubernetes.io/warn': 'restricted' },
    ),
    bad: {
      'without a name': { 'metadata.name': undefined },
      'with a bad name': { 'metadata.name': 'with.dot' },
      'with a bad finalizer': { 'spec.finalizers': ['nonsense'] },
      'with a long name': { 'metadata.name': 'x'.repeat(64) },
    },
    update: { 'metadata.annotations': { a: 'b' } },
    immutable: { 'of the uid': { 'metadata.uid': 'other' } },
    settle: () => true,
  },
  {
    groupVersion: 'v1',
    kind: 'Node',
    resource: 'nodes',
    cluster: true,
    minimal: v1('Node', 'node', {}, { beta: 'x' }),
    rich: v1(
      'Node',
      'rich',
      {
        spec: {
          podCIDR: '10.244.9.0/24',
          podCIDRs: ['10.244.9.0/24'],
          providerID: 'x://y',
          unschedulable: true,
          taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
        },
        status: {
          capacity: { cpu: '4', memory: '8Gi', pods: '110' },
          allocatable: { cpu: '3500m', memory: '7Gi', pods: '110' },
          addresses: [
            { type: 'InternalIP', address: '172.18.0.9' },
            { type: 'Hostname', address: 'rich' },
          ],
          nodeInfo: {
            machineID: '',
            systemUUID: '',
            bootID: '',
            kernelVersion: '6.1',
            osImage: 'Debian',
            containerRuntimeVersion: 'containerd://2.0.0',
            kubeletVersion: 'v1.37.2',
            kubeProxyVersion: '',
            operatingSystem: 'linux',
            architecture: 'amd64',
          },
        },
      },
      { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/hostname': 'rich' },
    ),
    bad: {
      'without a name': { 'metadata.name': undefined },
      'with a bad name': { 'metadata.name': 'Bad_Name' },
      'with a taint without a key': { 'spec.taints': [{ effect: 'NoSchedule' }] },
      'with a bad taint': { 'spec.taints': [{ key: 'a b', value: 'c d', effect: 'Sometimes' }] },
      'with one taint twice': {
        'spec.taints': [
          { key: 'a', effect: 'NoSchedule' },
          { key: 'a', value: 'b', effect: 'NoSchedule' },
        ],
      },
      'with bad networks': { 'spec.podCIDR': '10.0.0.0', 'spec.podCIDRs': ['10.0.0.0'] },
    },
    update: { 'spec.unschedulable': true },
    immutable: {
      'of the provider id': { 'spec.providerID': 'a://b' },
      'with a bad taint': { 'spec.taints': [{ effect: 'NoExecute' }] },
    },
    status: { conditions: [{ type: 'DiskPressure', status: 'False', reason: 'None', message: 'none' }] },
    settle: (body) =>
      at(body, 'metadata.annotations') !== undefined &&
      !tainted(body, 'not-ready') &&
      tainted(body, 'unschedulable') === (at(body, 'spec.unschedulable') === true),
  },
  {
    groupVersion: 'v1',
    kind: 'PodTemplate',
    resource: 'podtemplates',
    minimal: v1('PodTemplate', 'template', { template: { spec: { containers: [container] } } }),
    rich: v1('PodTemplate', 'rich', {
      template: {
        metadata: { labels: { a: 'b' } },
        spec: { containers: [container], nodeSelector: { a: 'b' } },
      },
    }),
    bad: {
      ...NAMES,
      'without a template': { template: undefined },
      'with a bad container': { 'template.spec.containers.0.name': '' },
    },
    update: { 'template.spec.containers.0.image': 'other' },
    immutable: { 'of the uid': { 'metadata.uid': 'other' } },
  },
];
