import type { Node, NodeCondition } from '../../data/types.ts';
import { timeOf } from '../../../api/times.ts';

/** `--node-monitor-period`, `--node-monitor-grace-period`, `--node-startup-grace-period`, in milliseconds. */
export const MONITOR_PERIOD_MS = 5_000;
export const GRACE_MS = 50_000;
export const STARTUP_GRACE_MS = 60_000;

/** The last sign of life of a node, and when we saw it. */
export interface Sighting {
  /** Changes with each sign. */
  readonly sign: string;
  /** By the monotonic clock: a computer that slept did not kill its nodes. */
  readonly at: number;
}

/** A node's sign of life as it is now: the heartbeat of its Ready condition and its lease. */
export function signOf(node: Node, renewTime: string | null | undefined): string {
  return `${readyCondition(node)?.lastHeartbeatTime ?? ''} ${renewTime ?? ''}`;
}

/** Whether a node has been silent for too long. */
export function isSilent(node: Node, { at }: Sighting, monotonic: number): boolean {
  return monotonic > at + (readyCondition(node) ? GRACE_MS : STARTUP_GRACE_MS);
}

/** The conditions of a silent node: nobody knows (`tryUpdateNodeHealth`, nodelifecycle/node_lifecycle_controller.go). */
export function silentConditions(
  old: readonly NodeCondition[],
  created: string,
  now: number,
): readonly NodeCondition[] {
  const time = timeOf(now);
  const known = old.map((condition) =>
    !WATCHED.includes(condition.type) || condition.status === 'Unknown'
      ? condition
      : {
          ...condition,
          status: 'Unknown',
          lastTransitionTime: time,
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
        },
  );
  const missing = WATCHED.filter((type) => !old.some((condition) => condition.type === type));
  const never = missing.map((type) => ({
    type,
    status: 'Unknown',
    lastHeartbeatTime: created,
    lastTransitionTime: time,
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
  }));
  return [...known, ...never];
}

export function readyCondition({ status }: Node): NodeCondition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready');
}

const WATCHED: readonly string[] = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];
