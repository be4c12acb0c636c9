import { workers } from '../facts.ts';
import { eachPod } from './six-pods.ts';

/** Each of the six pods is on a worker: the control plane's taint was respected. */
export const podsOffControlPlane = eachPod({
  id: 'pods-off-control-plane',
  title: 'None of the six pods is on the control plane',
  expected: () => 'every pod on a worker',
  wrong: (pod, facts) =>
    workers(facts).some((node) => node.name === pod.node)
      ? undefined
      : `${pod.name} is on ${pod.node ?? 'no node'}`,
  right: () => 'every pod on a worker',
});
