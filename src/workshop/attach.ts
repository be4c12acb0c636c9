import type { Stage } from './stage.ts';
import { flagsFor, isWanted, serveCommand, type WantedScheduler } from './wanted-scheduler.ts';

/** How often the lock is looked at while a person is typing. */
const LOOK_MS = 500;

/** Asks the person to run the scheduler in another terminal as it is wanted, and waits until its lock shows that it does. */
export async function attachScheduler(stage: Stage, wanted: WantedScheduler): Promise<void> {
  const { scheduler, settings, journal } = stage.workshop;
  const { mode } = wanted;
  const command = serveCommand(wanted, settings);
  const owner = scheduler.find();
  if (owner && !isWanted(owner, wanted, settings)) await detachScheduler(stage);
  if (!scheduler.find()) wants(stage, `In your other terminal, start the scheduler:\n    ${command}`);
  await until(stage, `your scheduler running in mode ${mode}`, () => {
    const found = scheduler.find();
    return found !== undefined && isWanted(found, wanted, settings);
  });
  const pid = scheduler.find()?.pid ?? 0;
  const flags = flagsFor(wanted, settings).join(' ');
  journal.append({ kind: 'scheduler-started', pid, mode, attached: true, ...(flags !== '' && { flags }) });
}

/** Asks the person to stop the scheduler in the other terminal, and waits until it is gone. */
export async function detachScheduler(stage: Stage): Promise<void> {
  const { scheduler, journal, signal } = stage.workshop;
  const owner = scheduler.find();
  if (!owner) return;
  if (owner.attached) {
    wants(stage, `In your other terminal, stop the scheduler (pid ${owner.pid}): press Ctrl-C.`);
    await until(stage, 'your scheduler stopped', () => scheduler.find() === undefined);
  } else {
    await scheduler.stop({ signal });
  }
  journal.append({ kind: 'scheduler-stopped', pid: owner.pid, attached: owner.attached ?? false });
}

async function until(stage: Stage, what: string, happened: () => boolean): Promise<void> {
  const { clock, observe, signal } = stage.workshop;
  const begun = clock.monotonic();
  while (!happened()) {
    observe({ type: 'waiting', what, seen: 'not yet', elapsedMs: clock.monotonic() - begun, hold: false });
    await clock.sleep(LOOK_MS, signal);
  }
  observe({
    type: 'waited',
    what,
    seen: 'it is',
    ok: true,
    elapsedMs: clock.monotonic() - begun,
    hold: false,
  });
}

function wants(stage: Stage, text: string): void {
  stage.workshop.observe({ type: 'notice', level: 'wants', text });
}
