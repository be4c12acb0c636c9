import { del, get, kubectl, patch, post, put, sequence, until, untilGone, watch } from '../sequence.ts';
import type { Area, Sequence, Step, WaitStep } from '../sequence.ts';
import { CORE_KINDS } from './kinds-core.ts';
import { REST_KINDS } from './kinds-rest.ts';
import { WORKLOAD_KINDS } from './kinds-workloads.ts';
import { but, type Manifest, type Sample } from './sample.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Each served kind that can be made, with each verb. */
export const KINDS: Area = {
  area: 'kinds',
  sequences: [...CORE_KINDS, ...WORKLOAD_KINDS, ...REST_KINDS].map(lifeOf),
};

function lifeOf(sample: Sample): Sequence {
  const minimal = finished(sample, sample.minimal);
  const rich = finished(sample, sample.rich);
  return sequence(sample.kind.toLowerCase() + (sample.suffix ?? ''), [
    refusals(sample, minimal),
    creation(sample, minimal, rich),
    reading(sample, minimal, rich),
    changing(sample, minimal),
    watching(sample, minimal),
    ending(sample, minimal),
  ]);
}

function refusals(sample: Sample, minimal: Manifest): Step[] {
  return Object.entries(sample.bad).map(([name, changes]) =>
    post(collection(sample), but(minimal, changes), { name: `create ${name}` }),
  );
}

function creation(sample: Sample, minimal: Manifest, rich: Manifest): Step[] {
  const path = collection(sample);
  return [
    post(`${path}?dryRun=All`, minimal, { name: 'create dry run' }),
    post(path, minimal, { name: 'create minimal', capture: { uid: 'metadata.uid' } }),
    ...settled(sample, minimal),
    post(path, minimal, { name: 'create again' }),
    post(`${path}?fieldValidation=Strict`, rich, { name: 'create rich' }),
    ...settled(sample, rich),
  ];
}

function reading(sample: Sample, minimal: Manifest, rich: Manifest): Step[] {
  const path = collection(sample);
  const selected = `${path}?labelSelector=parity%3D<ns>`;
  const names = `${sample.resource} ${minimal.metadata.name} ${rich.metadata.name}`;
  return [
    get(one(sample, minimal), { name: 'get minimal' }),
    get(one(sample, rich), { name: 'get rich' }),
    get(selected, { name: 'list' }),
    get(selected, { name: 'list as table', headers: { accept: TABLE } }),
    kubectl(`get ${names} -o wide --show-labels`),
    kubectl(
      `get ${sample.resource} ${rich.metadata.name} -o yaml${sample.settle ? '' : ' --show-managed-fields'}`,
    ),
    ...(sample.undescribed ? [] : [kubectl(`describe ${names}`)]),
  ];
}

function changing(sample: Sample, minimal: Manifest): Step[] {
  const path = one(sample, minimal);
  const labelled = but(minimal, { 'metadata.labels.changed': 'yes' });
  const applied = {
    apiVersion: minimal.apiVersion,
    kind: minimal.kind,
    metadata: { name: minimal.metadata.name, labels: { applied: 'yes' } },
  };
  return [
    put(path, but(labelled, sample.update), { name: 'update' }),
    ...settled(sample, minimal),
    put(path, but(labelled, { 'metadata.resourceVersion': '1' }), { name: 'update of an old version' }),
    ...Object.entries(sample.immutable).map(([name, changes]) =>
      put(path, but(but(labelled, sample.update), changes), { name: `update ${name}` }),
    ),
    ...settled(sample, minimal),
    patch('merge', path, { metadata: { annotations: { note: 'merged' } } }, { name: 'merge patch' }),
    ...settled(sample, minimal),
    patch('strategic', path, { metadata: { labels: { changed: null } } }, { name: 'strategic patch' }),
    ...settled(sample, minimal),
    patch('json', path, [{ op: 'replace', path: '/metadata/name', value: 'other' }], {
      name: 'json patch of the name',
    }),
    patch('apply', `${path}?fieldManager=applier`, applied, { name: 'apply' }),
    ...settled(sample, minimal),
    ...(sample.status ? statusOf(sample, minimal, sample.status) : []),
    ...settled(sample, minimal),
    get(path, { name: 'get changed' }),
  ];
}

function statusOf(sample: Sample, minimal: Manifest, status: unknown): Step[] {
  const path = `${one(sample, minimal)}/status`;
  return [
    patch('merge', path, { metadata: { labels: { ignored: 'maybe' } }, status }, { name: 'patch status' }),
    get(path, { name: 'get status' }),
  ];
}

function watching(sample: Sample, minimal: Manifest): Step[] {
  if (sample.settle) return [];
  const path = collection(sample);
  const third = but(minimal, { 'metadata.name': `${minimal.metadata.name}-watched`, ...sample.another });
  const named = one(sample, third);
  return [
    watch(
      `${path}?watch=1&labelSelector=parity%3D<ns>&fieldSelector=metadata.name%3D${third.metadata.name}`,
      [
        post(path, third, { name: 'create while watched' }),
        patch(
          'merge',
          named,
          { metadata: { annotations: { note: 'seen' } } },
          { name: 'patch while watched' },
        ),
        patch(
          'merge',
          named,
          { metadata: { labels: { parity: 'left' } } },
          { name: 'patch out of the selection' },
        ),
        del(named, undefined, { name: 'delete while watched' }),
      ],
      { name: 'watch', count: 3 },
    ),
  ];
}

function ending(sample: Sample, minimal: Manifest): Step[] {
  const path = one(sample, minimal);
  return [
    del(path, { preconditions: { uid: 'not-this-one' } }, { name: 'delete of another uid' }),
    del(`${path}?gracePeriodSeconds=0`, undefined, { name: 'delete' }),
    untilGone(path),
    get(path, { name: 'get after delete' }),
    ...(sample.uncollected
      ? []
      : [
          del(`${collection(sample)}?labelSelector=parity%3D<ns>&gracePeriodSeconds=0`, undefined, {
            name: 'delete collection',
          }),
        ]),
  ];
}

function settled({ settle, ...sample }: Sample, manifest: Manifest): WaitStep[] {
  if (!settle) return [];
  return [until(one(sample, manifest), `${manifest.kind} ${manifest.metadata.name} is settled`, settle)];
}

/** Every sample carries its sequence's label; names of what is not in a namespace carry the sequence's name. */
function finished(sample: Sample, manifest: Manifest): Manifest {
  const { labels = {}, name } = manifest.metadata;
  const metadata = {
    ...manifest.metadata,
    name: sample.cluster ? `<ns>-${name}` : name,
    labels: { ...labels, parity: '<ns>' },
  };
  return { ...manifest, metadata };
}

function collection({ groupVersion, resource, cluster }: Sample): string {
  const root = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
  return `${root}${cluster ? '' : '/namespaces/<ns>'}/${resource.split('.')[0]}`;
}

function one(sample: Sample, manifest: Manifest): string {
  return `${collection(sample)}/${manifest.metadata.name}`;
}
