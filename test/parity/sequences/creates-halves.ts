import { patch, post, sequence, type RequestStep, type Sequence } from '../sequence.ts';
import { PAUSE } from './common.ts';

const container = { name: 'main', image: PAUSE };
const labels = { app: 'a' };
const template = { metadata: { labels }, spec: { containers: [container] } };
const selector = { matchLabels: labels };

/** A kind with a whole spec, and what is left out or taken away of it. */
interface Whole {
  readonly groupVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly cluster?: true;
  readonly spec: object;
  readonly halves: Readonly<Record<string, object>>;
  readonly taken: Readonly<Record<string, object>>;
}

const TEMPLATES: Pick<Whole, 'halves' | 'taken'> = {
  halves: {
    'a selector': { selector },
    'a template': { template },
    'an empty template': { selector, template: {} },
    'a template without a spec': { selector, template: { metadata: { labels } } },
    'a template with an empty spec': { selector, template: { metadata: { labels }, spec: {} } },
    'a template without labels': { selector, template: { spec: { containers: [container] } } },
    'an empty container': { selector, template: { metadata: { labels }, spec: { containers: [{}] } } },
    'an empty selector': { selector: {}, template },
  },
  taken: {
    'the template': { template: null },
    'the spec of the template': { template: { spec: null } },
    'the metadata of the template': { template: { metadata: null } },
    'the containers': { template: { spec: { containers: null } } },
    'the selector': { selector: null },
    'the selected labels': { selector: { matchLabels: null } },
  },
};

function workload(groupVersion: string, kind: string, spec: object = {}): Whole {
  return {
    groupVersion,
    kind,
    plural: `${kind.toLowerCase()}s`,
    spec: { selector, template, ...spec },
    ...TEMPLATES,
  };
}

const WHOLES: readonly Whole[] = [
  workload('apps/v1', 'Deployment', { replicas: 0 }),
  workload('apps/v1', 'ReplicaSet', { replicas: 0 }),
  workload('apps/v1', 'StatefulSet', { replicas: 0 }),
  workload('apps/v1', 'DaemonSet', {
    template: { ...template, spec: { ...template.spec, nodeSelector: { nowhere: 'yes' } } },
  }),
  {
    ...workload('batch/v1', 'Job'),
    spec: {
      suspend: true,
      template: { spec: { restartPolicy: 'Never', containers: [container] } },
    },
  },
  { ...workload('v1', 'ReplicationController'), spec: { replicas: 0, selector: labels, template } },
  {
    groupVersion: 'v1',
    kind: 'Pod',
    plural: 'pods',
    spec: { containers: [container], nodeName: 'nowhere' },
    halves: { 'an empty container': { containers: [{}] }, 'no containers': { containers: [] } },
    taken: { 'the containers': { containers: null } },
  },
  {
    groupVersion: 'v1',
    kind: 'Service',
    plural: 'services',
    spec: { selector: labels, ports: [{ port: 80 }] },
    halves: { 'an empty port': { ports: [{}] }, 'no selector': { ports: [{ port: 1 }] } },
    taken: { 'the ports': { ports: null }, 'the selector': { selector: null } },
  },
  {
    groupVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    halves: { modes: { accessModes: ['ReadWriteOnce'] }, 'empty requests': { resources: { requests: {} } } },
    taken: { 'the resources': { resources: null }, 'the modes': { accessModes: null } },
  },
  {
    groupVersion: 'v1',
    kind: 'PersistentVolume',
    plural: 'persistentvolumes',
    cluster: true,
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: '/x' },
      storageClassName: 'none',
    },
    halves: { 'a source': { hostPath: { path: '/x' } }, 'an empty source': { hostPath: {}, local: {} } },
    taken: { 'the source': { hostPath: null }, 'the capacity': { capacity: null } },
  },
  {
    groupVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    spec: { minAvailable: 1, selector },
    halves: { 'an empty selector': { selector: {} } },
    taken: { 'the selector': { selector: null }, 'the number': { minAvailable: null } },
  },
  {
    groupVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    plural: 'leases',
    spec: { holderIdentity: 'me' },
    halves: { 'an empty strategy': { strategy: '' } },
    taken: { 'the holder': { holderIdentity: null } },
  },
  {
    groupVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    plural: 'csidrivers',
    cluster: true,
    spec: { attachRequired: false },
    halves: { 'an empty request': { tokenRequests: [{}] } },
    taken: { 'the requirement': { attachRequired: null } },
  },
  {
    groupVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    plural: 'volumeattachments',
    cluster: true,
    spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'v' } },
    halves: { 'an attacher': { attacher: 'a' }, 'an empty source': { attacher: 'a', source: {} } },
    taken: { 'the source': { source: null }, 'the attacher': { attacher: null } },
  },
  {
    groupVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaim',
    plural: 'resourceclaims',
    spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'c' } }] } },
    halves: {
      'an empty request': { devices: { requests: [{}] } },
      'no devices': { devices: {} },
      'empty parts': { devices: { constraints: [{}], config: [{}] } },
    },
    taken: { 'the devices': { devices: null } },
  },
];

/** Without what controllers may have written by now. */
const asked = (body: unknown): unknown => {
  const { metadata: _, status, ...rest } = Object(body);
  return typeof status === 'object' ? rest : { ...rest, status };
};

/** Objects of which a part is missing: each gets the words of validation, whatever is not there. */
export const HALVES: readonly Sequence[] = WHOLES.map(halvesOf);

function halvesOf({ groupVersion, kind, plural, cluster, spec, halves, taken }: Whole): Sequence {
  const name = cluster ? '<ns>-whole' : 'whole';
  const root = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
  const path = `${root}${cluster ? '' : '/namespaces/<ns>'}/${plural}`;
  const made = (rest: object): object => ({ apiVersion: groupVersion, kind, metadata: { name }, ...rest });
  const refused = (what: string, rest: object): RequestStep =>
    post(`${path}?dryRun=All`, made(rest), { name: `with ${what}` });
  return sequence(`halves of ${kind.toLowerCase()}`, [
    refused('no spec', {}),
    refused('an empty spec', { spec: {} }),
    refused('null as spec', { spec: null }),
    ...Object.entries(halves).map(([what, half]) => refused(what, { spec: half })),
    post(path, made({ spec }), { name: 'whole' }),
    ...Object.entries({ 'the whole spec': null, ...taken }).map(([what, change]) => {
      const body = { spec: change };
      return patch('merge', `${path}/${name}?dryRun=All`, body, { name: `without ${what}`, only: asked });
    }),
  ]);
}
