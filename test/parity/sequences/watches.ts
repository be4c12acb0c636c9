import { del, get, kubectl, patch, post, put, sequence, watch, type Area } from '../sequence.ts';
import { bind, CONFIGMAPS, configMap, NS, pod, PODS, readyNode, running, TABLE } from './common.ts';

const one = `${CONFIGMAPS}/one`;
const OURS = `${CONFIGMAPS}?watch=1&labelSelector=parity%3D<ns>`;
const labelled = (name: string, data: object = {}) => configMap(name, data, { labels: { parity: '<ns>' } });
const made = post(CONFIGMAPS, labelled('one'), {
  name: 'create one',
  capture: { rv: 'metadata.resourceVersion' },
});
const second = post(CONFIGMAPS, labelled('two'), {
  name: 'create two',
  capture: { rvb: 'metadata.resourceVersion' },
});

export const WATCHES: Area = {
  area: 'watches',
  sequences: [
    sequence('events', [
      made,
      second,
      watch(OURS, [patch('merge', one, { data: { a: '1' } }, { name: 'change' }), del(one), made], {
        name: 'without a version',
        count: 5,
      }),
      watch(
        `${OURS}&resourceVersion=0`,
        [patch('merge', one, { data: { a: '2' } }, { name: 'change again' })],
        { name: 'from version 0', count: 3 },
      ),
      watch(`${OURS}&resourceVersion=<rvb>`, [put(one, labelled('one', { a: '3' }), { name: 'update' })], {
        name: 'from the second',
        count: 5,
      }),
      watch(`${OURS}&resourceVersion=<rvb>&timeoutSeconds=1`, [], { name: 'for a second' }),
      watch(`${OURS}&resourceVersion=<rvb>&limit=1`, [], { name: 'with a limit', count: 4 }),
      watch(
        `${CONFIGMAPS}?watch=true&fieldSelector=metadata.name%3Done&resourceVersion=0`,
        [
          patch('merge', one, {}, { name: 'no change' }),
          patch('merge', `${CONFIGMAPS}/two`, { data: { x: 'y' } }, { name: 'change of another' }),
          patch('merge', one, { data: { a: '4' } }, { name: 'change of it' }),
        ],
        { name: 'one by field', count: 2 },
      ),
      watch(`${one}?watch=1&timeoutSeconds=1`, [], { name: 'of a named object' }),
      watch('/api/v1/watch/namespaces/<ns>/configmaps?labelSelector=parity%3D<ns>', [], {
        name: 'at the old path',
        count: 2,
      }),
      watch('/api/v1/watch/namespaces/<ns>/configmaps/one', [], { name: 'of one at the old path', count: 1 }),
      watch(`/api/v1/configmaps?watch=1&labelSelector=parity%3D<ns>`, [], {
        name: 'over all namespaces',
        count: 2,
      }),
      watch(`${CONFIGMAPS}?watch=0&labelSelector=parity%3D<ns>`, [], { name: 'watch=0' }),
    ]),
    sequence('selectors', [
      made,
      watch(
        `${CONFIGMAPS}?watch=1&labelSelector=side%3Dleft`,
        [
          patch('merge', one, { metadata: { labels: { side: 'left' } } }, { name: 'comes in' }),
          patch('merge', one, { data: { a: '1' } }, { name: 'changes' }),
          patch('merge', one, { metadata: { labels: { side: 'right' } } }, { name: 'goes out' }),
          patch('merge', one, { metadata: { labels: { side: 'left' } } }, { name: 'comes back' }),
          del(one),
        ],
        { name: 'label', count: 5 },
      ),
      post(PODS, pod('one')),
      watch(`${PODS}?watch=1&fieldSelector=spec.nodeName%3D`, [bind('one', 'somewhere')], {
        name: 'pods without a node',
        count: 2,
      }),
      watch(
        `${PODS}?watch=1&fieldSelector=spec.nodeName%3Dsomewhere`,
        [del(`${PODS}/one?gracePeriodSeconds=0`)],
        { name: 'pods of a node', count: 2 },
      ),
      watch(`${CONFIGMAPS}?watch=1&labelSelector=a%20b%20c`, [], { name: 'a bad selector' }),
      watch(`${CONFIGMAPS}?watch=1&fieldSelector=data.x%3D1`, [], { name: 'a bad field' }),
    ]),
    sequence('initial', [
      made,
      second,
      watch(`${OURS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`, [], {
        name: 'initial events',
        count: 3,
      }),
      watch(
        `${OURS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=0`,
        [],
        { name: 'initial events from 0', count: 3 },
      ),
      watch(
        `${OURS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=<rvb>`,
        [patch('merge', one, { data: { x: 'y' } }, { name: 'change' })],
        { name: 'initial events from the second', count: 4 },
      ),
      watch(
        `${OURS}&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1`,
        [],
        { name: 'no initial events' },
      ),
      watch(`${OURS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1`, [], {
        name: 'initial events without bookmarks',
      }),
      watch(`${OURS}&sendInitialEvents=true`, [], { name: 'initial events without a match' }),
      watch(`${OURS}&sendInitialEvents=true&resourceVersionMatch=Exact`, [], {
        name: 'initial events, exact',
      }),
      watch(`${OURS}&resourceVersionMatch=NotOlderThan`, [], { name: 'a match without initial events' }),
      watch(
        `${CONFIGMAPS}?watch=1&labelSelector=none%3Dhere&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
        [],
        { name: 'initial events of nothing', count: 1 },
      ),
      watch(`${OURS}&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=<rvb>`, [], {
        name: 'bookmarks',
      }),
    ]),
    sequence('errors', [
      made,
      watch(`${OURS}&resourceVersion=1`, [], { name: 'from version 1', count: 1 }),
      watch(`${OURS}&resourceVersion=abc`, [], { name: 'from version abc' }),
      watch(`${OURS}&resourceVersion=-1`, [], { name: 'from version -1' }),
      watch(`${OURS}&resourceVersion=99999999&timeoutSeconds=1`, [], { name: 'from a version to come' }),
      watch(`${OURS}&timeoutSeconds=x`, [], { name: 'a bad timeout' }),
      watch(`${OURS}&continue=x`, [], { name: 'continue' }),
      watch('/api/v1/namespaces/<ns>/nothing?watch=1', [], { name: 'of nothing' }),
      watch('/api/v1/namespaces/nowhere/pods?watch=1&timeoutSeconds=1', [], {
        name: 'in a missing namespace',
      }),
      watch(`${PODS}?watch=1`, [], { name: 'without a credential', as: '' }),
      watch(OURS, [], { name: 'an unacceptable type', headers: { accept: 'text/html' } }),
    ]),
    sequence('forms', [
      made,
      second,
      watch(OURS, [patch('merge', one, { data: { a: '1' } }, { name: 'change' })], {
        name: 'table',
        count: 3,
        headers: { accept: TABLE },
      }),
      watch(`${OURS}&includeObject=Object`, [], {
        name: 'table with objects',
        count: 2,
        headers: { accept: TABLE },
      }),
      watch(OURS, [del(`${CONFIGMAPS}/two`)], {
        name: 'metadata only',
        count: 3,
        headers: { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' },
      }),
      watch(`${OURS}&timeoutSeconds=1`, [], { name: 'yaml', headers: { accept: 'application/yaml' } }),
      watch(`${OURS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`, [], {
        name: 'table with initial events',
        count: 2,
        headers: { accept: TABLE },
      }),
      watch(`${OURS}&resourceVersion=1`, [], {
        name: 'table of an old version',
        count: 1,
        headers: { accept: TABLE },
      }),
    ]),
    sequence('pods', [
      ...readyNode('<ns>-node'),
      // a version that is no node's, whenever controllers are done with theirs
      post(CONFIGMAPS, configMap('between'), { name: 'something else' }),
      get(PODS, { capture: { start: 'metadata.resourceVersion' } }),
      watch(
        `${PODS}?watch=1&resourceVersion=<start>`,
        [
          post(PODS, pod('one')),
          bind('one', '<ns>-node'),
          running('one'),
          del(`${PODS}/one`),
          del(`${PODS}/one?gracePeriodSeconds=0`, undefined, { name: 'the kubelet is done' }),
        ],
        { name: 'the life of a pod', count: 6 },
      ),
      watch(
        '/api/v1/nodes?watch=1&fieldSelector=metadata.name%3D<ns>-node',
        [
          patch(
            'strategic',
            '/api/v1/nodes/<ns>-node',
            { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } },
            { name: 'taint' },
          ),
          del('/api/v1/nodes/<ns>-node', undefined, { name: 'delete node' }),
        ],
        { name: 'the end of a node', count: 3 },
      ),
    ]),
    sequence('kubectl', [
      made,
      kubectl('get cm -l parity=<ns> --watch --request-timeout=2s', {
        during: [patch('merge', one, { data: { a: '1' } }, { name: 'change' }), second, del(one)],
      }),
      kubectl('get cm two --watch-only --request-timeout=5s -o name', {
        during: [patch('merge', `${CONFIGMAPS}/two`, { data: { a: '1' } }, { name: 'change two' })],
      }),
      kubectl('get cm two --watch --output-watch-events --request-timeout=2s', {
        during: [del(`${CONFIGMAPS}/two`)],
      }),
      kubectl('wait cm/two --for=delete --timeout=1s'),
      post(PODS, pod('one')),
      kubectl('wait pod/one --for=condition=Ready --timeout=1s'),
      kubectl('wait pod/one --for=condition=Ready --timeout=5s', {
        name: 'kubectl wait for ready',
        during: [running('one')],
      }),
      kubectl("wait pod/one --for=jsonpath='{.status.phase}'=Running --timeout=1s"),
      kubectl('wait pod/none --for=condition=Ready --timeout=1s'),
      kubectl('wait pod -l none=here --for=condition=Ready --timeout=1s'),
      kubectl('wait pod/one --for=delete --timeout=5s', {
        name: 'kubectl wait for delete',
        during: [del(`${PODS}/one?gracePeriodSeconds=0`)],
      }),
      get(`${NS}/pods`),
    ]),
  ],
};
