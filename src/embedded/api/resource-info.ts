import { readRecorded } from '../data/read.ts';

/** One subresource (`status`, `binding`, …) with the verbs and the kind it takes and answers. */
export interface SubresourceInfo {
  readonly name: string;
  /** Empty group and version mean those of the parent. */
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly string[];
}

/** What the server knows of one kind: the facts of discovery. */
export interface ResourceInfo {
  /** Empty for core. */
  readonly group: string;
  readonly version: string;
  /** `v1`, `apps/v1`. */
  readonly groupVersion: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: ReadonlyMap<string, SubresourceInfo>;
  /** As errors name it: `pods`, `deployments.apps`. */
  readonly qualified: string;
  /** The collection of the store that holds the objects: as `qualified`, but events of both groups share `events`. */
  readonly storage: string;
}

/** One group with its versions, the preferred one first, as discovery lists them. */
export interface GroupInfo {
  readonly name: string;
  readonly versions: readonly { readonly version: string; readonly resources: readonly ResourceInfo[] }[];
}

interface RecordedGroup {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly { readonly version: string; readonly resources: readonly RecordedResource[] }[];
}
interface RecordedResource {
  readonly resource: string;
  readonly responseKind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly scope: 'Namespaced' | 'Cluster';
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly {
    readonly subresource: string;
    readonly responseKind?: { readonly group: string; readonly version: string; readonly kind: string };
    readonly verbs: readonly string[];
  }[];
}

/** Every group, in the order of the real server. */
export const GROUPS: readonly GroupInfo[] = readRecorded<readonly RecordedGroup[]>('discovery').map(
  ({ metadata: { name = '' }, versions }) => ({
    name,
    versions: versions.map(({ version, resources }) => ({
      version,
      resources: resources.map((resource) => infoOf(name, version, resource)),
    })),
  }),
);

/** Every kind that is served. */
export const RESOURCES: readonly ResourceInfo[] = GROUPS.flatMap(({ versions }) =>
  versions.flatMap(({ resources }) => resources),
);

const byPath = new Map(RESOURCES.map((info) => [`${info.groupVersion}/${info.plural}`, info]));
const byKind = new Map(RESOURCES.map((info) => [`${info.groupVersion}/${info.kind}`, info]));

/** By `v1` or `apps/v1` and the plural name. */
export function findResource(groupVersion: string, plural: string): ResourceInfo | undefined {
  return byPath.get(`${groupVersion}/${plural}`);
}

/** By the `apiVersion` and `kind` of an object. */
export function findKind(apiVersion: string, kind: string): ResourceInfo | undefined {
  return byKind.get(`${apiVersion}/${kind}`);
}

/** The same for a name that the program itself knows to be served. */
export function resource(groupVersion: string, plural: string): ResourceInfo {
  const info = findResource(groupVersion, plural);
  if (!info) throw new Error(`${groupVersion} ${plural} is not served`);
  return info;
}

function infoOf(group: string, version: string, recorded: RecordedResource): ResourceInfo {
  const { resource: plural, singularResource: singular, scope, verbs } = recorded;
  const qualified = group === '' ? plural : `${plural}.${group}`;
  const subresources = (recorded.subresources ?? []).map(({ subresource, responseKind, verbs }) => ({
    name: subresource,
    kind: responseKind ?? recorded.responseKind,
    verbs,
  }));
  return {
    group,
    version,
    groupVersion: group === '' ? version : `${group}/${version}`,
    plural,
    singular,
    kind: recorded.responseKind.kind,
    namespaced: scope === 'Namespaced',
    verbs,
    shortNames: recorded.shortNames ?? [],
    categories: recorded.categories ?? [],
    subresources: new Map(subresources.map((entry) => [entry.name, entry])),
    qualified,
    storage: group === 'events.k8s.io' ? 'events' : qualified,
  };
}

/** The key of an object inside its collection: `default/pod1`, or `node1` where the kind has no namespaces. */
export function keyOf(
  info: Pick<ResourceInfo, 'namespaced'>,
  namespace: string | undefined,
  name: string,
): string {
  return info.namespaced ? `${namespace ?? ''}/${name}` : name;
}
