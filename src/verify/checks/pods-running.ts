import { eachPod } from './six-pods.ts';

/** The six pods run: a kubelet took each one over. */
export const podsRunning = eachPod({
  id: 'pods-running',
  title: 'The six pods are Running',
  expected: () => 'Running',
  wrong: (pod) => (pod.phase === 'Running' ? undefined : `${pod.name} is ${pod.phase}`),
  right: () => 'all Running',
});
