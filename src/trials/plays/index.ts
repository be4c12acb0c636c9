import { TRIAL_IDS, type Trial, type TrialId } from '../trial.ts';
import { avoidsControlPlane } from './avoids-control-plane.ts';
import { avoidsCordoned } from './avoids-cordoned.ts';
import { binds } from './binds.ts';
import { comesBack } from './comes-back.ts';
import { fewestPods } from './fewest-pods.ts';
import { findsWaiting } from './finds-waiting.ts';
import { hasRoom } from './has-room.ts';
import { leavesOthers } from './leaves-others.ts';
import { noOvercommit } from './no-overcommit.ts';
import { quick } from './quick.ts';
import { retriesRoom } from './retries-room.ts';
import { retriesUntaint } from './retries-untaint.ts';
import { saysFailed } from './says-failed.ts';
import { saysScheduled } from './says-scheduled.ts';
import { tolerates } from './tolerates.ts';
import { watchEnds } from './watch-ends.ts';

const BY_ID: Readonly<Record<TrialId, Trial>> = {
  'finds-waiting': findsWaiting,
  'leaves-others': leavesOthers,
  'avoids-control-plane': avoidsControlPlane,
  'fewest-pods': fewestPods,
  'has-room': hasRoom,
  tolerates,
  'avoids-cordoned': avoidsCordoned,
  binds,
  'says-scheduled': saysScheduled,
  'no-overcommit': noOvercommit,
  quick,
  'comes-back': comesBack,
  'watch-ends': watchEnds,
  'says-failed': saysFailed,
  'retries-untaint': retriesUntaint,
  'retries-room': retriesRoom,
};

/** All trials, in the order in which they are played. */
export const TRIALS: readonly Trial[] = TRIAL_IDS.map((id) => BY_ID[id]);
