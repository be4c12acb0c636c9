import { del, kubectl, patch, post, sequence, type Sequence, untilEqual } from '../sequence.ts';
import { CONFIGMAPS, configMap, DEPLOYMENTS, deployment, pod, PODS, running } from './common.ts';
import { startPod } from './commands-parts.ts';

/** `kubectl wait`. */
export const WAITING: readonly Sequence[] = [
  sequence('wait', [
    post(PODS, pod('one', {}, { labels: { app: 'a' } }), { name: 'create one' }),
    post(PODS, pod('two', {}, { labels: { app: 'a' } }), { name: 'create two' }),
    kubectl('wait --for=condition=Ready pod/one --timeout=1s'),
    kubectl('wait --for=condition=Ready pods -l app=a --timeout=1s'),
    kubectl('wait --for=condition=Ready pod/one pod/two --timeout=10s', {
      during: [running('one'), running('two')],
    }),
    kubectl('wait --for=condition=Ready pods --all'),
    kubectl('wait --for=condition=Ready=false pod/one --timeout=1s'),
    kubectl('wait --for=condition=ready pod/one --timeout=0'),
    kubectl('wait --for=condition=Nothing pod/one --timeout=1s'),
    kubectl("wait --for=jsonpath='{.status.phase}'=Running pod/one"),
    kubectl("wait --for=jsonpath='{.status.phase}'=Succeeded pod/one --timeout=10s", {
      during: [
        patch('merge', `${PODS}/one/status`, { status: { phase: 'Succeeded' } }, { name: 'it succeeds' }),
      ],
    }),
    kubectl("wait --for=jsonpath='{.status.podIP}' pod/one"),
    kubectl("wait --for=jsonpath='{.status.nothing}' pod/one --timeout=1s"),
    kubectl("wait --for=jsonpath='{.status.phase' pod/one"),
    kubectl("wait --for=jsonpath='{.metadata.labels.app}'=a pods --all -o name"),
    kubectl('wait --for=delete pod/one --timeout=1s'),
    kubectl('wait --for=delete pod/one --timeout=10s', {
      during: [del(`${PODS}/one?gracePeriodSeconds=0`, undefined, { name: 'delete one' })],
    }),
    kubectl('wait --for=delete pod/one'),
    kubectl('wait --for=delete pods -l app=a --timeout=10s', {
      during: [del(`${PODS}/two?gracePeriodSeconds=0`, undefined, { name: 'delete two' })],
    }),
    kubectl('wait --for=create configmap/late --timeout=10s', {
      during: [post(CONFIGMAPS, configMap('late'), { name: 'create late' })],
    }),
    kubectl('wait --for=create configmap/never --timeout=1s'),
    kubectl('wait --for=condition=Ready pod/none'),
    kubectl('wait --for=condition=Ready pods -l app=none'),
    kubectl('wait --for=condition=Ready pods --all', { name: 'kubectl wait for none at all' }),
    kubectl('wait --for=odd pod/one'),
    kubectl('wait pod/one'),
    kubectl('wait --for=delete'),
    kubectl('wait --for=condition=Ready nosuchkind/one'),
    post(DEPLOYMENTS, deployment('web', 1), { name: 'create deployment', only: (body) => Object(body).kind }),
    untilEqual(`${DEPLOYMENTS}/web`, 'status.replicas', 1),
    kubectl('wait --for=condition=Available deployment/web --timeout=1s'),
    kubectl('wait --for=condition=Available deployment/web --timeout=10s', {
      name: 'kubectl wait until it is available',
      during: startPod('web', 'webpod'),
    }),
    kubectl('wait --for=condition=Progressing deployment/web'),
    kubectl("wait --for=jsonpath='{.status.readyReplicas}'=1 deployment/web"),
    kubectl('wait --for=jsonpath={.status.phase}=Active namespace/<ns>'),
  ]),
];
