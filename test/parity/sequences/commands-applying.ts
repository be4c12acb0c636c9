import { kubectl, patch, sequence, type Sequence, untilEqual } from '../sequence.ts';
import { DEPLOYMENTS } from './common.ts';
import { deploymentYaml } from './commands-parts.ts';

const settings = (value: string, name = 'conf') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  labels:\n    app: web\ndata:\n  key: ${value}\n`;
const service = `apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    app: web
spec:
  selector:
    app: web
  ports:
    - port: 80
`;
const all = (replicas: number) => [deploymentYaml('web', replicas), service, settings('a')].join('---\n');
/** Another manager took replicas and image. */
const owned = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: main
          image: registry.k8s.io/pause:3.9
`;

/** `kubectl apply`, `diff`, `replace`, `edit`: files and what is there. */
export const APPLYING: readonly Sequence[] = [
  sequence('apply', [
    kubectl('diff -f -', { stdin: all(0) }),
    kubectl('apply -f - --dry-run=client', { stdin: all(0) }),
    kubectl('apply -f - --dry-run=server', { stdin: all(0) }),
    kubectl('apply -f -', { stdin: all(0) }),
    kubectl('apply -f -', { stdin: all(0), name: 'kubectl apply it again' }),
    untilEqual(`${DEPLOYMENTS}/web`, 'status.observedGeneration', 1),
    kubectl('get deployment,service,configmap -l app=web -o yaml'),
    kubectl('diff -f -', { stdin: all(0), name: 'kubectl diff of nothing' }),
    kubectl('diff -f -', { stdin: deploymentYaml('web', 2, 'nginx:1'), name: 'kubectl diff of a change' }),
    kubectl('diff --server-side -f -', { stdin: settings('b'), name: 'kubectl diff server-side' }),
    kubectl('scale deployment web --replicas=1'),
    kubectl('label deployment web more=labels'),
    kubectl('apply -f -', { stdin: deploymentYaml('web', 2, 'nginx:1'), name: 'kubectl apply a change' }),
    kubectl(
      'get deployment web -o jsonpath={.spec.replicas},{.metadata.labels},{.spec.template.spec.containers[*].image}',
    ),
    kubectl('apply -f -', { stdin: settings('7'), name: 'kubectl apply a number for a word' }),
    kubectl('apply --server-side -f -', {
      stdin: settings('7'),
      name: 'kubectl apply a number for a word, server-side',
    }),
    kubectl('apply -f - -o name', { stdin: settings('c') }),
    kubectl('apply -f - -o json', { stdin: settings('d') }),
    kubectl('apply view-last-applied configmap conf'),
    kubectl('apply view-last-applied configmap conf -o json'),
    kubectl('apply view-last-applied configmap kube-root-ca.crt'),
    kubectl('apply set-last-applied -f -', { stdin: settings('e') }),
    kubectl('apply edit-last-applied configmap conf', { env: { KUBE_EDITOR: 'sed -i s/e$/f/' } }),
    kubectl('get configmap conf -o yaml'),
    kubectl('create configmap plain --from-literal=key=a'),
    kubectl('apply -f -', { stdin: settings('b', 'plain'), name: 'kubectl apply what was created' }),
    kubectl('apply set-last-applied -f - --create-annotation', { stdin: settings('b', 'plain') }),
    kubectl('apply -f one.yaml -f two.yaml', {
      files: { 'one.yaml': settings('first', 'one'), 'two.yaml': settings('second', 'two') },
    }),
    kubectl('apply -k .', {
      files: {
        'kustomization.yaml':
          'resources: [conf.yaml]\nnamePrefix: my-\nlabels:\n- pairs: {made: by-kustomize}\nconfigMapGenerator:\n- name: gen\n  literals: [a=b]\n',
        'conf.yaml': settings('first'),
      },
    }),
    kubectl('get configmap my-conf -o yaml'),
    kubectl('apply -f -', {
      stdin: `${settings('first', 'good')}---\n${settings('first', 'Bad_Name')}---\n${settings('first', 'good2')}`,
      name: 'kubectl apply some bad',
    }),
    kubectl('apply -f -', {
      stdin: deploymentYaml('web', 0).replace('replicas: 0', 'replicas: many'),
      name: 'kubectl apply a word for a number',
    }),
    kubectl('apply -f -', {
      stdin: deploymentYaml('web', 0).replace(
        'matchLabels:\n      app: web',
        'matchLabels:\n      app: other',
      ),
      name: 'kubectl apply another selector',
    }),
    kubectl('apply -f -', {
      stdin: deploymentYaml('web', 0).replace('replicas:', 'replica:'),
      name: 'kubectl apply an unknown field',
    }),
    kubectl('apply -f -', {
      stdin: settings('first').replace('name: conf', 'generateName: conf-'),
      name: 'kubectl apply without a name',
    }),
    kubectl('apply -f -', {
      stdin: settings('first').replace('v1', 'v9'),
      name: 'kubectl apply an unknown version',
    }),
    kubectl('apply -f -', {
      stdin: settings('first').replace('name: conf', 'name: conf\n  namespace: <ns>-none'),
      name: 'kubectl apply elsewhere',
    }),
    kubectl('apply -f - -n <ns>-none', { stdin: settings('first'), name: 'kubectl apply to no namespace' }),
    kubectl('apply -f -', { stdin: 'a: b\n', name: 'kubectl apply without a kind' }),
    kubectl('apply -f -', { stdin: ' - a\n b: c\n', name: 'kubectl apply broken yaml' }),
    kubectl('apply -f - --prune -l app=web --prune-allowlist=core/v1/ConfigMap', {
      stdin: settings('g'),
    }),
    kubectl('get configmaps -l app=web -o name'),
    kubectl('apply -f -', { stdin: '' }),
    kubectl('delete -f -', { stdin: all(0) }),
    kubectl('delete -f -', { stdin: all(0), name: 'kubectl delete it again' }),
    kubectl('delete -f - --ignore-not-found', { stdin: all(0) }),
  ]),
  sequence('apply server-side', [
    kubectl('apply --server-side -f -', { stdin: all(0) }),
    kubectl('apply --server-side -f -', { stdin: all(0), name: 'kubectl apply it again' }),
    kubectl('get configmap conf -o yaml --show-managed-fields'),
    kubectl('scale deployment web --replicas=1'),
    kubectl('apply --server-side -f -', { stdin: all(2), name: 'kubectl apply against scale' }),
    kubectl('apply --server-side --field-manager=owner -f -', { stdin: owned }),
    kubectl('apply --server-side --field-manager=owner --force-conflicts -f -', { stdin: owned }),
    kubectl('get deployment web -o jsonpath={.spec.replicas},{.spec.template.spec.containers[*].image}'),
    kubectl('apply --server-side -f -', { stdin: all(2), name: 'kubectl apply against an owner' }),
    kubectl('apply --server-side --dry-run=server --force-conflicts -f - -o jsonpath={.spec.replicas}', {
      stdin: deploymentYaml('web', 5),
    }),
    kubectl('apply --server-side --dry-run=client -f -', { stdin: settings('x') }),
    kubectl('set image deployment/web main=nginx:2'),
    kubectl('apply --server-side --field-manager=owner -f -', {
      stdin: owned,
      name: 'kubectl apply against set image',
    }),
    kubectl('apply -f -', { stdin: settings('z'), name: 'kubectl apply client-side after' }),
    kubectl('apply --server-side -f -', { stdin: settings('late'), name: 'kubectl apply server-side after' }),
    kubectl('get configmap conf -o yaml --show-managed-fields', { name: 'kubectl get the managers after' }),
    patch('json', `${DEPLOYMENTS}/web`, [{ op: 'replace', path: '/metadata/managedFields', value: [{}] }], {
      name: 'forget the managers',
      only: (body) => Object(body).metadata?.managedFields,
    }),
    kubectl('apply --server-side -f -', {
      stdin: settings('late').replace('key:', 'Bad Key:'),
      name: 'kubectl apply a bad key',
    }),
    kubectl('apply --server-side -f -', {
      stdin: settings('late').replace('\ndata:', '\ndates:'),
      name: 'kubectl apply an unknown field',
    }),
    kubectl('apply --server-side --validate=ignore -f -', {
      stdin: settings('late').replace('\ndata:', '\ndates:'),
    }),
    kubectl('apply --force-conflicts -f -', { stdin: settings('late') }),
    kubectl('apply --server-side --force -f -', { stdin: settings('late') }),
    kubectl('create --field-manager=mine -f -', { stdin: settings('first', 'managed') }),
    kubectl('apply --server-side --field-manager=other -f -', { stdin: settings('second', 'managed') }),
  ]),
  sequence('replace and edit', [
    kubectl('create -f -', { stdin: `${settings('a')}---\n${deploymentYaml('web', 0)}` }),
    kubectl('create -f -', { stdin: settings('a'), name: 'kubectl create it again' }),
    kubectl('create --save-config -f - -o yaml', { stdin: settings('a', 'saved') }),
    kubectl('create --edit -f -', { stdin: settings('a', 'edited'), env: { KUBE_EDITOR: 'sed -i s/a$/b/' } }),
    kubectl('replace -f -', { stdin: settings('b') }),
    kubectl('replace -f -', {
      stdin: settings('c').replace('name: conf', 'name: conf\n  resourceVersion: "1"'),
      name: 'kubectl replace an old version',
    }),
    kubectl('replace -f -', { stdin: settings('c', 'none'), name: 'kubectl replace what is not there' }),
    kubectl('replace --force -f -', { stdin: settings('d') }),
    kubectl('replace --force -f -', {
      stdin: settings('c', 'none'),
      name: 'kubectl replace --force what is not there',
    }),
    kubectl('replace -f - --dry-run=server', { stdin: settings('e') }),
    kubectl('replace -f -', {
      stdin: deploymentYaml('web', 0).replaceAll('app: web', 'app: other'),
      name: 'kubectl replace the selector',
    }),
    kubectl('get configmap conf -o jsonpath={.data}'),
    kubectl('edit deployment web', { env: { KUBE_EDITOR: "sed -i 's/replicas: 0/replicas: 1/'" } }),
    kubectl('get deployment web -o jsonpath={.spec.replicas}'),
    kubectl('edit deployment web', { env: { KUBE_EDITOR: 'true' }, name: 'kubectl edit nothing' }),
    kubectl('edit deployment web', {
      env: { KUBE_EDITOR: "sed -i 's/replicas: 1/replicas: -1/'" },
      name: 'kubectl edit to what is invalid',
    }),
    kubectl('edit deployment web', {
      env: { KUBE_EDITOR: "sed -i 's/replicas: 1/replicas: x/'" },
      name: 'kubectl edit to a word',
    }),
    kubectl('edit deployment web -o json', { env: { EDITOR: 'sed -i \'s/"replicas": 1/"replicas": 0/\'' } }),
    kubectl('edit deployment web', {
      env: { KUBE_EDITOR: "sed -i 's/name: web$/name: webb/'" },
      name: 'kubectl edit the name',
    }),
    kubectl('edit configmap conf', {
      env: { KUBE_EDITOR: 'false' },
      name: 'kubectl edit with an editor that fails',
    }),
    kubectl('edit configmap none', { env: { KUBE_EDITOR: 'true' } }),
    kubectl('edit configmap conf --output-patch', { env: { KUBE_EDITOR: "sed -i 's/key: d$/key: f/'" } }),
    kubectl('edit deployment web --subresource=status', {
      env: { KUBE_EDITOR: "sed -i 's/observedGeneration: .*/observedGeneration: 9/'" },
    }),
  ]),
];
