import type { Volume, VolumeProjection } from '../../../../data/types.ts';

/** A file of a volume; where it comes from, when the volume has more than one source. */
interface SourcePath {
  readonly path: string;
  readonly source: string;
}

type Items = readonly { readonly path: string }[];

/** `warningsForOverlappingVirtualPaths` (pkg/api/pod/warnings.go): files that take each other's place, or are folders of each other. */
export function pathOverlapWarnings(volumes: readonly Volume[] = []): string[] {
  return volumes.flatMap(({ name, configMap, secret, downwardAPI, projected }) => {
    const warn = (items: Items | undefined, source: string): string[] =>
      overlaps(fromOne(items ?? [], '')).map((words) => sentence(name, source, words));
    return [
      ...warn(configMap?.items, `ConfigMap ${quoted(configMap?.name)}`),
      ...warn(secret?.items, `Secret ${quoted(secret?.secretName)}`),
      ...warn(downwardAPI?.items, 'DownwardAPI'),
      ...(projected ? projectedWarnings(name, projected.sources ?? []) : []),
    ];
  });
}

function projectedWarnings(name: string, sources: readonly VolumeProjection[]): string[] {
  const empty = sources
    .filter((source) => Object.keys(source).length === 0)
    .map(() => `volume ${quoted(name)} (Projected) has no sources provided`);
  return [...empty, ...overlaps(sources.flatMap(pathsOf)).map((words) => sentence(name, 'Projected', words))];
}

/** The first source that there is counts. */
function pathsOf(projection: VolumeProjection): SourcePath[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } =
    projection;
  if (configMap?.items) return fromOne(configMap.items, `ConfigMap ${quoted(configMap.name)}`);
  if (secret?.items) return fromOne(secret.items, `Secret ${quoted(secret.name)}`);
  if (downwardAPI?.items) return fromOne(downwardAPI.items, 'DownwardAPI');
  if (serviceAccountToken) return fromOne([serviceAccountToken], 'ServiceAccountToken');
  if (clusterTrustBundle) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName;
    return fromOne([clusterTrustBundle], `ClusterTrustBundle ${quoted(name)}`);
  }
  const { certificateChainPath = '', keyPath = '', credentialBundlePath = '' } = podCertificate ?? {};
  return [
    { path: certificateChainPath, source: 'PodCertificate chain' },
    { path: keyPath, source: 'PodCertificate key' },
    { path: credentialBundlePath, source: 'PodCertificate credential bundle' },
  ].filter(({ path }) => path !== '');
}

function fromOne(items: Items, source: string): SourcePath[] {
  return items.map(({ path }) => ({ path, source }));
}

/** `checkVolumeMappingForOverlap`: each path with those before it. */
function overlaps(paths: readonly SourcePath[]): string[] {
  const bare = paths.map(({ path, source }) => ({ path: path.replace(/\/+$/, ''), source }));
  return bare.flatMap((one, index) =>
    bare
      .slice(0, index)
      .filter((other) => isOverlap(one.path, other.path))
      .map((other) => `${printed(one)} with ${printed(other)}`),
  );
}

function isOverlap(one: string, other: string): boolean {
  if (one === '' || other === '') return false;
  return `${other}/`.startsWith(`${one}/`) || `${one}/`.startsWith(`${other}/`);
}

function printed({ path, source }: SourcePath): string {
  return source === '' ? quoted(path) : `${quoted(path)} (${source})`;
}

function sentence(volume: string, source: string, words: string): string {
  return `volume ${quoted(volume)} (${source}): overlapping paths: ${words}`;
}

function quoted(text = ''): string {
  return JSON.stringify(text);
}
