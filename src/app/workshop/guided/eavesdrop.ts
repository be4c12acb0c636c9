import type { Clock } from '../../../lib/clock.ts';
import type { RunningScheduler } from '../../../view/guide.ts';
import type { GuideEvent } from '../../../view/guide-reduce.ts';
import type { SchedulerProcess } from '../../../workshop/scheduler-process.ts';

const LOOK_MS = 200;
/** Whether it runs is asked of the system, which is dearer than a look into a file. */
const LOOKS_FOR_OWNER = 5;

/**
 * Tells what the scheduler says, and which one runs, from now on and whether or not a step is being played. First what its log has
 * from before. The returned function ends it.
 */
export function eavesdrop(
  scheduler: Pick<SchedulerProcess, 'find' | 'eventsSince'>,
  clock: Clock,
  tell: (event: GuideEvent) => void,
): () => void {
  let offset = 0;
  let looks = 0;
  let cancel: () => void;
  let known: RunningScheduler | undefined;
  const look = () => {
    const part = scheduler.eventsSince(offset);
    offset = part.offset;
    if (part.events.length > 0) tell({ type: 'scheduler-told', events: part.events });
    // who starts or stops says so
    if (part.events.length > 0 || looks++ % LOOKS_FOR_OWNER === 0) {
      const owner = scheduler.find();
      if (owner?.pid !== known?.pid || owner?.mode !== known?.mode)
        tell({ type: 'scheduler-is', ...(owner && { scheduler: owner }) });
      known = owner;
    }
    cancel = clock.after(LOOK_MS, look);
  };
  look();
  return () => cancel();
}
