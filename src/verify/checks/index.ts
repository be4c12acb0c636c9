import type { Finding } from '../../workshop/finding.ts';
import type { Facts } from '../facts.ts';
import { blockedBound, blockedFailedScheduling, blockedTainted } from './blocked.ts';
import type { Check } from './check.ts';
import { clusterNodes, clusterVersions, noTaintLeft } from './cluster.ts';
import { podsOffControlPlane, podsRunning, podsSchedulerName } from './each-pod.ts';
import { lessons } from './more.ts';
import { orphanBound, orphanPending, orphanSchedulerStopped } from './orphan.ts';
import { scoringNote } from './scoring-note.ts';
import { podsFound, podsSame, podsScheduledEvents, podsSpread } from './six-pods.ts';
import { stepsPlayed } from './steps-played.ts';
import { BLOCKED, ORPHAN, observedInOrder, runningNow, samePod, scheduledByUs } from './watched-pod.ts';
import { whoseScheduler } from './whose-scheduler.ts';

/** Every check of the evidence, in the order in which a reader meets them. */
const CHECKS: readonly Check[] = [
  clusterNodes,
  clusterVersions,
  stepsPlayed,
  whoseScheduler,
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
  lessons,
];

/** All findings about these facts. The evidence holds when each is ok. */
export function findingsOf(facts: Facts): readonly Finding[] {
  return CHECKS.flatMap((check) => check(facts));
}
