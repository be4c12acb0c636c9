import { at, get, kubectl, post, sequence, until, type RequestStep, type Sequence } from '../sequence.ts';
import { CONFIGMAPS } from './common.ts';
import { accountWithToken, bindingObject, OURS, roleObject } from './rbac-parts.ts';

const AUTHORIZATION = 'authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';
const ROBOT = 'system:serviceaccount:<ns>:robot';

function review(name: string, kind: string, object: object, options: object = {}, where = ''): RequestStep {
  const group = ['TokenReview', 'SelfSubjectReview'].includes(kind) ? AUTHENTICATION : AUTHORIZATION;
  const path = `/apis/${group}/v1/${where}${kind.toLowerCase()}s`;
  return post(path, { apiVersion: `${group}/v1`, kind, ...object }, { name: `${kind} ${name}`, ...options });
}
const access = (name: string, spec: object, more: object = {}, options: object = {}): RequestStep =>
  review(name, 'SubjectAccessReview', { spec, ...more }, options);
const local = (name: string, spec: object, metadata: object = {}): RequestStep =>
  review(name, 'LocalSubjectAccessReview', { metadata, spec }, {}, 'namespaces/<ns>/');
const list = { verb: 'list', resource: 'configmaps', namespace: '<ns>' };
const listing = (more: object) => ({ user: ROBOT, resourceAttributes: { ...list, ...more } });
const fields = (fieldSelector: object) => listing({ fieldSelector });
const labels = (labelSelector: object) => listing({ labelSelector });
const asRobot = { as: '<token>' };

/** Asking who one is and what one, or another, may do. */
export const REVIEWS: readonly Sequence[] = [
  sequence('reviews of access', [
    ...accountWithToken('robot', 'token'),
    post(
      `${OURS}/roles`,
      roleObject('reader', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }]),
      { name: 'role' },
    ),
    post(`${OURS}/rolebindings`, bindingObject('reader', 'reader', 'robot'), { name: 'binding' }),
    until(CONFIGMAPS, 'the robot may list config maps', (_body, status) => status === 200, asRobot),
    access('with everything', {
      ...listing({ version: 'v1', name: 'a', subresource: '' }),
      groups: ['a'],
      uid: '1',
      extra: { b: ['c'], a: [] },
    }),
    access('of another version', listing({ version: 'v7' })),
    access('of a subresource', listing({ subresource: 'status' })),
    access('of another group', listing({ group: 'apps' })),
    access('of all namespaces', listing({ namespace: '' })),
    access('of no verb', listing({ verb: '' })),
    access('of all verbs', listing({ verb: '*' })),
    access('of nothing', { user: 'x', resourceAttributes: {} }),
    access('of no path', { user: 'x', nonResourceAttributes: {} }),
    access('of a path', {
      user: 'x',
      groups: ['system:authenticated'],
      nonResourceAttributes: { path: '/apis/', verb: 'get' },
    }),
    access('of a group without a user', {
      groups: [`system:serviceaccounts:<ns>`],
      resourceAttributes: list,
    }),
    access('with metadata', listing({}), { metadata: { name: 'x', labels: { a: 'b' } } }),
    access('with a namespace', listing({}), { metadata: { namespace: 'x' } }),
    access('with a status', listing({}), { status: { allowed: true, reason: 'because' } }),
    access('without a spec', {}),
    access('in a dry run', listing({}), {}, {}),
    access('by a raw field selector', fields({ rawSelector: 'metadata.name=a' })),
    access('by a wrong field selector', fields({ rawSelector: '!!' })),
    access('by no field selector', fields({})),
    access(
      'by two field selectors',
      fields({ rawSelector: 'a=b', requirements: [{ key: 'a', operator: 'In', values: ['b'] }] }),
    ),
    access(
      'by field requirements',
      fields({
        requirements: [
          { key: 'a', operator: 'In', values: ['b'] },
          { key: 'a', operator: 'Exists' },
        ],
      }),
    ),
    access(
      'by wrong field requirements',
      fields({
        requirements: [
          { key: '', operator: '' },
          { key: 'a', operator: 'Odd' },
          { key: 'a', operator: 'In' },
          { key: 'a', operator: 'Exists', values: ['b'] },
        ],
      }),
    ),
    access('by unknown field requirements', fields({ requirements: [{ key: 'a', operator: 'Odd' }] })),
    access('by a raw label selector', labels({ rawSelector: 'a in (b), c' })),
    access('by a wrong label selector', labels({ rawSelector: 'a in b' })),
    access('by no label selector', labels({})),
    access(
      'by two label selectors',
      labels({ rawSelector: 'a=b', requirements: [{ key: 'a', operator: 'In', values: ['b'] }] }),
    ),
    access(
      'by label requirements',
      labels({ requirements: [{ key: 'a', operator: 'NotIn', values: ['b'] }] }),
    ),
    access(
      'by wrong label requirements',
      labels({
        requirements: [
          { key: 'a b', operator: 'In', values: ['b c'] },
          { key: 'a', operator: '' },
          { key: 'a', operator: 'In' },
        ],
      }),
    ),
    access(
      'by both, unknown',
      listing({
        fieldSelector: { rawSelector: '!!' },
        labelSelector: {
          requirements: [
            { key: 'a', operator: 'Odd' },
            { key: 'a', operator: 'Exists' },
          ],
        },
      }),
    ),
    local('of nothing', {}),
    local('with a name', { user: 'x', resourceAttributes: list }, { namespace: '<ns>', name: 'x' }),
    local('without a namespace', { user: 'x', resourceAttributes: { verb: 'get', resource: 'pods' } }),
    local('of a path', { user: 'x', nonResourceAttributes: { path: '/', verb: 'get' } }),
    local(
      'of another namespace in metadata',
      { user: 'x', resourceAttributes: list },
      { namespace: 'other' },
    ),
    review('with metadata', 'SelfSubjectAccessReview', {
      metadata: { name: 'x' },
      spec: { resourceAttributes: list },
    }),
    review('by a wrong selector', 'SelfSubjectAccessReview', {
      spec: { resourceAttributes: { ...list, fieldSelector: { rawSelector: '!!' } } },
    }),
    get('/apis/authorization.k8s.io/v1/subjectaccessreviews', { name: 'list of reviews' }),
    post(
      '/apis/authorization.k8s.io/v1/subjectaccessreviews?dryRun=All',
      { apiVersion: `${AUTHORIZATION}/v1`, kind: 'SubjectAccessReview', spec: listing({}) },
      { name: 'in a dry run' },
    ),
  ]),
  sequence('reviews of rules', [
    ...accountWithToken('robot', 'token'),
    post(
      `${OURS}/roles`,
      roleObject('reader', [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] },
        {
          apiGroups: ['', 'apps'],
          resources: ['secrets', 'pods/log'],
          resourceNames: ['a', 'b'],
          verbs: ['get'],
        },
      ]),
      { name: 'role' },
    ),
    post(`${OURS}/rolebindings`, bindingObject('reader', 'reader', 'robot'), { name: 'binding' }),
    post(`${OURS}/rolebindings`, bindingObject('lost', 'lost', 'robot'), { name: 'binding to nothing' }),
    until(CONFIGMAPS, 'the robot may list config maps', (_body, status) => status === 200, asRobot),
    ...[{ namespace: '' }, {}, { namespace: 'default' }].map((spec) =>
      review(
        `of ${JSON.stringify(spec)}`,
        'SelfSubjectRulesReview',
        { spec },
        { only: (body: unknown) => [at(body, 'message'), at(body, 'kind')] },
      ),
    ),
    review(
      'of a namespace',
      'SelfSubjectRulesReview',
      { metadata: { name: 'x' }, spec: { namespace: '<ns>' } },
      {
        ...asRobot,
        // the order of roles is that of a Go map
        only: (body: unknown) => [
          at(body, 'metadata'),
          at(body, 'spec'),
          at(body, 'status.incomplete'),
          at(body, 'status.evaluationError'),
        ],
      },
    ),
    get('/api/v1/nodes', { name: 'refused where a role is missing', ...asRobot }),
    get('/api/v1/namespaces/<ns>/services', {
      name: 'refused in the namespace where a role is missing',
      ...asRobot,
    }),
    kubectl('auth can-i --list', asRobot),
    kubectl('auth can-i --list -n default --no-headers', asRobot),
    kubectl('auth can-i list configmaps', asRobot),
    kubectl('auth can-i get secret/a', asRobot),
    kubectl('auth can-i get secret/c', asRobot),
    kubectl('auth can-i get pods/x --subresource=log', asRobot),
    kubectl('auth can-i list services', asRobot),
    kubectl('auth can-i list configmaps -A', asRobot),
    kubectl('auth can-i get nodes', asRobot),
    kubectl('auth can-i get /apis', asRobot),
    kubectl('auth can-i post /apis', asRobot),
    kubectl('auth can-i nonsense nonsense', asRobot),
    kubectl('auth can-i --list --as=somebody --as-group=system:masters --no-headers'),
    kubectl('auth can-i'),
    kubectl('auth can-i get'),
    kubectl('auth can-i --list get pods'),
    kubectl('auth whoami', asRobot),
    kubectl('auth whoami -o jsonpath={.status.userInfo.username}', asRobot),
    kubectl('auth whoami -o json', asRobot),
  ]),
  sequence('reviews of tokens', [
    ...accountWithToken('robot', 'token'),
    review('of two audiences', 'TokenReview', {
      spec: { token: '<token>', audiences: ['other', 'https://kubernetes.default.svc.cluster.local'] },
    }),
    review('with spaces', 'TokenReview', { spec: { token: ' <token>' } }),
    review('of two words', 'TokenReview', { spec: { token: '<token> more' } }),
    review('with metadata', 'TokenReview', { metadata: { name: 'x' }, spec: { token: '<token>' } }),
    review('with a status', 'TokenReview', { spec: { token: 'x' }, status: { authenticated: true } }),
    review('of an empty token', 'TokenReview', { spec: { token: '' } }),
    review('of three parts', 'TokenReview', { spec: { token: 'a.b.c' } }),
    review('with a name', 'SelfSubjectReview', { metadata: { name: 'x', labels: { a: 'b' } } }, asRobot),
    ...[
      'Bearer',
      'Bearer ',
      'bearer <token>',
      'BEARER  <token>',
      'Bearer <token> more',
      'Basic eDp5',
      'Token <token>',
      '<token>',
      'Bearer a.b.c',
      'Bearer nonsense',
    ].map((authorization) =>
      get(CONFIGMAPS, { name: `with ${authorization}`, as: '', headers: { authorization } }),
    ),
    get('/version', { name: 'version with a wrong token', as: 'nonsense' }),
    get('/version', { name: 'version without a token', as: '' }),
  ]),
];
