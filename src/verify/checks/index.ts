import type { Finding } from '../../workshop/finding.ts';
import type { Facts } from '../facts.ts';
import { blockedBound } from './blocked-bound.ts';
import { blockedFailedScheduling } from './blocked-failed-scheduling.ts';
import { blockedTainted } from './blocked-tainted.ts';
import type { Check } from './check.ts';
import { clusterNodes } from './cluster-nodes.ts';
import { clusterVersions } from './cluster-versions.ts';
import { noTaintLeft } from './no-taint-left.ts';
import { orphanBound } from './orphan-bound.ts';
import { orphanPending } from './orphan-pending.ts';
import { orphanSchedulerStopped } from './orphan-scheduler-stopped.ts';
import { podsFound } from './pods-found.ts';
import { podsOffControlPlane } from './pods-off-control-plane.ts';
import { podsRunning } from './pods-running.ts';
import { podsSame } from './pods-same.ts';
import { podsScheduledEvents } from './pods-scheduled-events.ts';
import { podsSchedulerName } from './pods-scheduler-name.ts';
import { podsSpread } from './pods-spread.ts';
import { scoringNote } from './scoring-note.ts';
import { stepsPlayed } from './steps-played.ts';
import { BLOCKED, ORPHAN, observedInOrder, runningNow, samePod, scheduledByUs } from './watched-pod.ts';

/** Every check of the evidence, in the order in which a reader meets them. */
export const CHECKS: readonly Check[] = [
  clusterNodes,
  clusterVersions,
  stepsPlayed,
  podsFound,
  podsSchedulerName,
  podsRunning,
  podsOffControlPlane,
  podsSpread,
  podsScheduledEvents,
  podsSame,
  observedInOrder(ORPHAN),
  orphanSchedulerStopped,
  orphanPending,
  orphanBound,
  scheduledByUs(ORPHAN),
  samePod(ORPHAN),
  runningNow(ORPHAN),
  observedInOrder(BLOCKED),
  blockedTainted,
  blockedFailedScheduling,
  blockedBound,
  scheduledByUs(BLOCKED),
  samePod(BLOCKED),
  runningNow(BLOCKED),
  noTaintLeft,
  scoringNote,
];

/** All findings about these facts. The evidence holds when each is ok. */
export function findingsOf(facts: Facts): readonly Finding[] {
  return CHECKS.flatMap((check) => check(facts));
}
