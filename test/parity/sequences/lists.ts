import { get, kubectl, post, sequence, watch, type Area, type Step } from '../sequence.ts';
import { CONFIGMAPS, configMap, NS, pod, PODS, TABLE } from './common.ts';

const letters: readonly Step[] = ['a', 'b', 'c', 'd', 'e'].map((name, index) =>
  post(
    CONFIGMAPS,
    configMap(
      name,
      {},
      {
        labels: {
          parity: '<ns>',
          letter: name,
          ...(index % 2 === 0 ? { even: '' } : {}),
          number: String(index),
        },
      },
    ),
    {
      name: `create ${name}`,
      capture: { [`rv${name}`]: 'metadata.resourceVersion' },
    },
  ),
);
const OURS = `${CONFIGMAPS}?labelSelector=parity%3D<ns>`;

function selected(selector: string): Step {
  return get(
    `${CONFIGMAPS}?labelSelector=${encodeURIComponent(`parity=<ns>${selector}`).replaceAll('%3Cns%3E', '<ns>')}`,
    { name: `labels ${selector}` },
  );
}

function fielded(plural: string, selector: string): Step {
  return get(`${NS}/${plural}?fieldSelector=${encodeURIComponent(selector)}`, {
    name: `fields of ${plural}: ${selector}`,
  });
}

export const LISTS: Area = {
  area: 'lists',
  sequences: [
    sequence('chunks', [
      ...letters,
      get(OURS),
      get(`${OURS}&limit=2`, { name: 'first two', capture: { next: 'metadata.continue' } }),
      get(`${OURS}&limit=2&continue=<next>`, { name: 'next two', capture: { last: 'metadata.continue' } }),
      get(`${OURS}&limit=2&continue=<last>`, { name: 'last one' }),
      get(`${OURS}&continue=<next>`, { name: 'all the rest' }),
      get(`${OURS}&limit=5`, { name: 'exactly all' }),
      get(`${CONFIGMAPS}?limit=2`, { name: 'two of all', capture: { more: 'metadata.continue' } }),
      get(`${CONFIGMAPS}?limit=2&continue=<more>`, { name: 'two more of all' }),
      get(`${OURS}&limit=0`, { name: 'limit 0' }),
      get(`${OURS}&limit=-1`, { name: 'limit -1' }),
      get(`${OURS}&limit=x`, { name: 'limit x' }),
      get(`${OURS}&limit=2&continue=nonsense`, { name: 'continue nonsense' }),
      get(`${OURS}&limit=2&continue=<next>&resourceVersion=<rva>`, { name: 'continue with a version' }),
      get(`${OURS}&limit=2&continue=<next>&resourceVersionMatch=Exact`, { name: 'continue with a match' }),
      get(`${OURS}&limit=2`, { name: 'first two as table', headers: { accept: TABLE } }),
      kubectl('get configmaps --chunk-size=2 -l parity=<ns>'),
    ]),
    sequence('versions', [
      ...letters,
      get(`${OURS}&resourceVersion=0`, { name: 'version 0' }),
      get(`${OURS}&resourceVersion=<rvb>`, { name: 'at least the second' }),
      get(`${OURS}&resourceVersion=<rvb>&resourceVersionMatch=NotOlderThan`, {
        name: 'not older than the second',
      }),
      get(`${OURS}&resourceVersion=<rvb>&resourceVersionMatch=Exact`, { name: 'exactly the second' }),
      get(`${OURS}&resourceVersion=<rvc>&resourceVersionMatch=Exact&limit=1`, {
        name: 'exactly the third, one',
        capture: { next: 'metadata.continue' },
      }),
      get(`${OURS}&continue=<next>`, { name: 'the rest of the third' }),
      get(`${OURS}&resourceVersion=<rvb>&limit=1`, { name: 'the second with a limit' }),
      get(`${OURS}&resourceVersion=0&limit=1`, { name: 'version 0 with a limit' }),
      get(`${OURS}&resourceVersionMatch=Exact`, { name: 'a match without a version' }),
      get(`${OURS}&resourceVersion=0&resourceVersionMatch=Exact`, { name: 'exactly 0' }),
      get(`${OURS}&resourceVersion=<rvb>&resourceVersionMatch=Maybe`, { name: 'an unknown match' }),
      get(`${OURS}&resourceVersion=abc`, { name: 'version abc' }),
      get(`${OURS}&resourceVersion=-5`, { name: 'version -5' }),
      get(`${OURS}&resourceVersion=99999999`, { name: 'a version to come' }),
      get(`${OURS}&sendInitialEvents=true`, { name: 'initial events without a watch' }),
      get(`${CONFIGMAPS}/a?resourceVersion=0`),
      get(`${CONFIGMAPS}/a?resourceVersion=<rva>`),
      get(`${CONFIGMAPS}/a?resourceVersion=abc`),
      get(`${CONFIGMAPS}/a?resourceVersion=99999999`),
    ]),
    sequence('labels', [
      ...letters,
      ...[
        ',letter=a',
        ',letter==b',
        ',letter!=a',
        ',letter in (a,b)',
        ',letter notin (a, b)',
        ',even',
        ',!even',
        ',number>2',
        ',number<2',
        ',letter in ()',
        ',letter=',
        ',,',
        ',a=b=c',
        ',letter in a',
        ',bad key=x',
        ',key=bad value!',
        ',number>x',
        `,${'x'.repeat(64)}=y`,
        ',(',
      ].map(selected),
      get(`/api/v1/configmaps?labelSelector=parity%3D<ns>`),
      kubectl("get cm -l 'parity=<ns>,letter in (a,c)' -o name"),
      kubectl("get cm -l 'letter in (a'"),
      kubectl('get cm -l even --show-labels --sort-by=.metadata.labels.number'),
      kubectl('get cm -l nothing=here'),
      kubectl('get cm -L letter,even -l parity=<ns>'),
    ]),
    sequence('fields', [
      ...letters,
      post(PODS, pod('one')),
      post(
        PODS,
        pod('two', {
          nodeName: 'somewhere',
          restartPolicy: 'Never',
          schedulerName: 'other',
          hostNetwork: true,
        }),
      ),
      fielded('configmaps', 'metadata.name=a'),
      fielded('configmaps', 'metadata.name!=a,metadata.name!=b,metadata.name!=kube-root-ca.crt'),
      fielded('configmaps', 'metadata.name==a,metadata.namespace=other'),
      fielded('configmaps', 'data.x=1'),
      fielded('configmaps', 'nonsense'),
      fielded('pods', 'spec.nodeName=somewhere'),
      fielded('pods', 'spec.nodeName='),
      fielded('pods', 'spec.nodeName!='),
      fielded('pods', 'status.phase=Pending'),
      fielded('pods', 'spec.restartPolicy=Never,spec.schedulerName=other'),
      fielded('pods', 'spec.serviceAccountName=default'),
      fielded('pods', 'spec.hostNetwork=true'),
      fielded('pods', 'status.podIP='),
      fielded('pods', 'status.nominatedNodeName='),
      fielded('pods', 'spec.priority=0'),
      fielded('pods', 'metadata.labels=x'),
      fielded('secrets', 'type=Opaque'),
      fielded(
        'events',
        'involvedObject.kind=Pod,involvedObject.name=nothing,reason=x,type=Normal,reportingComponent=x,source=y',
      ),
      fielded('services', 'spec.clusterIP=None,spec.type=ClusterIP'),
      fielded('replicationcontrollers', 'status.replicas=0'),
      get('/apis/apps/v1/namespaces/<ns>/replicasets?fieldSelector=status.replicas%3D0'),
      get('/apis/apps/v1/namespaces/<ns>/deployments?fieldSelector=spec.replicas%3D0'),
      get('/apis/batch/v1/namespaces/<ns>/jobs?fieldSelector=status.successful%3D0'),
      get('/api/v1/nodes?fieldSelector=spec.unschedulable%3Dtrue,metadata.name%3Dnone'),
      get('/api/v1/namespaces?fieldSelector=status.phase%3DActive,metadata.name%3D<ns>'),
      get('/api/v1/namespaces/nowhere/pods'),
      get('/api/v1/namespaces/nowhere/pods/a'),
      get('/api/v1/namespaces/Bad_Name/pods'),
      get(`${PODS}/Bad_Name`),
      get(`${PODS}/missing`),
      get(`${PODS}/%20`),
      get(`${PODS}/one?pretty=true`),
      get(`${PODS}?timeoutSeconds=x`),
      watch(`${PODS}?watch=maybe`, [], { count: 2 }),
      get(`${PODS}?nonsense=1&fieldSelector=metadata.name%3Done`, { headers: { accept: TABLE } }),
      kubectl('get pods --field-selector spec.nodeName=somewhere'),
      kubectl('get pods --field-selector spec.nothing=somewhere'),
      kubectl('get limitranges,resourcequotas'),
    ]),
  ],
};
