import { del, get, kubectl, post, sequence, until, type RequestStep, type Sequence } from '../sequence.ts';
import { CONFIGMAPS, configMap, NS, PODS } from './common.ts';
import { accountWithToken, granted, RBAC } from './rbac-parts.ts';

const REVIEWS = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const AUTHENTICATION = 'authentication.k8s.io';

/** Who a request is, as the server sees it. */
const whoIs = (name: string, headers: Readonly<Record<string, string>>, as?: string): RequestStep =>
  post(
    REVIEWS,
    { apiVersion: `${AUTHENTICATION}/v1`, kind: 'SelfSubjectReview' },
    { name, headers, ...(as === undefined ? {} : { as }) },
  );
const asUser = (user: string, more: Readonly<Record<string, string>> = {}) => ({
  'impersonate-user': user,
  ...more,
});
const listing = (name: string, headers: Readonly<Record<string, string>>, as = '<token>'): RequestStep =>
  get(PODS, { name, headers, as });
const mayList = (token: string) =>
  until(CONFIGMAPS, 'the account may list config maps', (_body, status) => status === 200, { as: token });
const probe = { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] };
const mayReview = { apiGroups: [AUTHENTICATION], resources: ['selfsubjectreviews'] };
const removed = (name: string): readonly RequestStep[] =>
  ['clusterroles', 'clusterrolebindings'].map((kind) =>
    del(`${RBAC}/${kind}/<ns>-${name}`, undefined, { name: `remove ${kind} ${name}` }),
  );

/** Acting as somebody else: who may, in which words the others are refused, and who one is then. */
export const IMPERSONATIONS: readonly Sequence[] = [
  sequence('impersonation by the administrator', [
    whoIs('as somebody', asUser('somebody')),
    whoIs('in a group', asUser('somebody', { 'impersonate-group': 'some' })),
    whoIs('in the group of everybody', asUser('somebody', { 'impersonate-group': 'system:authenticated' })),
    whoIs('in the group of nobody', asUser('somebody', { 'impersonate-group': 'system:unauthenticated' })),
    whoIs('in the group of masters', asUser('somebody', { 'impersonate-group': 'system:masters' })),
    whoIs('in an empty group', asUser('somebody', { 'impersonate-group': '' })),
    whoIs('with a uid', asUser('somebody', { 'impersonate-uid': '7' })),
    whoIs(
      'with more',
      asUser('somebody', { 'impersonate-extra-acme.io%2fkey': 'v', 'impersonate-extra-Plain': 'w' }),
    ),
    whoIs('with a malformed key', asUser('somebody', { 'impersonate-extra-a%2': 'v' })),
    whoIs('with an empty value', asUser('somebody', { 'impersonate-extra-acme.io%2fkey': '' })),
    whoIs('with a name that is not ASCII', asUser('jürgen')),
    whoIs('as an account', asUser('system:serviceaccount:<ns>:robot')),
    whoIs(
      'as an account in a group',
      asUser('system:serviceaccount:<ns>:robot', { 'impersonate-group': 'x' }),
    ),
    whoIs('as what is no account', asUser('system:serviceaccount:<ns>')),
    whoIs('as an account with a bad name', asUser('system:serviceaccount:<ns>:A_b')),
    whoIs('as a node', asUser('system:node:one')),
    whoIs('as a node in a group', asUser('system:node:one', { 'impersonate-group': 'system:nodes' })),
    whoIs('as what is no node', asUser('system:node:A_b')),
    whoIs('as nobody', asUser('system:anonymous')),
    whoIs('as nobody in a group', asUser('system:anonymous', { 'impersonate-group': 'x' })),
    whoIs(
      'as nobody in the group of everybody',
      asUser('system:anonymous', { 'impersonate-group': 'system:authenticated' }),
    ),
    whoIs('an empty name', asUser('')),
    whoIs('a group without a name', { 'impersonate-group': 'some' }),
    whoIs('a uid without a name', { 'impersonate-uid': '7' }),
    whoIs('more without a name', { 'impersonate-extra-b': 'v', 'impersonate-extra-a': 'w "' }),
    get(PODS, { name: 'nobody may list', headers: asUser('system:anonymous') }),
    get('/healthz', { name: 'nobody may ask for health', headers: asUser('system:anonymous') }),
    get(PODS, { name: 'a master may list', headers: asUser('x', { 'impersonate-group': 'system:masters' }) }),
    post(CONFIGMAPS, configMap('one'), { name: 'create as somebody', headers: asUser('somebody') }),
    get(PODS, { name: 'without a credential', as: '', headers: asUser('somebody') }),
    get('/version', { name: 'version without a credential', as: '', headers: asUser('somebody') }),
    get(PODS, { name: 'with a wrong token', as: 'nonsense', headers: asUser('somebody') }),
    kubectl(
      'auth whoami --as=somebody --as-group=a --as-group=b --as-uid=7 --as-user-extra=acme.io/k=v1 --as-user-extra=acme.io/k=v2 -o yaml',
    ),
    kubectl('get pods --as-group=a'),
  ]),
  sequence('impersonation without rights', [
    ...accountWithToken('robot', 'token'),
    listing('as somebody', asUser('somebody')),
    listing('as an account', asUser('system:serviceaccount:<ns>:robot')),
    listing('as a node', asUser('system:node:one')),
    listing('as somebody in a group', asUser('somebody', { 'impersonate-group': 'system:masters' })),
    listing(
      'as an account in a group',
      asUser('system:serviceaccount:<ns>:default', { 'impersonate-group': 'x' }),
    ),
    listing('as a node with a uid', asUser('system:node:one', { 'impersonate-uid': '1' })),
    listing('as HTML', asUser('<b>&"')),
    get('/version', { name: 'for a path', as: '<token>', headers: asUser('somebody') }),
    get(`${NS}/pods/x/log`, { name: 'for a subresource', as: '<token>', headers: asUser('somebody') }),
    kubectl('get --raw /api/v1/namespaces/<ns>/pods --as=somebody', { as: '<token>' }),
  ]),
  sequence('impersonation as before', [
    ...accountWithToken('robot', 'token'),
    ...granted('old', 'robot', [
      {
        apiGroups: [''],
        resources: ['users', 'groups'],
        resourceNames: ['somebody', 'some'],
        verbs: ['impersonate'],
      },
      { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
      {
        apiGroups: [AUTHENTICATION],
        resources: ['userextras/acme.io/key', 'uids'],
        resourceNames: ['v', '7'],
        verbs: ['impersonate'],
      },
      probe,
    ]),
    mayList('<token>'),
    whoIs('another before', asUser('other'), '<token>'),
    whoIs('somebody', asUser('somebody'), '<token>'),
    whoIs('another', asUser('other'), '<token>'),
    whoIs('in a group', asUser('somebody', { 'impersonate-group': 'some' }), '<token>'),
    whoIs('in another group', asUser('somebody', { 'impersonate-group': 'others' }), '<token>'),
    whoIs('with a uid', asUser('somebody', { 'impersonate-uid': '7' }), '<token>'),
    whoIs('with another uid', asUser('somebody', { 'impersonate-uid': '8' }), '<token>'),
    whoIs('with more', asUser('somebody', { 'impersonate-extra-acme.io%2fkey': 'v' }), '<token>'),
    whoIs('with another value', asUser('somebody', { 'impersonate-extra-acme.io%2fkey': 'w' }), '<token>'),
    whoIs('with another key', asUser('somebody', { 'impersonate-extra-acme.io%2fk': 'v' }), '<token>'),
    whoIs('as an account', asUser('system:serviceaccount:<ns>:default'), '<token>'),
    whoIs('as a node', asUser('system:node:one'), '<token>'),
    listing('somebody may not list', asUser('somebody')),
    ...removed('old'),
  ]),
  sequence('impersonation with constraints', [
    ...accountWithToken('robot', 'token'),
    ...granted('new', 'robot', [
      {
        apiGroups: [AUTHENTICATION],
        resources: ['users', 'groups', 'uids'],
        verbs: ['impersonate:user-info'],
      },
      {
        apiGroups: [AUTHENTICATION],
        resources: ['userextras/acme.io/key'],
        verbs: ['impersonate:user-info'],
      },
      { apiGroups: [AUTHENTICATION], resources: ['serviceaccounts'], verbs: ['impersonate:serviceaccount'] },
      {
        apiGroups: [AUTHENTICATION],
        resources: ['nodes'],
        resourceNames: ['one'],
        verbs: ['impersonate:arbitrary-node'],
      },
      {
        ...mayReview,
        verbs: ['user-info', 'serviceaccount', 'arbitrary-node'].map(
          (mode) => `impersonate-on:${mode}:create`,
        ),
      },
      probe,
    ]),
    mayList('<token>'),
    listing('somebody, for what is not allowed', asUser('somebody')),
    whoIs('somebody', asUser('somebody'), '<token>'),
    whoIs('in a group', asUser('somebody', { 'impersonate-group': 'some' }), '<token>'),
    whoIs('in no group', asUser('somebody', { 'impersonate-group': '' }), '<token>'),
    whoIs('a master', asUser('somebody', { 'impersonate-group': 'system:masters' }), '<token>'),
    whoIs('with a uid', asUser('somebody', { 'impersonate-uid': '7' }), '<token>'),
    whoIs('with more', asUser('somebody', { 'impersonate-extra-acme.io%2fkey': 'v' }), '<token>'),
    whoIs('with another key', asUser('somebody', { 'impersonate-extra-acme.io%2fother': 'v' }), '<token>'),
    whoIs('with a plain key', asUser('somebody', { 'impersonate-extra-plain': 'v' }), '<token>'),
    whoIs('with an odd key', asUser('somebody', { 'impersonate-extra-_%2f%20': 'v' }), '<token>'),
    whoIs('with an upper key', asUser('somebody', { 'impersonate-extra-acme.io%2f%41': 'v' }), '<token>'),
    whoIs('with no key', asUser('somebody', { 'impersonate-extra-': 'v' }), '<token>'),
    whoIs('with no value', asUser('somebody', { 'impersonate-extra-acme.io%2fkey': '' }), '<token>'),
    whoIs('as an account', asUser('system:serviceaccount:<ns>:default'), '<token>'),
    whoIs('as a node', asUser('system:node:one'), '<token>'),
    whoIs('as another node', asUser('system:node:two'), '<token>'),
    whoIs(
      'as a node in a group',
      asUser('system:node:one', { 'impersonate-group': 'system:nodes' }),
      '<token>',
    ),
    kubectl('auth whoami --as=x --as-group=a --as-group=b --as-group=c --as-group=d', { as: '<token>' }),
    ...removed('new'),
  ]),
];
