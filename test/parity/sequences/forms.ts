import { get, kubectl, patch, post, request, sequence, type Area } from '../sequence.ts';
import { CONFIGMAPS, configMap, DEPLOYMENTS, deployment, NS, pod, PODS, TABLE } from './common.ts';

const accepting = (name: string, path: string, accept: string) => get(path, { name, headers: { accept } });
const table = (version: string) => `application/json;as=Table;v=${version};g=meta.k8s.io`;
const metadata = (kind: string) => `application/json;as=${kind};v=v1;g=meta.k8s.io`;
const PROTOBUF = 'application/vnd.kubernetes.protobuf';

export const FORMS: Area = {
  area: 'forms',
  sequences: [
    sequence('accept', [
      post(CONFIGMAPS, configMap('one', { a: '1' }), { name: 'create' }),
      post(PODS, pod('one'), { name: 'create pod' }),
      accepting('a table of one', `${CONFIGMAPS}/one`, TABLE),
      accepting('a table with its object', `${CONFIGMAPS}/one?includeObject=Object`, TABLE),
      accepting('a table without objects', `${CONFIGMAPS}/one?includeObject=None`, TABLE),
      accepting('a table with metadata', `${PODS}?includeObject=Metadata`, TABLE),
      accepting('a table with odd objects', `${PODS}?includeObject=Odd`, TABLE),
      accepting('a table of none', `${PODS}?labelSelector=none%3Dhere`, TABLE),
      accepting('an old table', `${PODS}/one`, table('v1beta1')),
      accepting('a table of no version', `${PODS}/one`, table('v9')),
      accepting('a table of another group', `${PODS}/one`, 'application/json;as=Table;v=v1;g=x'),
      accepting('a table as yaml', `${PODS}/one`, table('v1').replace('json', 'yaml')),
      accepting('a table as protobuf', `${PODS}/one`, `${PROTOBUF};as=Table;v=v1;g=meta.k8s.io`),
      accepting('a table of nothing', `${PODS}/missing`, TABLE),
      accepting('metadata', `${PODS}/one`, metadata('PartialObjectMetadata')),
      accepting(
        'metadata of a list',
        `${CONFIGMAPS}?fieldSelector=metadata.name%3Done`,
        metadata('PartialObjectMetadataList'),
      ),
      accepting('metadata of a list as one', CONFIGMAPS, metadata('PartialObjectMetadata')),
      accepting('metadata of one as a list', `${PODS}/one`, metadata('PartialObjectMetadataList')),
      accepting('yaml', `${PODS}/one`, 'application/yaml'),
      accepting('yaml of a list', `${CONFIGMAPS}?fieldSelector=metadata.name%3Done`, 'application/yaml'),
      accepting('yaml of an error', `${PODS}/missing`, 'application/yaml'),
      accepting('protobuf', `${PODS}/one`, PROTOBUF),
      accepting('protobuf of a list', `${CONFIGMAPS}?fieldSelector=metadata.name%3Done`, PROTOBUF),
      accepting('protobuf of an error', `${PODS}/missing`, PROTOBUF),
      accepting(
        'protobuf metadata',
        `${PODS}/one`,
        `${PROTOBUF};as=PartialObjectMetadata;v=v1;g=meta.k8s.io`,
      ),
      accepting('anything', `${CONFIGMAPS}/one`, '*/*'),
      accepting('any application', `${CONFIGMAPS}/one`, 'application/*'),
      accepting('html', `${CONFIGMAPS}/one`, 'text/html'),
      accepting('html or anything', `${CONFIGMAPS}/one`, 'text/html, */*;q=0.8'),
      accepting('yaml preferred', `${CONFIGMAPS}/one`, 'application/json;q=0.5, application/yaml'),
      accepting('nonsense', `${CONFIGMAPS}/one`, 'nonsense'),
      accepting('nothing', `${CONFIGMAPS}/one`, ''),
      accepting('pretty json', `${CONFIGMAPS}/one`, 'application/json;pretty=1'),
      accepting('html of discovery', '/apis', 'text/html'),
      accepting('yaml of the version', '/version', 'application/yaml'),
      accepting('protobuf of discovery', '/apis/apps/v1', PROTOBUF),
      get(`${CONFIGMAPS}/one`, {
        name: 'for a browser',
        headers: { 'user-agent': 'Mozilla/5.0', accept: 'application/json' },
      }),
      get(`${CONFIGMAPS}/one`, { name: 'compressed', headers: { 'accept-encoding': 'gzip' } }),
      post(`${CONFIGMAPS}?dryRun=All`, configMap('made'), {
        name: 'a table of what was made',
        headers: { accept: TABLE },
      }),
      patch(
        'merge',
        `${CONFIGMAPS}/one`,
        { data: { a: '2' } },
        { name: 'metadata of what was patched', headers: { accept: metadata('PartialObjectMetadata') } },
      ),
      request('DELETE', `${CONFIGMAPS}/one`, undefined, {
        name: 'a table of a deletion',
        headers: { accept: TABLE },
      }),
      post(`${CONFIGMAPS}?dryRun=All`, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\n', {
        name: 'yaml in and out',
        headers: { 'content-type': 'application/yaml', accept: 'application/yaml' },
      }),
    ]),
    sequence('large', [
      post(CONFIGMAPS, configMap('large', { a: 'x'.repeat(200_000) }), { name: 'create' }),
      get(`${CONFIGMAPS}/large`, { name: 'plain', only: (body) => JSON.stringify(body).length > 200_000 }),
      get(`${CONFIGMAPS}/large`, {
        name: 'gzip',
        headers: { 'accept-encoding': 'gzip' },
        only: (body) => JSON.stringify(body).length > 200_000,
      }),
      get(`${CONFIGMAPS}/large`, {
        name: 'deflate',
        headers: { 'accept-encoding': 'deflate' },
        only: (body) => JSON.stringify(body).length > 200_000,
      }),
      get(CONFIGMAPS, {
        name: 'gzip of a list',
        headers: { 'accept-encoding': 'gzip, br' },
        only: (body) => JSON.stringify(body).length > 200_000,
      }),
    ]),
    sequence('columns', [
      post(DEPLOYMENTS, deployment('web', 0, { paused: true }), {
        name: 'create deployment',
        only: (body) => Object(body).spec,
      }),
      post(
        `${NS}/secrets`,
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' }, data: { a: 'YQ==', b: 'Yg==' } },
        { name: 'create secret' },
      ),
      post(PODS, pod('one'), { name: 'create pod' }),
      patch(
        'merge',
        `${PODS}/one/status`,
        {
          status: {
            phase: 'Running',
            containerStatuses: [
              {
                name: 'main',
                image: 'x',
                imageID: '',
                ready: false,
                restartCount: 3,
                state: { waiting: { reason: 'CrashLoopBackOff' } },
                lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: '<now>' } },
              },
            ],
          },
        },
        { name: 'crashing' },
      ),
      kubectl('get pod one'),
      patch(
        'merge',
        `${PODS}/one/status`,
        {
          status: {
            containerStatuses: [
              {
                name: 'main',
                image: 'x',
                imageID: '',
                ready: false,
                restartCount: 0,
                state: { terminated: { exitCode: 3, signal: 9, startedAt: '<now>', finishedAt: '<now>' } },
              },
            ],
          },
        },
        { name: 'killed' },
      ),
      kubectl('get pod one', { name: 'kubectl get a killed pod' }),
      patch(
        'merge',
        `${PODS}/one/status`,
        { status: { reason: 'Evicted', phase: 'Failed', message: 'why' } },
        { name: 'evicted' },
      ),
      kubectl('get pod one -o wide', { name: 'kubectl get an evicted pod' }),
      kubectl('describe pod one'),
      post(
        PODS,
        pod('init', {
          initContainers: [
            { name: 'a', image: 'x' },
            { name: 'b', image: 'x' },
          ],
        }),
        { name: 'create init' },
      ),
      patch(
        'merge',
        `${PODS}/init/status`,
        {
          status: {
            initContainerStatuses: [
              {
                name: 'a',
                image: 'x',
                imageID: '',
                ready: true,
                restartCount: 0,
                state: { terminated: { exitCode: 0, startedAt: '<now>', finishedAt: '<now>' } },
              },
              {
                name: 'b',
                image: 'x',
                imageID: '',
                ready: false,
                restartCount: 0,
                state: { running: { startedAt: '<now>' } },
              },
            ],
          },
        },
        { name: 'initialising' },
      ),
      kubectl('get pod init'),
      post(
        PODS,
        pod('gated', {
          schedulingGates: [{ name: 'example.com/wait' }],
          readinessGates: [{ conditionType: 'example.com/up' }],
        }),
        { name: 'create gated' },
      ),
      patch(
        'merge',
        `${PODS}/gated/status`,
        {
          status: {
            conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
            nominatedNodeName: 'n',
          },
        },
        { name: 'gated' },
      ),
      kubectl('get pod gated -o wide'),
      kubectl('get all -l none=here'),
      kubectl('get pods,secrets,deployments'),
      kubectl(
        'get pods one init -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image,NODE:.spec.nodeName',
      ),
      kubectl('get pods -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}\''),
      kubectl("get pods -o go-template='{{range .items}}{{.metadata.name}} {{end}}'"),
      kubectl('get pods -o name --sort-by=.metadata.name'),
      kubectl('get pods --no-headers -o wide'),
      kubectl('get secret one -o json'),
      kubectl('get pod none'),
      kubectl('get pod one none -o name'),
      kubectl('get pod/one secret/one'),
      kubectl('get pod one -o odd'),
      kubectl('get pods -A -l none=here'),
      kubectl('get pod one --show-kind'),
      kubectl('get pod one --subresource=status -o jsonpath={.status.phase}'),
      kubectl('get deployment web --subresource=scale'),
      kubectl('get deployment web --subresource=nothing'),
      kubectl('get events --field-selector involvedObject.name=none'),
    ]),
  ],
};
