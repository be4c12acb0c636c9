import { eachPod } from './six-pods.ts';

/** The six pods ask for our scheduler, so no other one touched them. */
export const podsSchedulerName = eachPod({
  id: 'pods-scheduler-name',
  title: 'The six pods ask for this scheduler',
  expected: ({ scheduler }) => `spec.schedulerName is ${scheduler}`,
  wrong: (pod, { scheduler }) =>
    pod.schedulerName === scheduler ? undefined : `${pod.name} asks for ${pod.schedulerName}`,
  right: ({ scheduler }) => scheduler,
});
