import type { ExtendedScheduler } from '../../extender/kube-scheduler-config.ts';
import type { Configuration } from '../../scheduler/config/configuration.ts';

/** What of our configuration kube-scheduler has to know. */
export function extendedOf(
  { profiles, percentageOfNodesToScore }: Configuration,
  url: string,
): ExtendedScheduler {
  return {
    schedulerNames: profiles.map(({ schedulerName }) => schedulerName),
    url,
    preempts: profiles.some(({ configured }) => configured.has('DefaultPreemption')),
    percentageOfNodesToScore,
  };
}
