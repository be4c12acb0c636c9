import {
  del,
  kubectl,
  post,
  request,
  sequence,
  type Sequence,
  type Step,
  until,
  untilEqual,
  untilGone,
} from '../sequence.ts';
import { APPS, bind, node, PAUSE, pod, PODS, readyNode, running } from './common.ts';
import { sorted, untilEvents, untilPods, untilTainted } from './commands-parts.ts';

const quiet = { only: (body: unknown) => Object(body).kind };
const budget = '/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets';

/** A pod of nobody that runs on the node and goes at once when it is deleted. */
function placed(name: string, target: string, labels: object = {}, spec: object = {}): Step[] {
  return [
    post(PODS, pod(name, { terminationGracePeriodSeconds: 0, ...spec }, { labels }), {
      name: `create ${name}`,
    }),
    bind(name, target),
    running(name),
  ];
}

function workload(kind: string, name: string, spec: object): object {
  const labels = { app: name };
  const template = {
    metadata: { labels },
    spec: {
      nodeSelector: { nowhere: 'yes' },
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image: PAUSE }],
    },
  };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

/** What is done to nodes: `kubectl taint`, `cordon`, `uncordon`, `drain`. */
export const NODES: readonly Sequence[] = [
  sequence('taint', [
    ...readyNode('<ns>-node'),
    kubectl('taint nodes <ns>-node key=value:NoSchedule'),
    kubectl('taint nodes <ns>-node key=value:NoSchedule', { name: 'kubectl taint it again' }),
    kubectl('taint nodes <ns>-node key=other:NoSchedule'),
    kubectl('taint nodes <ns>-node key=other:NoSchedule --overwrite'),
    kubectl('taint nodes <ns>-node key=value:PreferNoSchedule bare:NoSchedule'),
    kubectl("get node <ns>-node -o jsonpath='{range .spec.taints[*]}{.key}={.value}:{.effect} {end}'"),
    kubectl('describe node <ns>-node', {
      only: (lines) => lines.filter((line) => /Taints|:\w*NoSchedule/.test(line)),
    }),
    kubectl('taint nodes <ns>-node key:PreferNoSchedule-'),
    kubectl('taint nodes <ns>-node key-'),
    kubectl('taint nodes <ns>-node key-', { name: 'kubectl taint without what is not there' }),
    kubectl('taint nodes <ns>-node bare:NoExecute-'),
    kubectl('taint nodes <ns>-node bare-'),
    kubectl('taint nodes -l parity=<ns> label=yes:NoSchedule'),
    kubectl('taint nodes -l parity=none label=yes:NoSchedule'),
    kubectl('taint nodes <ns>-node a=b:NoSchedule a-'),
    kubectl('taint nodes <ns>-node a=b:NoSchedule a=c:NoSchedule'),
    kubectl('taint nodes <ns>-node dry=run:NoSchedule --dry-run=server'),
    kubectl('taint nodes <ns>-node dry=run:NoSchedule --dry-run=client -o jsonpath={.spec.taints[*].key}'),
    kubectl('taint nodes <ns>-node key=value:Never'),
    kubectl('taint nodes <ns>-node key=value'),
    kubectl('taint nodes <ns>-node key'),
    kubectl('taint nodes <ns>-node =value:NoSchedule'),
    kubectl("taint nodes <ns>-node 'bad key=value:NoSchedule'"),
    kubectl('taint nodes <ns>-node key=-bad:NoSchedule'),
    kubectl('taint nodes <ns>-node'),
    kubectl('taint nodes <ns>-none key=value:NoSchedule'),
    kubectl('taint pods one key=value:NoSchedule'),
    kubectl('get node <ns>-node -o jsonpath={.spec.taints}'),
    ...placed('stays', '<ns>-node', {}, { tolerations: [{ key: 'out', operator: 'Exists' }] }),
    ...placed('goes', '<ns>-node'),
    kubectl('taint nodes <ns>-node out=now:NoExecute'),
    untilGone(`${PODS}/goes`),
    untilEvents('goes', 1),
    kubectl('events --for=pod/goes'),
    kubectl('get pods -o wide'),
  ]),
  sequence('cordon', [
    ...readyNode('<ns>-node'),
    post('/api/v1/nodes', node('<ns>-other'), { name: 'another node', ...quiet }),
    untilTainted('<ns>-other', undefined),
    kubectl('cordon <ns>-node'),
    untilTainted('<ns>-node', 'node.kubernetes.io/unschedulable'),
    kubectl('get node <ns>-node'),
    kubectl('get nodes -l parity=<ns>'),
    kubectl('get node <ns>-node -o jsonpath={.spec.unschedulable},{.spec.taints[*].key}'),
    kubectl('describe node <ns>-node', { only: (lines) => lines.slice(0, 16) }),
    kubectl('cordon <ns>-node', { name: 'kubectl cordon it again' }),
    kubectl('uncordon <ns>-node'),
    untilTainted('<ns>-node', undefined),
    kubectl('uncordon <ns>-node', { name: 'kubectl uncordon it again' }),
    kubectl('get node <ns>-node -o jsonpath={.spec}'),
    kubectl('cordon node/<ns>-node --dry-run=server'),
    kubectl('cordon <ns>-node --dry-run=client'),
    kubectl('cordon -l parity=<ns>', { only: sorted }),
    kubectl('uncordon <ns>-node <ns>-other', { only: sorted }),
    kubectl('cordon <ns>-node <ns>-none'),
    kubectl('cordon -l parity=none'),
    kubectl('uncordon <ns>-none'),
    kubectl('delete nodes -l parity=<ns>'),
  ]),
  sequence('drain', [
    ...readyNode('<ns>-node'),
    kubectl('drain <ns>-node'),
    kubectl('uncordon <ns>-node'),
    ...placed('single', '<ns>-node'),
    kubectl('drain <ns>-node', { name: 'kubectl drain a pod of nobody' }),
    kubectl('drain <ns>-node --force --dry-run=server'),
    kubectl('drain <ns>-node --force --dry-run=client'),
    kubectl('get pod single -o name'),
    kubectl('drain <ns>-node --force'),
    kubectl('get pods'),
    post(`${APPS}/replicasets`, workload('ReplicaSet', 'set', { replicas: 1 }), { name: 'a set', ...quiet }),
    untilEqual(`${APPS}/replicasets/set`, 'status.replicas', 1),
    podOf('set'),
    bind('<setpod>', '<ns>-node'),
    running('<setpod>'),
    kubectl('drain <ns>-node', { name: 'kubectl drain a pod of a set' }),
    untilEqual(`${APPS}/replicasets/set`, 'status.readyReplicas', undefined),
    untilPods('set', 1),
    kubectl('get rs,pods', { name: 'kubectl get the pod that came instead' }),
    ...placed('local', '<ns>-node', {}, { volumes: [{ name: 'x', emptyDir: {} }] }),
    kubectl('drain <ns>-node --force', { name: 'kubectl drain local data' }),
    kubectl('drain <ns>-node --force --delete-emptydir-data'),
    kubectl('uncordon <ns>-node', { name: 'kubectl uncordon at last' }),
    kubectl('drain <ns>-none'),
    kubectl('drain <ns>-node --pod-selector=app=a --force'),
    kubectl('drain -l parity=<ns>'),
    kubectl('drain <ns>-node -l a=b'),
    kubectl('drain <ns>-node --grace-period=x'),
  ]),
  sequence('drain with daemons', [
    ...readyNode('<ns>-node'),
    post(`${APPS}/daemonsets`, workload('DaemonSet', 'agent', {}), {
      name: 'a daemonset',
      ...quiet,
    }),
    untilEqual(`${APPS}/daemonsets/agent`, 'status.observedGeneration', 1),
    request(
      'PATCH',
      `${APPS}/daemonsets/agent`,
      { spec: { template: { spec: { nodeSelector: { nowhere: null, parity: '<ns>' } } } } },
      { name: 'it may run there', headers: { 'content-type': 'application/merge-patch+json' }, ...quiet },
    ),
    untilEqual(`${APPS}/daemonsets/agent`, 'status.desiredNumberScheduled', 1),
    until(`${PODS}?labelSelector=app%3Dagent`, 'its pod', (body) => JSON.stringify(body).includes('"uid"')),
    podOf('agent'),
    bind('<agentpod>', '<ns>-node'),
    running('<agentpod>'),
    kubectl('get daemonset agent -o wide'),
    kubectl('drain <ns>-node'),
    kubectl('drain <ns>-node --ignore-daemonsets'),
    ...placed('single', '<ns>-node'),
    kubectl('drain <ns>-node --ignore-daemonsets', {
      name: 'kubectl drain with daemons and a pod of nobody',
    }),
    kubectl('delete pod single'),
    kubectl('drain <ns>-node --ignore-daemonsets', { name: 'kubectl drain with daemons at last' }),
    kubectl('get pods -o wide'),
    kubectl('describe daemonset agent'),
    kubectl('get node <ns>-node'),
  ]),
  sequence('drain with a budget', [
    ...readyNode('<ns>-node'),
    post(
      budget,
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'one' },
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
      },
      {
        name: 'a budget',
        ...quiet,
      },
    ),
    ...placed('guarded', '<ns>-node', { app: 'a' }),
    untilEqual(`${budget}/one`, 'status.currentHealthy', 1),
    kubectl('get pdb one'),
    kubectl('drain <ns>-node --force --timeout=1s'),
    kubectl('drain <ns>-node --force --timeout=15s', {
      name: 'kubectl drain until the budget allows it',
      during: [del(`${budget}/one`, undefined, { name: 'the budget goes' })],
    }),
    kubectl('get pods'),
    ...placed('slow', '<ns>-node', {}, { terminationGracePeriodSeconds: 30 }),
    kubectl('drain <ns>-node --force --timeout=15s', {
      name: 'kubectl drain until the kubelet is done',
      during: [
        until(`${PODS}/slow`, 'it ends', (body) => Object(body).metadata?.deletionTimestamp !== undefined),
        del(`${PODS}/slow?gracePeriodSeconds=0`, undefined, { name: 'the kubelet is done' }),
      ],
    }),
    ...placed('stuck', '<ns>-node', {}, { terminationGracePeriodSeconds: 30 }),
    kubectl('drain <ns>-node --force --timeout=1s', { name: 'kubectl drain what does not end' }),
    kubectl('get pods', { name: 'kubectl get what does not end' }),
    kubectl('drain <ns>-node --force --disable-eviction --grace-period=0 --timeout=5s'),
    kubectl('get pods', { name: 'kubectl get after' }),
  ]),
];

function podOf(app: string): Step {
  const path = `${PODS}?labelSelector=app%3D${app}`;
  return request('GET', path, undefined, {
    name: `the pod of ${app}`,
    capture: { [`${app}pod`]: 'items.0.metadata.name' },
    only: (body) => Object(body).kind,
  });
}
