import { kubectl, patch, post, put, request, sequence, type Area } from '../sequence.ts';
import { CONFIGMAPS, configMap, DEPLOYMENTS, deployment, PAUSE, pod, PODS } from './common.ts';

const STRICT = '?fieldValidation=Strict&dryRun=All';
const body = (text: string) =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"one"},"spec":{"containers":[{"name":"main","image":"x"}]${text}}}`;
const raw = (name: string, text: string, query = STRICT) => post(`${PODS}${query}`, text, { name });
const odd = {
  ...pod('one', {
    nothing: 1,
    containers: [{ name: 'main', image: PAUSE, imagePulPolicy: 'x', ports: [{ containerport: 80 }] }],
  }),
  top: true,
};
const twice =
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"twice","name":"again"},"data":{"a":"1","a":"2"},"data":{"b":"1"}}';

/** A pod whose field has a value of a wrong type. */
const WRONG: Readonly<Record<string, object>> = {
  'a string for a number': { terminationGracePeriodSeconds: '5' },
  'a number for a string': { nodeName: 5 },
  'a fraction for a number': { terminationGracePeriodSeconds: 1.5 },
  'a whole fraction': { terminationGracePeriodSeconds: 5.0 },
  'a number too large': { terminationGracePeriodSeconds: 1e20 },
  'an int32 too large': { priority: 3_000_000_000 },
  'a string for a boolean': { hostNetwork: 'true' },
  'a number for a boolean': { hostNetwork: 1 },
  'an object for a list': { containers: {} },
  'a list for an object': { securityContext: [] },
  'a string for an object': { securityContext: 'x' },
  'a string for a list': { containers: 'x' },
  'a number for a map': { nodeSelector: 1 },
  'a number in a map': { nodeSelector: { a: 1 } },
  'null in a map': { nodeSelector: { a: null } },
  'null in a list': { containers: [null] },
  'a number in a list': { containers: [1] },
  'null for a list': { containers: null },
  'null for an object': { securityContext: null },
  'a bad quantity': { containers: [{ name: 'main', image: 'x', resources: { limits: { cpu: 'x' } } }] },
  'a number for a quantity': {
    containers: [{ name: 'main', image: 'x', resources: { limits: { cpu: 2 } } }],
  },
  'a boolean for a quantity': {
    containers: [{ name: 'main', image: 'x', resources: { limits: { cpu: true } } }],
  },
  'a port by number and name': {
    containers: [{ name: 'main', image: 'x', livenessProbe: { tcpSocket: { port: true } } }],
  },
  'a port that is a fraction': {
    containers: [{ name: 'main', image: 'x', livenessProbe: { tcpSocket: { port: 1.5 } } }],
  },
};

export const VALIDATIONS: Area = {
  area: 'validations',
  sequences: [
    sequence('unknown', [
      post(`${PODS}?dryRun=All&fieldValidation=Strict`, odd, { name: 'strict' }),
      post(`${PODS}?dryRun=All&fieldValidation=Warn`, odd, { name: 'warn' }),
      post(`${PODS}?dryRun=All&fieldValidation=Ignore`, odd, { name: 'ignore' }),
      post(`${PODS}?dryRun=All`, odd, { name: 'by default' }),
      post(`${CONFIGMAPS}?fieldValidation=Strict`, twice, { name: 'twice, strict' }),
      post(`${CONFIGMAPS}?fieldValidation=Warn`, twice, { name: 'twice, warn' }),
      post(`${CONFIGMAPS}?fieldValidation=Ignore`, twice.replaceAll('again', 'third'), {
        name: 'twice, ignore',
      }),
      post(
        `${CONFIGMAPS}?fieldValidation=Strict`,
        {
          ...configMap('m'),
          metadata: {
            name: 'm',
            nothing: 1,
            labels: { a: 'b' },
            ownerReferences: [{ odd: 1, apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' }],
          },
        },
        { name: 'metadata' },
      ),
      post(
        `${CONFIGMAPS}?fieldValidation=Strict`,
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: y\n  name: z\nodd: 1\n',
        { name: 'yaml, strict', headers: { 'content-type': 'application/yaml' } },
      ),
      post(
        `${CONFIGMAPS}?fieldValidation=Warn`,
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: y\n  name: z\nodd: 1\n',
        { name: 'yaml, warn', headers: { 'content-type': 'application/yaml' } },
      ),
      raw('other case', body(',"NodeName":"n","Tolerations":[]')),
      raw(
        'the same in two cases',
        body(',"nodeName":"n","nodename":"m"'),
        '?fieldValidation=Warn&dryRun=All',
      ),
      post(CONFIGMAPS, configMap('one', { a: 'b' }), { name: 'create' }),
      put(
        `${CONFIGMAPS}/one?fieldValidation=Strict`,
        { ...configMap('one'), odd: 1 },
        { name: 'update, strict' },
      ),
      put(`${CONFIGMAPS}/one`, { ...configMap('one'), odd: 1 }, { name: 'update, by default' }),
      ...(['merge', 'strategic', 'apply'] as const).flatMap((type) =>
        ['Strict', 'Warn', 'Ignore'].map((how) =>
          patch(
            type,
            `${CONFIGMAPS}/one?fieldValidation=${how}${type === 'apply' ? '&fieldManager=me&force=true' : ''}`,
            // an apply is told the first that comes in a Go map
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              ...(type === 'apply' ? {} : { metadata: { odd: 1 } }),
              odd: { more: 1 },
            },
            { name: `${type} patch, ${how}` },
          ),
        ),
      ),
      patch('json', `${CONFIGMAPS}/one?fieldValidation=Strict`, [{ op: 'add', path: '/odd', value: 1 }], {
        name: 'json patch, strict',
      }),
      patch(
        'json',
        `${CONFIGMAPS}/one?fieldValidation=Strict`,
        [{ op: 'add', path: '/data/x', value: 'y', odd: 1 }],
        { name: 'json patch with an odd operation' },
      ),
      patch('merge', `${CONFIGMAPS}/one?fieldValidation=Strict`, '{"data":{"a":"1","a":"2"}}', {
        name: 'merge patch, twice',
      }),
      patch(
        'merge',
        `${CONFIGMAPS}/one`,
        { metadata: { annotations: { a: '<&>' } }, immutable: 'y', data: 'x' },
        { name: 'merge patch with two misfits' },
      ),
      patch(
        'merge',
        `${CONFIGMAPS}/one`,
        { metadata: { ownerReferences: [{ uid: 'u', name: 1, kind: 'k' }] } },
        { name: 'merge patch with a misfit in a list' },
      ),
      patch('strategic', `${CONFIGMAPS}/one?fieldValidation=Strict`, '{"data":{"a":"1","a":"2"}}', {
        name: 'strategic patch, twice',
      }),
      patch('merge', `${CONFIGMAPS}/one`, '{"data":{"a":"1","a":"2"},"data":{"b":"1"}}', {
        name: 'merge patch, twice, by default',
      }),
      patch(
        'json',
        `${CONFIGMAPS}/one?fieldValidation=Strict`,
        '[{"op":"add","path":"/data/x","value":"y","value":"z"}]',
        { name: 'json patch, twice' },
      ),
      request('DELETE', `${CONFIGMAPS}/one?dryRun=All`, { odd: 1 }, { name: 'delete options' }),
      post(
        `${DEPLOYMENTS}?dryRun=All&fieldValidation=Strict`,
        {
          ...deployment('web', 1),
          spec: {
            ...deployment('web', 1).spec,
            replica: 3,
            template: {
              metadata: { label: {} },
              spec: { containers: [{ name: 'a', image: 'b', comand: [] }] },
            },
          },
        },
        { name: 'deployment' },
      ),
      kubectl('create -f -', { stdin: JSON.stringify(odd) }),
      kubectl('create -f - --validate=warn --dry-run=server', { stdin: JSON.stringify(odd) }),
      kubectl('create -f - --validate=ignore --dry-run=server', { stdin: JSON.stringify(odd) }),
    ]),
    sequence('types', [
      ...Object.entries(WRONG).map(([name, spec]) => post(`${PODS}?dryRun=All`, pod('one', spec), { name })),
      raw('a number for an object', body('').replace('"metadata":{"name":"one"}', '"metadata":1')),
      raw('a number for a name', body('').replace('"name":"one"', '"name":1')),
      raw('a bad time', body('').replace('"name":"one"', '"name":"one","creationTimestamp":"yesterday"')),
      raw('null for a name', body('').replace('"name":"one"', '"name":null')),
      raw('null for metadata', body('').replace('{"name":"one"}', 'null')),
      raw('a number for a kind', body('').replace('"Pod"', '1')),
      raw('labels of numbers', body('').replace('"name":"one"', '"name":"one","labels":{"a":1,"b":true}')),
      raw('an exponent', body(',"priority":0e0,"terminationGracePeriodSeconds":3e1')),
      raw('a leading zero', body(',"terminationGracePeriodSeconds":03')),
      raw('a trailing comma', body(',')),
      raw('single quotes', body(",'a':1")),
      raw('a comment', body('/* x */')),
      raw('escapes', body(',"nodeName":"\\u0061\\n"')),
      raw('a bad escape', body(',"nodeName":"\\x"')),
      raw('a control character', body(',"nodeName":"\u0001"')),
      raw('half a surrogate', body(',"nodeName":"\\ud800"')),
      raw('a byte order mark', `\uFEFF${body('')}`),
      raw('white space', `\n\t ${body('')} \n`),
      raw('all at once', body(',"priority":"x","hostNetwork":"y","nodeName":7')),
      post(`${DEPLOYMENTS}?dryRun=All`, deployment('web', 1, { replicas: '3' }), {
        name: 'replicas in words',
      }),
      post(
        `${DEPLOYMENTS}?dryRun=All`,
        deployment('web', 1, { strategy: { rollingUpdate: { maxSurge: {} } } }),
        { name: 'an object for a number or share' },
      ),
      post(
        `${CONFIGMAPS}?dryRun=All`,
        { ...configMap('one'), binaryData: { a: 'x' } },
        { name: 'half base64' },
      ),
      post(
        `${CONFIGMAPS}?dryRun=All`,
        { ...configMap('one'), immutable: 'yes' },
        { name: 'immutable in words' },
      ),
    ]),
  ],
};
