import { UserError } from '../lib/errors.ts';
import type { Mode } from '../scheduler/events.ts';
import { attachScheduler, detachScheduler } from './attach.ts';
import type { LockOwner } from '../exec/lock.ts';
import type { Stage } from './stage.ts';
import { isWanted, whyNotThis } from './wanted-scheduler.ts';

/** The scheduler runs in this mode, with the name and policy that were asked for: started, or found running so. */
export async function startScheduler(stage: Stage, mode: Mode): Promise<void> {
  const { scheduler, settings } = stage.workshop;
  const owner = scheduler.find();
  if (settings.attach) return attachScheduler(stage, mode);
  if (owner && isWanted(owner, mode, settings)) {
    stage.say(`${settings.scheduler} is running already (pid ${owner.pid}).`);
    return;
  }
  if (owner) await stopScheduler(stage, whyNotThis(owner, mode, settings));
  await launch(stage, mode);
}

/** The scheduler does not run any more. `why` is a clause for a stop that the step did not ask for. */
export async function stopScheduler(stage: Stage, why?: string): Promise<void> {
  const { scheduler, settings, signal, journal } = stage.workshop;
  const owner = scheduler.find();
  if (!owner) return;
  if (settings.attach && owner.attached) return detachScheduler(stage);
  if (owner.attached) throw notOurs(owner);
  const pid = (await scheduler.stop({ signal })) ?? owner.pid;
  journal.append({ kind: 'scheduler-stopped', pid, attached: false });
  stage.listen();
  stage.say(`${settings.scheduler} (pid ${pid}) was stopped${why ? `: ${why}` : ''}.`);
}

async function launch(stage: Stage, mode: Mode): Promise<void> {
  const { scheduler, settings, signal, journal, observe } = stage.workshop;
  observe({ type: 'command', line: `${settings.serveLine} --mode ${mode} &` });
  const { pid } = await scheduler.start({ mode, signal });
  journal.append({ kind: 'scheduler-started', pid, mode, attached: false });
  stage.listen();
  stage.say(`It runs in the background as pid ${pid}; its log is ${settings.schedulerLog}`);
}

function notOurs(owner: LockOwner): UserError {
  return new UserError(`a scheduler that you started yourself is running (pid ${owner.pid})`, {
    next: 'stop it with Ctrl-C in its terminal, or add --attach to play with it',
  });
}
