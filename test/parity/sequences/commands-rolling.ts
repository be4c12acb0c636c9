import { kubectl, post, sequence, type Sequence, type Step, untilEqual } from '../sequence.ts';
import { APPS, DEPLOYMENTS, PAUSE } from './common.ts';
import { deploymentYaml, startPod, untilEvents, untilPods, untilSettled } from './commands-parts.ts';

const quiet = { only: (body: unknown) => Object(body).kind };

/** The deployment's new pod runs and the old one is gone. */
function rolled(variable: string): Step[] {
  return [...startPod('web', variable), untilSettled('web', 1), untilPods('web', 1)];
}

/** `kubectl rollout`. */
export const ROLLING: readonly Sequence[] = [
  sequence('rollout', [
    kubectl('create -f -', { stdin: deploymentYaml('web', 1) }),
    kubectl('rollout status deployment/web --timeout=1s'),
    untilEqual(`${DEPLOYMENTS}/web`, 'status.replicas', 1),
    kubectl('rollout status deployment/web --watch=false'),
    ...rolled('first'),
    kubectl('rollout status deployment/web'),
    kubectl('rollout history deployment/web'),
    kubectl('set image deployment/web main=nginx:1'),
    kubectl('rollout status deployment web --timeout=20s', {
      name: 'kubectl rollout status while it rolls',
      during: rolled('second'),
      only: (lines) => lines.slice(-1),
    }),
    kubectl("annotate deployment/web kubernetes.io/change-cause='image nginx:1'"),
    untilSettled('web', 1),
    kubectl('rollout history deployment/web', { name: 'kubectl rollout history of two' }),
    kubectl('rollout history deployment/web --revision=1'),
    kubectl('rollout history deployment/web --revision=2 -o yaml'),
    kubectl('rollout history deployment/web --revision=9'),
    kubectl('get rs -o wide', { only: (lines) => lines.toSorted() }),
    kubectl('rollout undo deployment/web'),
    ...rolled('third'),
    kubectl('get deployment web -o wide'),
    kubectl('rollout history deployment/web', { name: 'kubectl rollout history after undo' }),
    kubectl('rollout undo deployment/web --to-revision=2 --dry-run=server'),
    kubectl('rollout undo deployment/web --to-revision=2'),
    ...rolled('fourth'),
    kubectl('rollout undo deployment/web --to-revision=9'),
    kubectl('rollout restart deployment/web'),
    ...rolled('fifth'),
    kubectl('get deployment web -o jsonpath={.spec.template.metadata.annotations}'),
    kubectl('rollout pause deployment/web'),
    kubectl('rollout pause deployment/web', { name: 'kubectl rollout pause it again' }),
    kubectl('rollout restart deployment/web', { name: 'kubectl rollout restart what is paused' }),
    kubectl('rollout undo deployment/web', { name: 'kubectl rollout undo what is paused' }),
    kubectl('set image deployment/web main=nginx:2'),
    kubectl('rollout status deployment/web --watch=false', {
      name: 'kubectl rollout status of what is paused',
    }),
    kubectl('rollout resume deployment/web'),
    kubectl('rollout resume deployment/web', { name: 'kubectl rollout resume it again' }),
    ...rolled('sixth'),
    kubectl('rollout history deployment/web', { name: 'kubectl rollout history at the end' }),
    kubectl('rollout status deployment/web', { name: 'kubectl rollout status at the end' }),
    untilEvents('web', 7),
    kubectl('events --for deployment/web', { only: (lines) => lines.toSorted() }),
    kubectl('describe deployment web', {
      only: (lines) => lines.filter((line) => !line.includes('ScalingReplicaSet')),
    }),
  ]),
  sequence('rollout of others', [
    kubectl('rollout status deployment/none'),
    kubectl('rollout history deployment/none'),
    kubectl('rollout undo deployment/none'),
    kubectl('rollout restart deployment/none'),
    kubectl('rollout restart deployment'),
    kubectl('rollout status configmap/kube-root-ca.crt'),
    kubectl('rollout pause configmap/kube-root-ca.crt'),
    kubectl('rollout history configmap/kube-root-ca.crt'),
    post(
      `${APPS}/daemonsets`,
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent' },
        spec: {
          selector: { matchLabels: { app: 'agent' } },
          template: {
            metadata: { labels: { app: 'agent' } },
            spec: { nodeSelector: { nowhere: 'yes' }, containers: [{ name: 'main', image: PAUSE }] },
          },
        },
      },
      { name: 'create daemonset', ...quiet },
    ),
    untilEqual(`${APPS}/daemonsets/agent`, 'status.observedGeneration', 1),
    kubectl('rollout status daemonset/agent'),
    kubectl('rollout history daemonset/agent'),
    kubectl('rollout restart daemonset/agent'),
    untilEqual(`${APPS}/daemonsets/agent`, 'status.observedGeneration', 2),
    kubectl('rollout history daemonset/agent', { name: 'kubectl rollout history of a daemonset after' }),
    kubectl('rollout undo daemonset/agent'),
    kubectl('rollout pause daemonset/agent'),
    post(
      `${APPS}/statefulsets`,
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'db' },
        spec: {
          replicas: 1,
          serviceName: 'db',
          selector: { matchLabels: { app: 'db' } },
          template: {
            metadata: { labels: { app: 'db' } },
            spec: { containers: [{ name: 'main', image: PAUSE }] },
          },
        },
      },
      { name: 'create statefulset', ...quiet },
    ),
    untilEqual(`${APPS}/statefulsets/db`, 'status.replicas', 1),
    kubectl('rollout status statefulset/db --timeout=1s'),
    kubectl('rollout history statefulset/db'),
    ...startPod('db', 'dbpod'),
    untilEqual(`${APPS}/statefulsets/db`, 'status.readyReplicas', 1),
    kubectl('rollout status statefulset/db'),
    kubectl('get statefulset db -o wide'),
    kubectl('create deployment stuck --image=x'),
    kubectl(`patch deployment stuck -p '{"spec":{"progressDeadlineSeconds":1}}'`),
    untilEqual(`${DEPLOYMENTS}/stuck`, 'status.conditions.1.reason', 'ProgressDeadlineExceeded'),
    kubectl('rollout status deployment/stuck'),
    kubectl('get deployment stuck'),
    kubectl('describe deployment stuck', {
      only: (lines) => lines.filter((line) => /Progress|Available/.test(line)),
    }),
  ]),
];
