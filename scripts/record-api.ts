/**
 * Asks a real kube-apiserver (KUBEBUILDER_ASSETS) what its API looks like and writes that down for the embedded server, as facts:
 * discovery, schemas, table columns, RBAC bootstrap objects, into src/embedded/data/. Run it for a new Kubernetes version:
 * node scripts/record-api.ts
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

import { startRealApiServer } from '../test/helpers/real-api-server.ts';
import { typesOf, type Schemas } from './record-types.ts';
import { READ_ONLY, SERVED, SUBRESOURCES } from './served-kinds.ts';

const out = (name: string): URL => new URL(`../src/embedded/data/${name}`, import.meta.url);
/** Not served, but kinds of it are parts of others: Scale. */
const LENT = ['autoscaling/v1'];
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

interface Group {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly Version[];
}
interface Version {
  readonly version: string;
  readonly resources: readonly Resource[];
}
interface Resource {
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}

const server = await startRealApiServer(['--authorization-mode=RBAC']);
try {
  await record();
} finally {
  await server.stop();
}

async function record(): Promise<void> {
  const version = await get('/version');
  const groups = await discovery();
  const served = groups.flatMap((group) =>
    group.versions.map((entry) => ({ group: group.metadata.name ?? '', ...entry })),
  );
  const schemas: Schemas = {};
  const columns: Record<string, unknown> = {};
  for (const { group, version: name, resources } of served) {
    const path = group === '' ? `api/${name}` : `apis/${group}/${name}`;
    Object.assign(schemas, (await get(`/openapi/v3/${path}`)).components.schemas);
    for (const { resource, verbs } of resources) {
      if (!verbs.includes('list')) continue;
      const table = await get(`/${path}/${resource}?limit=1`, 'application/json;as=Table;v=v1;g=meta.k8s.io');
      columns[`${group === '' ? '' : `${group}/`}${name}/${resource}`] = table.columnDefinitions;
    }
  }
  const wanted = reachable(schemas, served);
  writeJson('version.json', version);
  writeJson('discovery.json', groups);
  writeJson('schemas.json', wanted);
  writeJson('columns.json', columns);
  writeJson('rbac.json', await bootstrap());
  writeFileSync(out('types.ts'), typesOf(wanted, version.gitVersion));
  writeJson('shapes.json', shapes(Object.keys(SERVED)));
}

/** The groups in the server's order, with the kinds that the embedded server serves and the subresources it has. */
async function discovery(): Promise<Group[]> {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const all: Group[] = [...(await get('/api', accept)).items, ...(await get('/apis', accept)).items];
  return all.flatMap((group) => {
    const versions = group.versions.flatMap((entry) => {
      const name = group.metadata.name ? `${group.metadata.name}/${entry.version}` : entry.version;
      const resources = entry.resources.flatMap((resource) => kept(name, resource));
      return resources.length === 0 ? [] : [{ ...entry, resources }];
    });
    return versions.length === 0 ? [] : [{ ...group, metadata: named(group.metadata.name), versions }];
  });
}

function named(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

function kept(groupVersion: string, resource: Resource): Resource[] {
  if (!SERVED[groupVersion]?.includes(resource.resource)) return [];
  const name = `${groupVersion}/${resource.resource}`;
  const verbs = READ_ONLY.has(name)
    ? resource.verbs.filter((verb) => ['get', 'list', 'watch'].includes(verb))
    : resource.verbs;
  const subresources = (resource.subresources ?? []).filter(({ subresource }) =>
    SUBRESOURCES.has(subresource),
  );
  return [{ ...resource, verbs, ...(subresources.length === 0 ? {} : { subresources }) }];
}

/** Schemas of the served kinds, and all that they refer to. */
function reachable(
  schemas: Schemas,
  served: readonly { group: string; version: string; resources: readonly Resource[] }[],
): Schemas {
  const versions = new Set([...served.map(({ group, version }) => `${group}/${version}`), ...LENT]);
  const kinds = new Set(
    served.flatMap(({ resources }) => resources.flatMap((resource) => kindsOf(resource))),
  );
  const queue = Object.entries(schemas).flatMap(([name, schema]) => {
    const gvks = schema['x-kubernetes-group-version-kind'] ?? [];
    const hit = gvks.some(
      ({ group, version, kind }) =>
        versions.has(`${group}/${version}`) && (kinds.has(kind) || kinds.has(kind.replace(/List$/, ''))),
    );
    const general = /apimachinery\.pkg\.(apis\.meta|version|runtime)/.test(name);
    return hit || general ? [name] : [];
  });
  const found = new Set<string>();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const text = JSON.stringify(schemas[name]);
    for (const [, ref = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) queue.push(ref);
  }
  return Object.fromEntries([...found].toSorted().map((name) => [name, schemas[name] ?? {}]));
}

function kindsOf(resource: Resource): string[] {
  const kinds: string[] = [];
  JSON.stringify(resource, (key, value: unknown) => {
    if (key === 'kind' && typeof value === 'string') kinds.push(value);
    return value;
  });
  return kinds;
}

/** Without what belongs to the one server: uids, versions, times, managers. */
async function bootstrap(): Promise<unknown[]> {
  const kinds = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'];
  const lists = await Promise.all(kinds.map((kind) => get(`/apis/rbac.authorization.k8s.io/v1/${kind}`)));
  return lists.flatMap(({ kind, items }) =>
    items.map(({ metadata, ...rest }: { readonly metadata: Record<string, unknown> }) => {
      const { name, namespace, labels, annotations } = metadata;
      return {
        kind: String(kind).replace(/List$/, ''),
        metadata: { name, namespace, labels, annotations },
        ...rest,
      };
    }),
  );
}

// oxlint-disable-next-line typescript/no-explicit-any -- whatever the server answers
async function get(path: string, accept = 'application/json'): Promise<any> {
  const headers = { authorization: `Bearer ${server.token}`, accept };
  const response = await fetch(server.server + path, { headers });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}

/** By a small Go program, from the modules of the same version. */
function shapes(groupVersions: readonly string[]): object {
  const cwd = new URL('record-shapes/', import.meta.url);
  const args = ['run', '.', ...groupVersions, ...LENT, 'meta.k8s.io/v1'];
  const answer: { readonly kinds: object; readonly types: object } = JSON.parse(
    execFileSync('go', args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 }),
  );
  return answer;
}

/** One entry a line, so that a new version shows as a diff that can be read. */
function writeJson(name: string, value: object): void {
  const text = Array.isArray(value)
    ? `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`
    : `{\n${Object.entries(value)
        .map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`)
        .join(',\n')}\n}\n`;
  writeFileSync(out(name), text);
}
