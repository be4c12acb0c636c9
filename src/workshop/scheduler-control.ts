import { UserError } from '../lib/errors.ts';
import { attachScheduler, detachScheduler } from './attach.ts';
import type { LockOwner } from '../exec/lock.ts';
import { shellLine } from '../exec/shell-line.ts';
import type { Stage } from './stage.ts';
import {
  flagsFor,
  isWanted,
  type NamedConfig,
  serveCommand,
  type WantedScheduler,
  whyNotThis,
} from './wanted-scheduler.ts';

/** The scheduler runs as it is wanted: started, or found running so. */
export async function startScheduler(stage: Stage, wanted: WantedScheduler): Promise<void> {
  const { scheduler, settings } = stage.workshop;
  if (wanted.config !== undefined) await configureScheduler(stage, wanted.config);
  const owner = scheduler.find();
  if (settings.attach) return attachScheduler(stage, wanted);
  // of one with a configuration nobody knows whether it has read it as it is now
  if (owner && wanted.config === undefined && isWanted(owner, wanted, settings)) {
    stage.say(`${settings.scheduler} is running already (pid ${owner.pid}).`);
    return;
  }
  if (owner) await stopScheduler(stage, whyNotThis(owner, wanted, settings));
  await launch(stage, wanted);
}

/** The file that a scheduler with a configuration reads says this now; one that runs reads it again by itself. */
export async function configureScheduler(stage: Stage, { name, text }: NamedConfig): Promise<void> {
  const { scheduler, settings, signal, observe } = stage.workshop;
  observe({ type: 'command', line: shellLine(['cp', name, settings.schedulerConfig]) });
  await scheduler.configure(text, { signal });
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

async function launch(stage: Stage, wanted: WantedScheduler): Promise<void> {
  const { scheduler, settings, signal, journal, observe } = stage.workshop;
  const { mode } = wanted;
  const flags = flagsFor(wanted, settings);
  observe({ type: 'command', line: `${serveCommand(wanted, settings)} &` });
  const { pid } = await scheduler.start({ mode, flags, signal });
  journal.append({
    kind: 'scheduler-started',
    pid,
    mode,
    attached: false,
    ...(flags.length > 0 && { flags: flags.join(' ') }),
  });
  stage.listen();
  stage.say(`It runs in the background as pid ${pid}; its log is ${settings.schedulerLog}`);
}

function notOurs(owner: LockOwner): UserError {
  return new UserError(`a scheduler that you started yourself is running (pid ${owner.pid})`, {
    next: 'stop it with Ctrl-C in its terminal, or add --attach to play with it',
  });
}
