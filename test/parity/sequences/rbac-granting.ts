import {
  del,
  get,
  kubectl,
  patch,
  post,
  put,
  sequence,
  until,
  type RequestStep,
  type Sequence,
} from '../sequence.ts';
import {
  accountWithToken,
  bindingObject,
  clusterBindingObject,
  clusterRoleObject,
  granted,
  GROUP,
  OURS,
  RBAC,
  roleObject,
} from './rbac-parts.ts';

const AS = { as: '<token>' };
const READ = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
const MORE = { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'delete'] };
const ROLES = `${OURS}/roles`;
const BINDINGS = `${OURS}/rolebindings`;
const CLUSTER_ROLES = `${RBAC}/clusterroles`;
const CLUSTER_BINDINGS = `${RBAC}/clusterrolebindings`;
const ALL_KINDS = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'];

const role = (name: string, rules: readonly object[], options: object = AS, query = ''): RequestStep =>
  post(`${ROLES}${query}`, roleObject(name, rules), { name: `role ${name}`, ...options });
const clusterRole = (name: string, rules: readonly object[], options: object = AS): RequestStep =>
  post(CLUSTER_ROLES, clusterRoleObject(`<ns>-${name}`, rules), { name: `cluster role ${name}`, ...options });
const author = [
  ...accountWithToken('author', 'token'),
  ...granted('author', 'author', [
    {
      apiGroups: [GROUP],
      resources: ALL_KINDS,
      verbs: ['create', 'get', 'list', 'update', 'patch', 'delete'],
    },
    READ,
    { apiGroups: ['apps'], resources: ['*/scale', 'deployments'], verbs: ['*'] },
    { apiGroups: [''], resources: ['pods'], resourceNames: ['a', 'b'], verbs: ['get', 'delete'] },
    { nonResourceURLs: ['/mine', '/mine/*'], verbs: ['get'] },
  ]),
  until(ROLES, 'the author may list roles', (_body, status) => status === 200, AS),
];
const cleared = (...names: readonly string[]): readonly RequestStep[] =>
  names.flatMap((name) =>
    [CLUSTER_ROLES, CLUSTER_BINDINGS].map((path) =>
      del(`${path}/<ns>-${name}`, undefined, { name: `remove ${path.slice(RBAC.length + 1)} ${name}` }),
    ),
  );

/** Giving rights to others: only those that one has, but for `escalate`, `bind` and masters. */
export const GRANTS: readonly Sequence[] = [
  sequence('granting roles', [
    ...author,
    role('fair', [
      READ,
      {
        apiGroups: ['apps'],
        resources: ['deployments/scale', 'replicasets/scale'],
        verbs: ['get', 'nonsense'],
      },
    ]),
    role('names', [{ apiGroups: [''], resources: ['pods'], resourceNames: ['a'], verbs: ['get'] }]),
    role('other names', [
      { apiGroups: [''], resources: ['pods'], resourceNames: ['a', 'c'], verbs: ['get', 'list'] },
    ]),
    role('all-names', [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]),
    role('wide', [
      MORE,
      {
        apiGroups: ['', 'apps', 'batch'],
        resources: ['deployments', 'deployments/status', 'pods'],
        verbs: ['get', 'get', 'watch'],
      },
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { apiGroups: ['"'], resources: ['\u00fc\n'], verbs: ['\u{1F600}'] },
    ]),
    role('', [MORE], { ...AS, name: 'role without a name' }),
    role('dry', [MORE], { ...AS, name: 'role in a dry run' }, '?dryRun=All'),
    post(
      ROLES,
      { ...roleObject('', [MORE]), metadata: { generateName: 'made-' } },
      { name: 'role with a generated name', ...AS },
    ),
    role('no-verbs', [{ apiGroups: [''], resources: ['secrets'], verbs: [] }]),
    role('no-rules', []),
    clusterRole('paths', [
      { nonResourceURLs: ['/mine', '/mine/x', '/mine/*', '/mine*', '/other', '*'], verbs: ['get', 'post'] },
    ]),
    clusterRole('fair', [READ, { nonResourceURLs: ['/mine/x/*'], verbs: ['get'] }]),
    put(`${ROLES}/made`, roleObject('made', [MORE]), { name: 'make by PUT', ...AS }),
    patch('apply', `${ROLES}/applied?fieldManager=a`, roleObject('applied', [MORE]), {
      name: 'make by apply',
      ...AS,
    }),
    put(`${ROLES}/fair`, roleObject('fair', [MORE]), { name: 'PUT', ...AS }),
    put(`${ROLES}/fair?dryRun=All`, roleObject('fair', [MORE]), { name: 'PUT in a dry run', ...AS }),
    patch('merge', `${ROLES}/fair`, { rules: [MORE] }, AS),
    patch('strategic', `${ROLES}/fair`, { rules: [MORE] }, AS),
    patch('json', `${ROLES}/fair`, [{ op: 'add', path: '/rules/0/verbs/0', value: 'delete' }], AS),
    patch('apply', `${ROLES}/fair?fieldManager=a&force=true`, roleObject('fair', [MORE]), AS),
    patch('merge', `${ROLES}/missing`, { rules: [MORE] }, AS),
    patch('merge', `${ROLES}/fair`, { rules: [READ] }, { ...AS, name: 'less' }),
    role('big', [MORE], { name: 'a bigger role by the administrator' }),
    patch('merge', `${ROLES}/big`, {}, { ...AS, name: 'no change' }),
    patch('merge', `${ROLES}/big`, { metadata: { labels: { a: 'b' } } }, { ...AS, name: 'a label' }),
    patch('merge', `${ROLES}/big`, { metadata: { finalizers: ['a/b'] } }, { ...AS, name: 'a finalizer' }),
    patch('merge', `${ROLES}/big`, { metadata: { finalizers: null } }, { ...AS, name: 'no finalizer' }),
    patch('merge', `${ROLES}/big`, { rules: [READ, MORE] }, { ...AS, name: 'as big' }),
    patch('merge', `${ROLES}/big`, { rules: [] }, { ...AS, name: 'nothing at all' }),
    del(`${ROLES}/big`, undefined, AS),
    kubectl('create role x --verb=get,list --resource=secrets,deployments.apps/scale', AS),
    kubectl('create clusterrole <ns>-x --verb=get --non-resource-url=/x', AS),
    ...cleared('author', 'paths', 'fair'),
  ]),
  sequence('granting what others gather', [
    ...author,
    post(
      CLUSTER_ROLES,
      clusterRoleObject('<ns>-sum', [READ], {
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
      }),
      { name: 'aggregated', ...AS },
    ),
    post(
      CLUSTER_ROLES,
      clusterRoleObject('<ns>-sum', [MORE], {
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
      }),
      { name: 'aggregated and big', ...AS },
    ),
    post(
      CLUSTER_ROLES,
      clusterRoleObject('<ns>-sum', [READ], { aggregationRule: { clusterRoleSelectors: [] } }),
      { name: 'aggregated from nothing', ...AS },
    ),
    clusterRole('plain', [READ]),
    patch(
      'merge',
      `${CLUSTER_ROLES}/<ns>-plain`,
      { aggregationRule: { clusterRoleSelectors: [{}] } },
      { name: 'gather later', ...AS },
    ),
    post(
      CLUSTER_ROLES,
      clusterRoleObject('<ns>-sum', [], {
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { '<ns>': 'none' } }] },
      }),
      { name: 'aggregated by the administrator' },
    ),
    patch(
      'merge',
      `${CLUSTER_ROLES}/<ns>-sum`,
      { aggregationRule: null },
      { name: 'gather no longer', ...AS },
    ),
    patch(
      'merge',
      `${CLUSTER_ROLES}/<ns>-sum`,
      { metadata: { labels: { c: 'd' } } },
      { name: 'label what gathers', ...AS },
    ),
    ...cleared('author', 'plain', 'sum'),
  ]),
  sequence('granting by escalate', [
    ...accountWithToken('author', 'token'),
    ...granted('escalator', 'author', [
      {
        apiGroups: [GROUP],
        resources: ['roles', 'clusterroles'],
        verbs: ['create', 'get', 'list', 'update'],
      },
      { apiGroups: [GROUP], resources: ['roles'], resourceNames: ['big'], verbs: ['escalate'] },
    ]),
    until(ROLES, 'the author may list roles', (_body, status) => status === 200, AS),
    role('big', [MORE]),
    role('big', [], { name: 'role by the administrator' }),
    put(`${ROLES}/big`, roleObject('big', [MORE]), { name: 'escalate one', ...AS }),
    role('other', [], { name: 'another by the administrator' }),
    put(`${ROLES}/other`, roleObject('other', [MORE]), { name: 'escalate another', ...AS }),
    ...cleared('escalator'),
  ]),
  sequence('granting by binding', [
    ...author,
    role('fair', [READ], { name: 'a fair role by the administrator' }),
    role('big', [MORE], { name: 'a big role by the administrator' }),
    post(BINDINGS, bindingObject('fair', 'fair', 'author'), { name: 'bind fair', ...AS }),
    post(BINDINGS, bindingObject('big', 'big', 'author'), { name: 'bind big', ...AS }),
    post(BINDINGS, bindingObject('view', 'view', 'author', 'ClusterRole'), { name: 'bind view', ...AS }),
    post(BINDINGS, bindingObject('lost', 'nowhere', 'author'), { name: 'bind a missing role', ...AS }),
    post(BINDINGS, bindingObject('lost', 'nowhere', 'author', 'ClusterRole'), {
      name: 'bind a missing cluster role',
      ...AS,
    }),
    post(BINDINGS, bindingObject('odd', 'fair', 'author', 'Odd'), { name: 'bind another kind', ...AS }),
    post(
      BINDINGS,
      { ...bindingObject('odd', 'fair', 'author'), roleRef: {} },
      { name: 'bind nothing', ...AS },
    ),
    post(`${BINDINGS}?dryRun=All`, bindingObject('big', 'big', 'author'), {
      name: 'bind in a dry run',
      ...AS,
    }),
    put(`${BINDINGS}/big`, bindingObject('big', 'big', 'author'), { name: 'bind by PUT', ...AS }),
    patch('apply', `${BINDINGS}/big?fieldManager=a`, bindingObject('big', 'big', 'author'), {
      name: 'bind by apply',
      ...AS,
    }),
    post(CLUSTER_BINDINGS, clusterBindingObject('<ns>-view', 'view', 'author'), {
      name: 'bind view everywhere',
      ...AS,
    }),
    post(CLUSTER_BINDINGS, clusterBindingObject('<ns>-lost', '<ns>-lost', 'author'), {
      name: 'bind a missing role everywhere',
      ...AS,
    }),
    post(BINDINGS, bindingObject('big', 'big', 'author'), { name: 'bind big by the administrator' }),
    patch(
      'merge',
      `${BINDINGS}/big`,
      { subjects: [{ kind: 'User', name: 'x', apiGroup: GROUP }] },
      { name: 'change who', ...AS },
    ),
    patch('merge', `${BINDINGS}/big`, { metadata: { annotations: { a: 'b' } } }, { name: 'annotate', ...AS }),
    patch(
      'merge',
      `${BINDINGS}/fair`,
      { subjects: [{ kind: 'User', name: 'x', apiGroup: GROUP }] },
      { name: 'change who has a fair role', ...AS },
    ),
    patch('merge', `${BINDINGS}/fair`, { roleRef: { name: 'big' } }, { name: 'change the role', ...AS }),
    post(BINDINGS, bindingObject('gone', 'gone', 'author'), {
      name: 'bind a missing role by the administrator',
    }),
    post(BINDINGS, bindingObject('gone-too', 'gone', 'author', 'ClusterRole'), {
      name: 'bind a missing cluster role by the administrator',
    }),
    get(BINDINGS, { name: 'what is bound', as: '<token>', only: () => undefined }),
    role('greedy', [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]),
    post(BINDINGS, bindingObject('big-too', 'admin', 'author', 'ClusterRole'), {
      name: 'bind while roles are missing',
      ...AS,
    }),
    kubectl('create rolebinding x --clusterrole=edit --serviceaccount=<ns>:author', AS),
    kubectl('create clusterrolebinding <ns>-x --clusterrole=cluster-admin --user=x', AS),
    kubectl('auth reconcile -f -', { ...AS, stdin: JSON.stringify(roleObject('reconciled', [MORE])) }),
    ...cleared('author'),
  ]),
  sequence('granting by bind', [
    ...accountWithToken('author', 'token'),
    ...granted('binder', 'author', [
      {
        apiGroups: [GROUP],
        resources: ['rolebindings', 'clusterrolebindings', 'roles'],
        verbs: ['create', 'list'],
      },
      { apiGroups: [GROUP], resources: ['clusterroles'], resourceNames: ['view'], verbs: ['bind'] },
    ]),
    until(ROLES, 'the author may list roles', (_body, status) => status === 200, AS),
    post(BINDINGS, bindingObject('view', 'view', 'author', 'ClusterRole'), { name: 'bind view', ...AS }),
    post(BINDINGS, bindingObject('view-role', 'view', 'author'), {
      name: 'bind a role of the same name',
      ...AS,
    }),
    post(CLUSTER_BINDINGS, clusterBindingObject('<ns>-view', 'view', 'author'), {
      name: 'bind view everywhere',
      ...AS,
    }),
    del(`${CLUSTER_BINDINGS}/<ns>-view`, undefined, { name: 'unbind view' }),
    ...cleared('binder'),
  ]),
];
