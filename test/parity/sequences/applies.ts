import { get, kubectl, patch, post, put, sequence, type Area } from '../sequence.ts';
import { CONFIGMAPS, configMap, deployment, DEPLOYMENTS, PAUSE, pod, PODS } from './common.ts';

const one = `${CONFIGMAPS}/one`;
const apply = (name: string, manager: string, body: unknown, target = one) =>
  patch('apply', `${target}${target.includes('?') ? '&' : '?'}fieldManager=${manager}`, body, { name });
const cm = (data: object, metadata: object = {}) => configMap('one', data, metadata);
const podOne = `${PODS}/one`;
const shown = (body: unknown): unknown => {
  const { metadata, spec, ...rest } = Object(body);
  return spec === undefined
    ? body
    : { managedFields: metadata.managedFields, labels: metadata.labels, spec, kind: rest.kind };
};
/** The server tells conflicts in the order of a Go map. */
const sortedCauses = (body: unknown): unknown => {
  const { details, ...rest } = Object(body);
  const words = ({ message, field }: { message: string; field: string }): string => `${message} ${field}`;
  const causes = details.causes.toSorted((a: never, b: never) => (words(a) < words(b) ? -1 : 1));
  return { ...rest, details: { ...details, causes } };
};

const manifest = (image: string, extra = '') => `apiVersion: v1
kind: ConfigMap
metadata:
  name: applied
data:
  image: ${image}
${extra}`;

export const APPLIES: Area = {
  area: 'applies',
  sequences: [
    sequence('conflicts', [
      apply('create', 'one', cm({ a: '1', b: '2' })),
      apply('the same again', 'one', cm({ a: '1', b: '2' })),
      get(one, { name: 'version stays', capture: { rv: 'metadata.resourceVersion' } }),
      apply('the same once more', 'one', cm({ a: '1', b: '2' })),
      apply('another manager, same value', 'two', cm({ a: '1' })),
      { ...apply('another manager, another value', 'three', cm({ a: '9', b: '8' })), only: sortedCauses },
      apply('one changes what two has as well', 'one', cm({ a: '3' })),
      apply('forced', 'three', cm({ a: '9' }), `${one}?force=true`),
      apply('one gives up b', 'one', cm({})),
      apply('two gives up all', 'two', cm({})),
      apply('three gives up all', 'three', cm({})),
      put(`${one}?fieldManager=editor`, cm({ a: 'e' }), { name: 'update by an editor' }),
      apply('conflict with an update', 'one', cm({ a: 'f' })),
      apply('take over', 'one', cm({ a: 'f' }), `${one}?force=true`),
      get(one),
      apply('dry run', 'one', cm({ a: 'dry' }), `${one}?dryRun=All`),
      apply('yaml', 'one', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  a: yaml\n'),
      patch('merge', `${one}?fieldManager=patcher`, { data: { p: '1' } }, { name: 'merge patch' }),
      patch('merge', one, { metadata: { managedFields: [{}] } }, { name: 'managed fields cleared' }),
      apply('after clearing', 'one', cm({ a: 'yaml' })),
    ]),
    sequence('errors', [
      patch('apply', one, cm({}), { name: 'without a manager' }),
      apply('nonsense', 'one', 'nonsense'),
      apply('empty', 'one', ''),
      apply('an array', 'one', '[]'),
      apply('another kind', 'one', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' } }),
      apply('another name', 'one', configMap('two')),
      apply('without a kind', 'one', { metadata: { name: 'one' } }),
      apply('without a version', 'one', { kind: 'ConfigMap', metadata: { name: 'one' } }),
      apply('without a name', 'one', { apiVersion: 'v1', kind: 'ConfigMap' }),
      apply('with managed fields', 'one', cm({}, { managedFields: [] })),
      apply('with a uid', 'one', cm({}, { uid: 'x' })),
      apply('an unknown field', 'one', { ...cm({}), nothing: 1 }),
      apply('an unknown field, strictly', 'one', { ...cm({}), nothing: 1 }, `${one}?fieldValidation=Strict`),
      apply('a wrong type', 'one', { ...cm({}), data: 'x' }),
      apply('a wrong value', 'one', cm({ a: 1 })),
      apply('invalid', 'one', cm({ 'a b': 'c' })),
      apply('in a missing namespace', 'one', cm({}), '/api/v1/namespaces/nowhere/configmaps/one'),
      apply('a bad manager', '%07', cm({})),
      apply('a version that is old', 'one', cm({}, { resourceVersion: '1' })),
      apply('a missing one with force', 'one', cm({ a: '1' }), `${one}?force=true`),
      patch('strategic', `${one}?force=true`, {}, { name: 'force without apply' }),
      apply(
        'an owner without a uid',
        'one',
        cm({}, { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p' }] }),
      ),
      apply(
        'a label twice in yaml',
        'one',
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  a: x\n  a: y\n',
      ),
    ]),
    sequence('lists', [
      apply(
        'create',
        'one',
        pod('one', {
          containers: [
            {
              name: 'main',
              image: PAUSE,
              env: [{ name: 'A', value: '1' }],
              ports: [{ containerPort: 80, protocol: 'TCP' }],
            },
          ],
        }),
        podOne,
      ),
      apply(
        'a toleration more',
        'two',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'one' },
          spec: {
            containers: [{ name: 'main', image: PAUSE }],
            tolerations: [{ key: 'a', operator: 'Exists' }],
          },
        },
        podOne,
      ),
      apply(
        'another image',
        'two',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'one' },
          spec: { containers: [{ name: 'main', image: 'other' }] },
        },
        podOne,
      ),
      apply(
        'another image, forced',
        'two',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'one' },
          spec: { containers: [{ name: 'main', image: 'other' }] },
        },
        `${podOne}?force=true`,
      ),
      apply(
        'a list key twice',
        'two',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'one' },
          spec: {
            containers: [
              { name: 'main', image: 'other' },
              { name: 'main', image: 'x' },
            ],
          },
        },
        podOne,
      ),
      apply(
        'a list key missing',
        'two',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'one' },
          spec: { containers: [{ image: 'other' }] },
        },
        podOne,
      ),
      apply(
        'of the status',
        'kubelet',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'one' },
          status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
        },
        `${podOne}/status`,
      ),
      apply(
        'of the status, another condition',
        'other',
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'one' },
          status: { conditions: [{ type: 'example.com/x', status: 'False' }] },
        },
        `${podOne}/status`,
      ),
      apply(
        'of the status, in conflict',
        'other',
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' }, status: { phase: 'Failed' } },
        `${podOne}/status`,
      ),
      get(podOne),
      patch('apply', `${DEPLOYMENTS}/web?fieldManager=one`, deployment('web', 0, { paused: true }), {
        name: 'a deployment',
        only: shown,
      }),
      patch(
        'apply',
        `${DEPLOYMENTS}/web?fieldManager=two&dryRun=All`,
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 3 } },
        { name: 'replicas in conflict' },
      ),
      patch(
        'apply',
        `${DEPLOYMENTS}/web?fieldManager=two&dryRun=All`,
        deployment('web', 0, { minReadySeconds: 3 }),
        { name: 'a template shared', only: (body) => Object(shown(body)).spec },
      ),
    ]),
    sequence('kubectl', [
      kubectl('apply -f -', { stdin: manifest('one') }),
      kubectl('apply -f -', { stdin: manifest('one') }),
      kubectl('apply -f -', { stdin: manifest('two', '  more: x\n') }),
      kubectl('diff -f -', { stdin: manifest('three') }),
      kubectl('apply -f - --dry-run=server -o yaml', { stdin: manifest('dry') }),
      kubectl('apply -f - --dry-run=client', { stdin: manifest('dry') }),
      kubectl('get cm applied -o yaml'),
      kubectl('apply view-last-applied cm applied'),
      kubectl('apply -f -', { stdin: manifest('two') }),
      kubectl('get cm applied -o jsonpath={.data}'),
      kubectl('apply --server-side -f -', { stdin: manifest('four') }),
      kubectl('apply --server-side --force-conflicts -f -', { stdin: manifest('four') }),
      kubectl('apply --server-side --field-manager=other -f -', { stdin: manifest('five') }),
      kubectl('apply --server-side --field-manager=other --force-conflicts -f -', {
        stdin: manifest('five'),
      }),
      kubectl('get cm applied -o yaml --show-managed-fields'),
      kubectl('apply -f - --validate=strict', { stdin: manifest('x', 'nothing: 1\n') }),
      kubectl('apply -f - --validate=warn', { stdin: manifest('x', 'nothing: 1\n') }),
      kubectl('apply -f -', { stdin: 'nonsense' }),
      kubectl('apply -f -', { stdin: 'apiVersion: v1\nkind: Nothing\nmetadata:\n  name: x\n' }),
      kubectl('apply -f -', {
        stdin: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  containers: []\n',
      }),
      kubectl('apply -f -', {
        stdin:
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: A_B\n',
      }),
      kubectl('apply -f missing.yaml'),
      kubectl('apply -f -', {
        stdin: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\n  namespace: nowhere\n',
      }),
      post(CONFIGMAPS, configMap('plain', { a: 'b' }), { name: 'create without the annotation' }),
      kubectl('apply -f -', {
        stdin: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: plain\ndata:\n  a: c\n',
      }),
      kubectl('replace -f -', { stdin: manifest('six') }),
      kubectl('replace -f -', { stdin: manifest('six').replace('applied', 'missing') }),
      kubectl('replace --force -f -', { stdin: manifest('seven') }),
      kubectl('create -f -', { stdin: manifest('eight') }),
      kubectl('edit cm applied', { env: { KUBE_EDITOR: 'sed -i s/seven/eight/' } }),
      kubectl('edit cm applied', { env: { KUBE_EDITOR: 'true' }, name: 'kubectl edit without a change' }),
      kubectl('edit cm applied', {
        env: { KUBE_EDITOR: 'sed -i s/^kind:.*/kind:/' },
        name: 'kubectl edit to nonsense',
      }),
      kubectl('apply --prune -l app=none -f - --prune-allowlist=core/v1/ConfigMap', {
        stdin: manifest('nine').replace('data:', '  labels:\n    app: none\ndata:'),
      }),
      kubectl('delete -f -', { stdin: manifest('x') }),
    ]),
  ],
};
