import type { Pod, ReplicaSetCondition, ReplicaSetStatus } from '../../data/types.ts';
import { isAvailable, isReady } from '../workloads/pods.ts';
import { timeOf } from '../../../api/times.ts';

/** What a status is computed from. */
export interface ReplicaSetFacts {
  readonly generation: number;
  readonly replicas: number;
  readonly minReadySeconds: number;
  readonly templateLabels: Readonly<Record<string, string>>;
  readonly old: ReplicaSetStatus;
  readonly active: readonly Pod[];
  /** Undefined for kinds that do not count them. */
  readonly terminating?: readonly Pod[];
  /** What the API refused with when pods were to be made or deleted. */
  readonly failure?: string;
}

/** `calculateStatus` (pkg/controller/replicaset/replica_set_utils.go), with the generation that was seen. */
export function replicaSetStatus(facts: ReplicaSetFacts, now: number): ReplicaSetStatus {
  const { active, terminating, minReadySeconds, generation } = facts;
  const labels = Object.entries(facts.templateLabels);
  const count = (test: (pod: Pod) => boolean): number => active.filter(test).length;
  const fullyLabeled = count(({ metadata }) =>
    labels.every(([key, value]) => metadata.labels?.[key] === value),
  );
  const conditions = conditionsOf(facts, now);
  return {
    replicas: active.length,
    fullyLabeledReplicas: fullyLabeled,
    readyReplicas: count(isReady),
    availableReplicas: count((pod) => isAvailable(pod, minReadySeconds, now)),
    ...(terminating ? { terminatingReplicas: terminating.length } : {}),
    observedGeneration: generation,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

/** Whether the difference is worth a write. */
export function isSameStatus(a: ReplicaSetStatus, b: ReplicaSetStatus): boolean {
  const counts = [
    'replicas',
    'fullyLabeledReplicas',
    'readyReplicas',
    'availableReplicas',
    'observedGeneration',
  ] as const;
  return (
    counts.every((key) => (a[key] ?? 0) === (b[key] ?? 0)) &&
    a.terminatingReplicas === b.terminatingReplicas &&
    JSON.stringify(a.conditions ?? []) === JSON.stringify(b.conditions ?? [])
  );
}

function conditionsOf(facts: ReplicaSetFacts, now: number): ReplicaSetCondition[] {
  const { old, failure, active, replicas } = facts;
  const others = (old.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure');
  if (failure === undefined) return others;
  // the first failure stays until all is well
  if (others.length !== (old.conditions ?? []).length) return [...(old.conditions ?? [])];
  const reason = active.length < replicas ? 'FailedCreate' : 'FailedDelete';
  const lastTransitionTime = timeOf(now);
  return [
    ...others,
    { type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason, message: failure },
  ];
}
