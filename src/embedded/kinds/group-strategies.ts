import { controllerRevisions } from './apps/controller-revision.ts';
import { daemonSets } from './apps/daemon-set.ts';
import { deployments } from './apps/deployment.ts';
import { replicaSets } from './apps/replica-set.ts';
import { statefulSets } from './apps/stateful-set.ts';
import { jobs } from './batch/job.ts';
import { leases } from './coordination/lease.ts';
import { podDisruptionBudgets } from './policy/pod-disruption-budget.ts';
import { priorityClasses } from './scheduling/priority-class.ts';
import type { Strategy } from './strategy.ts';

/** The strategies of all groups but core, by `group/plural`, e.g. `apps/deployments`. */
export const GROUP_STRATEGIES: Readonly<Record<string, Strategy<never>>> = {
  'apps/controllerrevisions': controllerRevisions,
  'apps/daemonsets': daemonSets,
  'apps/deployments': deployments,
  'apps/replicasets': replicaSets,
  'apps/statefulsets': statefulSets,
  'batch/jobs': jobs,
  'coordination.k8s.io/leases': leases,
  'policy/poddisruptionbudgets': podDisruptionBudgets,
  'scheduling.k8s.io/priorityclasses': priorityClasses,
};
