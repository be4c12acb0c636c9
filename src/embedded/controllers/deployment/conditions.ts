import type { DeploymentCondition, ReplicaSet } from '../../data/types.ts';
import { timeOf } from '../../../api/times.ts';

/** What a condition of a deployment says. */
export interface Saying {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

type Conditions = readonly DeploymentCondition[];

/** The condition of that type. */
export function conditionOf(
  conditions: Conditions | undefined,
  type: Saying['type'],
): DeploymentCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** `SetDeploymentCondition`: nothing changes when status and reason are as they were; a new one goes to the end. */
export function withCondition(conditions: Conditions, saying: Saying, now: number): Conditions {
  const current = conditionOf(conditions, saying.type);
  if (current?.status === saying.status && current.reason === saying.reason) return conditions;
  const time = timeOf(now);
  const since = current?.status === saying.status ? (current.lastTransitionTime ?? time) : time;
  return [...without(conditions, saying.type), conditionFrom(saying, time, since)];
}

/** The same, but new even when nothing but the message changed: progress was made just now. */
export function withProgress(conditions: Conditions, saying: Saying, now: number): Conditions {
  const current = conditionOf(conditions, saying.type);
  const time = timeOf(now);
  const since = current?.status === 'True' ? (current.lastTransitionTime ?? time) : time;
  return [...without(conditions, saying.type), conditionFrom(saying, time, since)];
}

export function without(conditions: Conditions, type: Saying['type']): Conditions {
  return conditions.filter((condition) => condition.type !== type);
}

/** `getReplicaFailures`: the new set's failure before those of the old ones. */
export function replicaFailure(
  newSet: ReplicaSet | undefined,
  all: readonly ReplicaSet[],
): Saying | undefined {
  for (const { status } of newSet ? [newSet, ...all] : all) {
    const found = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (!found) continue;
    const { reason = '', message = '' } = found;
    return { type: 'ReplicaFailure', status: found.status === 'True' ? 'True' : 'False', reason, message };
  }
  return undefined;
}

function conditionFrom(
  saying: Saying,
  lastUpdateTime: string,
  lastTransitionTime: string,
): DeploymentCondition {
  const { type, status, reason, message } = saying;
  return { type, status, lastUpdateTime, lastTransitionTime, reason, message };
}
