import { READ_ONLY, SERVED, SUBRESOURCES } from '../../../scripts/served-kinds.ts';
import { at, get, items, kubectl, request, sequence, type Area, type Step } from '../sequence.ts';

const VERSIONS = Object.keys(SERVED);
const GROUPS = new Set(VERSIONS.map((name) => (name.includes('/') ? (name.split('/')[0] ?? '') : '')));
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** The groups that are served, of an APIGroupList. */
function servedGroups(body: unknown): unknown {
  const groups = at(body, 'groups');
  if (!Array.isArray(groups)) return body;
  return {
    ...Object(body),
    groups: groups.filter((group) => GROUPS.has(String(at(group, 'name')))).map(servedVersions),
  };
}

/** The versions that are served, of an APIGroup. */
function servedVersions(group: unknown): unknown {
  const versions = at(group, 'versions');
  if (!Array.isArray(versions)) return group;
  return {
    ...Object(group),
    versions: versions.filter((version) => VERSIONS.includes(String(at(version, 'groupVersion')))),
  };
}

/** The resources that are served, of an APIResourceList. */
function servedResources(body: unknown): unknown {
  const version = String(at(body, 'groupVersion'));
  const resources = at(body, 'resources');
  if (!Array.isArray(resources)) return body;
  return {
    ...Object(body),
    resources: resources
      .filter((one) => isServed(version, String(at(one, 'name'))))
      .map((one) => readOnly(version, one)),
  };
}

function readOnly(version: string, resource: unknown): unknown {
  const verbs = at(resource, 'verbs');
  if (
    !READ_ONLY.has(`${version}/${String(at(resource, 'name') ?? at(resource, 'resource'))}`) ||
    !Array.isArray(verbs)
  )
    return resource;
  return {
    ...Object(resource),
    verbs: verbs.filter((verb) => ['get', 'list', 'watch'].includes(String(verb))),
  };
}

function isServed(version: string, name: string): boolean {
  const [plural = '', subresource] = name.split('/');
  if (!SERVED[version]?.includes(plural)) return false;
  return (
    subresource === undefined || (SUBRESOURCES.has(subresource) && !READ_ONLY.has(`${version}/${plural}`))
  );
}

/** The core group has no name. */
function textAt(group: unknown): string {
  const name = at(group, 'metadata.name');
  return typeof name === 'string' ? name : '';
}

/** The kinds that are served, of an APIGroupDiscoveryList. */
function servedDiscovery(body: unknown): unknown {
  const groups = items(body).map((group) => {
    const name = textAt(group);
    const versions = listAt(group, 'versions').flatMap((version) => {
      const full = name === '' ? String(at(version, 'version')) : `${name}/${String(at(version, 'version'))}`;
      const resources = listAt(version, 'resources')
        .filter((one) => isServed(full, String(at(one, 'resource'))))
        .map((one) => readOnly(full, withSubresources(full, one)));
      return resources.length === 0 ? [] : [{ ...Object(version), resources }];
    });
    return { ...Object(group), versions };
  });
  return { ...Object(body), items: groups.filter(({ versions }) => versions.length > 0) };
}

function withSubresources(version: string, resource: unknown): unknown {
  const name = String(at(resource, 'resource'));
  const { subresources: all, ...rest } = Object(resource);
  const kept = listAt({ all }, 'all').filter((one) =>
    isServed(version, `${name}/${String(at(one, 'subresource'))}`),
  );
  return kept.length === 0 ? rest : { ...rest, subresources: kept };
}

function listAt(value: unknown, place: string): readonly unknown[] {
  const found = at(value, place);
  return Array.isArray(found) ? found : [];
}

/** The index of schemas by served version, without the hashes. */
function servedSchemas(body: unknown): unknown {
  const paths = Object.keys(Object(at(body, 'paths')));
  return VERSIONS.map((name) => (name.includes('/') ? `apis/${name}` : `api/${name}`)).filter((path) =>
    paths.includes(path),
  );
}

/** The lines of a table that name what is served. */
export function servedLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => {
    const words = line.split(/\s+/);
    const version = words.findIndex((word) => VERSIONS.includes(word));
    return words[0] === 'NAME' || SERVED[words[version] ?? '']?.includes(words[0] ?? '');
  });
}

const kinds = ['pods', 'deployments', 'nodes', 'jobs', 'leases', 'services', 'configmaps', 'events', 'roles'];
const fields = [
  'pod.spec.tolerations',
  'pod.spec.containers.resources',
  'pod.spec.schedulerName',
  'deployment.spec.strategy --recursive',
  'node.spec.taints',
  'pod.spec.nothing',
  'nothing',
  'svc.spec.ports',
  'pdb.spec',
  'job.spec.suspend',
  'binding',
  'lease.spec --output plaintext-openapiv2',
];

const schema = (path: string, name: string): Step =>
  get(`/openapi/v3/${path}`, {
    name: `schema of ${name}`,
    only: (body) => at(body, `components.schemas.${name.replaceAll('.', '~')}`),
  });

export const DISCOVERY: Area = {
  area: 'discovery',
  sequences: [
    sequence('health', [
      get('/healthz'),
      get('/livez'),
      get('/readyz'),
      get('/healthz/ping'),
      get('/healthz/nothing'),
      get('/livez/ping?verbose'),
      get('/version'),
      get('/version/'),
      get('/nothing'),
      get('/api/v1/nothing'),
      get('/api/v1/namespaces/<ns>/nothing/name'),
      get('/apis/nothing.example.com'),
      get('/apis/apps/v9'),
      get('/apis/apps/v1/nothing'),
      get('/api/v1/namespaces/<ns>/pods/a/nothing'),
      get('/api/v2'),
      request('POST', '/version'),
      request('DELETE', '/api'),
      request('PUT', '/api/v1/nodes'),
      request('PATCH', '/api/v1/nodes', {}),
      request('POST', '/api/v1/nodes/a', {}),
      request('OPTIONS', '/api/v1/nodes'),
      request('HEAD', '/api/v1/nodes/a'),
      get('/api/v1/../v1/nothing', { name: 'path with ..' }),
      get('//api//v1', { name: 'path with //' }),
    ]),
    sequence('anonymous', [
      ...[
        '/version',
        '/healthz',
        '/livez',
        '/readyz',
        '/api',
        '/apis',
        '/openapi/v3',
        '/api/v1/pods',
        '/nothing',
        '/api/v1/namespaces/<ns>/pods/a',
        '/metrics',
      ].map((path) =>
        get(path, {
          name: `${path} without a credential`,
          as: '',
          ...(path.startsWith('/readyz') ? {} : {}),
        }),
      ),
      get('/version', { name: 'version with a wrong token', as: 'nonsense' }),
      get('/api/v1/pods', { name: 'pods with a wrong token', as: 'nonsense' }),
      get('/api/v1/pods', { name: 'pods with Basic', as: '', headers: { authorization: 'Basic YTpi' } }),
      get('/api/v1/pods', {
        name: 'pods with an empty Bearer',
        as: '',
        headers: { authorization: 'Bearer ' },
      }),
      request('POST', '/api/v1/namespaces/<ns>/pods', {}, { as: '' }),
      request('DELETE', '/api/v1/nodes', undefined, { as: '' }),
    ]),
    sequence('api', [
      get('/api'),
      get('/api/v1', { only: servedResources }),
      get('/apis', { only: servedGroups }),
      ...[...GROUPS]
        .filter((group) => group !== '')
        .map((group) => get(`/apis/${group}`, { only: servedVersions })),
      ...VERSIONS.filter((version) => version.includes('/')).map((version) =>
        get(`/apis/${version}`, { only: servedResources }),
      ),
      get('/api', { name: 'aggregated /api', headers: { accept: AGGREGATED }, only: servedDiscovery }),
      get('/apis', { name: 'aggregated /apis', headers: { accept: AGGREGATED }, only: servedDiscovery }),
      get('/apis', {
        name: 'aggregated of an old version',
        headers: { accept: AGGREGATED.replace('v=v2', 'v=v2beta1') },
        only: servedDiscovery,
      }),
      get('/api/v1', {
        name: 'resources as yaml',
        headers: { accept: 'application/yaml' },
        only: (body) => typeof body,
      }),
    ]),
    sequence('openapi', [
      get('/openapi/v3', { only: servedSchemas }),
      schema('api/v1', 'io.k8s.api.core.v1.Pod'),
      schema('api/v1', 'io.k8s.api.core.v1.PodSpec'),
      schema('api/v1', 'io.k8s.api.core.v1.Node'),
      schema('api/v1', 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'),
      schema('apis/apps/v1', 'io.k8s.api.apps.v1.DeploymentSpec'),
      schema('apis/batch/v1', 'io.k8s.api.batch.v1.Job'),
      schema('apis/coordination.k8s.io/v1', 'io.k8s.api.coordination.v1.LeaseSpec'),
      get('/openapi/v3/apis/nothing/v1'),
      get('/openapi/v2', { only: (body) => [at(body, 'swagger'), at(body, 'info')] }),
    ]),
    sequence('kubectl', [
      kubectl('version'),
      kubectl('version -o json'),
      kubectl('cluster-info'),
      kubectl('api-versions', { only: (lines) => lines.filter((line) => VERSIONS.includes(line)) }),
      kubectl('api-resources', { only: servedLines }),
      kubectl('api-resources --namespaced=false -o name', {
        only: (lines) =>
          lines.filter((line) =>
            VERSIONS.some((version) =>
              SERVED[version]?.some(
                (plural) => line === (version.includes('/') ? `${plural}.${version.split('/')[0]}` : plural),
              ),
            ),
          ),
      }),
      kubectl('api-resources --api-group=apps -o wide', { only: servedLines }),
      kubectl('api-resources --verbs=bind', { only: servedLines }),
      kubectl('config view --minify -o jsonpath={.contexts[0].context}'),
      kubectl('get --raw /healthz'),
      kubectl('get --raw /nothing'),
      kubectl('get nothing'),
      kubectl('get pods.v9.apps'),
      kubectl('top nodes'),
      kubectl('top pods'),
    ]),
    sequence(
      'explain',
      [...kinds, ...fields].map((what) => kubectl(`explain ${what}`)),
    ),
  ],
};
