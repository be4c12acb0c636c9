import { at, del, get, items, kubectl, post, sequence, until, type Area, type Step } from '../sequence.ts';
import { CONFIGMAPS, configMap, NS, pod, PODS } from './common.ts';
import { GRANTS } from './rbac-granting.ts';
import { IMPERSONATIONS } from './rbac-impersonation.ts';
import { REVIEWS } from './rbac-reviews.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const OURS = `${RBAC}/namespaces/<ns>`;
const GROUP = 'rbac.authorization.k8s.io';

const account: readonly Step[] = [
  post(
    `${NS}/serviceaccounts`,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } },
    { name: 'create account' },
  ),
  post(
    `${NS}/serviceaccounts/robot/token`,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    { name: 'its token', capture: { token: 'status.token' } },
  ),
];
const role = (name: string, rules: readonly object[], as?: string) =>
  post(
    `${OURS}/roles`,
    { apiVersion: `${GROUP}/v1`, kind: 'Role', metadata: { name }, rules },
    { name: `create role ${name}`, ...(as === undefined ? {} : { as }) },
  );
const bindingOf = (name: string, kind = 'Role', as?: string) =>
  post(
    `${OURS}/rolebindings`,
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'RoleBinding',
      metadata: { name },
      roleRef: { apiGroup: GROUP, kind, name },
      subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: '<ns>' }],
    },
    { name: `bind ${name}${as === undefined ? '' : ' itself'}`, ...(as === undefined ? {} : { as }) },
  );
const asRobot = { as: '<token>' };
/** Real authorizers learn of roles from watches. */
const allowed = (path: string): Step =>
  until(path, `the robot may read ${path}`, (_body, status) => status === 200, asRobot);

const review = (kind: string, spec: object, options: object = {}) => ({
  ...post(
    `/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`,
    { apiVersion: 'authorization.k8s.io/v1', kind, spec },
    options,
  ),
});
const access = (name: string, attributes: object, options: object = {}) =>
  review('SelfSubjectAccessReview', attributes, { name, ...options });
const resource = (verb: string, name: string, rest: object = {}) => ({
  resourceAttributes: { namespace: '<ns>', verb, resource: name, ...rest },
});

export const RBACS: Area = {
  area: 'rbac',
  sequences: [
    sequence('denied', [
      ...account,
      get(PODS, asRobot),
      get(`${PODS}/one`, asRobot),
      get('/api/v1/pods', asRobot),
      get('/api/v1/nodes', asRobot),
      get('/api/v1/nodes/one', asRobot),
      get('/api/v1/namespaces/<ns>', asRobot),
      get(`${PODS}/one/log`, asRobot),
      get(`${PODS}?watch=1`, asRobot),
      post(PODS, pod('one'), asRobot),
      post(`${PODS}/one/binding`, {}, asRobot),
      del(PODS, undefined, asRobot),
      del(`${PODS}/one`, undefined, asRobot),
      post('/apis/apps/v1/namespaces/<ns>/deployments', 'nonsense', asRobot),
      get('/apis/apps/v1/namespaces/<ns>/deployments/web/scale', asRobot),
      get('/apis/apps/v1/namespaces/<ns>/nothing', asRobot),
      get('/metrics', asRobot),
      get('/nothing', asRobot),
      get('/version', asRobot),
      get('/api/v1', { ...asRobot, only: (body) => at(body, 'kind') }),
      get('/openapi/v3', { ...asRobot, only: (body) => at(body, 'paths') !== undefined }),
      get('/healthz', asRobot),
      kubectl('get pods', asRobot),
      kubectl('get pods -A', asRobot),
      kubectl('create cm x', asRobot),
      kubectl('delete pod x', asRobot),
      kubectl('get nodes', asRobot),
      kubectl('auth whoami', asRobot),
      kubectl('auth can-i get pods', asRobot),
      kubectl('auth can-i --list', asRobot),
    ]),
    sequence('allowed', [
      ...account,
      post(CONFIGMAPS, configMap('one'), { name: 'create one' }),
      post(CONFIGMAPS, configMap('two'), { name: 'create two' }),
      role('reader', [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['deployments/scale'], resourceNames: ['web'], verbs: ['*'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get', 'list'] },
      ]),
      bindingOf('reader'),
      allowed(CONFIGMAPS),
      get(`${CONFIGMAPS}/one`, asRobot),
      get('/api/v1/namespaces/default/configmaps', asRobot),
      get('/api/v1/configmaps', asRobot),
      post(CONFIGMAPS, configMap('three'), asRobot),
      del(`${CONFIGMAPS}/one`, undefined, asRobot),
      get(`${PODS}/missing`, asRobot),
      get(PODS, asRobot),
      get(`${PODS}/missing/log`, asRobot),
      get(`${PODS}/missing/status`, asRobot),
      get(`${NS}/secrets/a`, asRobot),
      get(`${NS}/secrets/b`, asRobot),
      get(`${NS}/secrets`, asRobot),
      get(`${NS}/secrets?fieldSelector=metadata.name%3Da`, asRobot),
      get('/apis/apps/v1/namespaces/<ns>/deployments/web/scale', asRobot),
      access('may it list config maps', resource('list', 'configmaps'), asRobot),
      access('may it delete config maps', resource('delete', 'configmaps'), asRobot),
      access('may it read a log', resource('get', 'pods', { subresource: 'log' }), asRobot),
      access('may it read a path', { nonResourceAttributes: { path: '/apis', verb: 'get' } }, asRobot),
      access(
        'may it read all metrics',
        { nonResourceAttributes: { path: '/metrics', verb: 'get' } },
        asRobot,
      ),
      access('may the administrator do anything', resource('*', '*', { group: '*' })),
      access('both kinds', { ...resource('get', 'pods'), nonResourceAttributes: { path: '/', verb: 'get' } }),
      access('neither kind', {}),
      review(
        'SubjectAccessReview',
        {
          ...resource('list', 'configmaps'),
          user: 'system:serviceaccount:<ns>:robot',
          groups: ['system:serviceaccounts'],
        },
        { name: 'may the robot list' },
      ),
      review(
        'SubjectAccessReview',
        { ...resource('list', 'pods'), user: 'somebody' },
        { name: 'may somebody list' },
      ),
      review(
        'SubjectAccessReview',
        { ...resource('list', 'pods'), groups: ['system:masters'] },
        { name: 'may masters list' },
      ),
      review('SubjectAccessReview', resource('list', 'pods'), { name: 'may nobody list' }),
      review(
        'SubjectAccessReview',
        { ...resource('list', 'pods'), user: 'x' },
        { name: 'may the robot ask', ...asRobot },
      ),
      post(
        '/apis/authorization.k8s.io/v1/namespaces/<ns>/localsubjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'LocalSubjectAccessReview',
          metadata: { namespace: '<ns>' },
          spec: { ...resource('list', 'configmaps'), user: 'system:serviceaccount:<ns>:robot' },
        },
        { name: 'local review' },
      ),
      post(
        '/apis/authorization.k8s.io/v1/namespaces/<ns>/localsubjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'LocalSubjectAccessReview',
          spec: { resourceAttributes: { namespace: 'other', verb: 'get', resource: 'pods' }, user: 'x' },
        },
        { name: 'local review of another namespace' },
      ),
      review(
        'SelfSubjectRulesReview',
        { namespace: '<ns>' },
        { name: 'rules', ...asRobot, only: (body: unknown) => at(body, 'status.incomplete') },
      ),
      post(
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
        { name: 'who is it', ...asRobot },
      ),
      post(
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
        {
          name: 'who is the administrator',
          only: (body) => [at(body, 'kind'), at(body, 'status.userInfo.groups')],
        },
      ),
      post(
        '/apis/authentication.k8s.io/v1/tokenreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token: '<token>' } },
        { name: 'review of its token' },
      ),
      post(
        '/apis/authentication.k8s.io/v1/tokenreviews',
        {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenReview',
          spec: { token: '<token>', audiences: ['other'] },
        },
        { name: 'review of its token for others' },
      ),
      post(
        '/apis/authentication.k8s.io/v1/tokenreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token: 'nonsense' } },
        { name: 'review of nonsense' },
      ),
      post(
        '/apis/authentication.k8s.io/v1/tokenreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: {} },
        { name: 'review of nothing' },
      ),
      kubectl('get cm', asRobot),
      kubectl('auth can-i list cm', asRobot),
      kubectl('auth can-i delete cm', asRobot),
      kubectl('auth can-i get secrets/a', asRobot),
      kubectl('auth can-i get pods --subresource=log', asRobot),
      kubectl('auth can-i get /version', asRobot),
      kubectl('auth can-i get nothing', asRobot),
      kubectl("auth can-i '*' '*'"),
      kubectl('auth can-i list cm --as system:serviceaccount:<ns>:robot'),
      kubectl('get secrets --as system:serviceaccount:<ns>:robot'),
      kubectl('auth can-i get pods -q', asRobot),
      kubectl('auth whoami', asRobot),
      kubectl('describe role reader'),
      kubectl('describe rolebinding reader'),
      kubectl('get roles,rolebindings -o wide'),
    ]),
    sequence('escalation', [
      ...account,
      role('author', [
        { apiGroups: [GROUP], resources: ['roles', 'rolebindings'], verbs: ['create', 'get', 'list'] },
        { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
      ]),
      bindingOf('author'),
      allowed(`${OURS}/roles`),
      role('fair', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }], '<token>'),
      role(
        'greedy',
        [{ apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'delete'] }],
        '<token>',
      ),
      bindingOf('fair', 'Role', '<token>'),
      bindingOf('admin', 'ClusterRole', '<token>'),
      bindingOf('missing', 'Role', '<token>'),
      kubectl('create role made --verb=get,list --resource=pods,deployments.apps'),
      kubectl('create role made --verb=get --resource=nothing'),
      kubectl('create rolebinding made --role=made --serviceaccount=<ns>:robot'),
      kubectl('create clusterrole <ns>-made --verb=get --resource=nodes --non-resource-url=/x'),
      kubectl('describe clusterrole <ns>-made'),
      kubectl('create clusterrolebinding <ns>-made --clusterrole=<ns>-made --user=somebody --group=some'),
      kubectl('describe clusterrolebinding <ns>-made'),
      kubectl('delete clusterrole,clusterrolebinding <ns>-made'),
      kubectl('auth reconcile -f -', {
        stdin: JSON.stringify({
          apiVersion: `${GROUP}/v1`,
          kind: 'Role',
          metadata: { name: 'reconciled' },
          rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
        }),
      }),
    ]),
    sequence('bootstrap', [
      ...[
        'cluster-admin',
        'admin',
        'edit',
        'view',
        'system:kube-scheduler',
        'system:node',
        'system:basic-user',
        'system:discovery',
        'system:public-info-viewer',
        'system:kube-controller-manager',
        'system:controller:replicaset-controller',
      ].map((name) =>
        get(`${RBAC}/clusterroles/${name}`, {
          only: (body) => [
            at(body, 'metadata.labels'),
            at(body, 'metadata.annotations'),
            at(body, 'aggregationRule'),
          ],
        }),
      ),
      ...['cluster-admin', 'system:kube-scheduler', 'system:discovery', 'system:basic-user'].map((name) =>
        get(`${RBAC}/clusterrolebindings/${name}`),
      ),
      get(`${RBAC}/clusterroles?labelSelector=kubernetes.io/bootstrapping%3Drbac-defaults`, {
        name: 'names',
        only: (body) => items(body).map((item) => at(item, 'metadata.name')),
      }),
      kubectl('get roles,rolebindings -n kube-system -o name'),
      kubectl('describe clusterrole system:basic-user'),
    ]),
    sequence('tokens', [
      ...account,
      get('/version', asRobot),
      del(`${NS}/serviceaccounts/robot`),
      until(
        '/api/v1/namespaces/<ns>/pods',
        'the token is refused',
        (_body, status) => status === 401,
        asRobot,
      ),
      get(PODS, { ...asRobot, name: 'with the token of a deleted account' }),
      // raw: what kubectl knows of the server from before must not matter
      kubectl('get --raw /api/v1/namespaces/<ns>/pods', {
        ...asRobot,
        name: 'kubectl with the token of a deleted account',
      }),
    ]),
    ...GRANTS,
    ...IMPERSONATIONS,
    ...REVIEWS,
  ],
};
