import { UserError } from '../lib/errors.ts';
import { attachScheduler, detachScheduler } from './attach.ts';
import type { LockOwner } from '../exec/lock.ts';
import type { Waiting } from './events.ts';
import type { OwnProgram } from './own/program.ts';
import type { StartWaiting } from './scheduler-process.ts';
import { shellLine } from '../exec/shell-line.ts';
import type { Stage } from './stage.ts';
import type { Settings } from './workshop.ts';
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
  if (owner && isAsItIsNow(owner, wanted, stage) && isWanted(owner, wanted, settings)) {
    stage.say(`${settings.scheduler} is running already (pid ${owner.pid}).`);
    return;
  }
  if (owner) await stopScheduler(stage, whyNot(owner, wanted, stage));
  await launch(stage, wanted);
}

/** Of one with a configuration nobody knows whether it has read it as it is now, nor of a person's own whether it was changed since. */
function isAsItIsNow({ pid }: LockOwner, { config }: WantedScheduler, stage: Stage): boolean {
  return config === undefined && (!stage.workshop.settings.own || stage.hasStarted(pid));
}

function whyNot(owner: LockOwner, wanted: WantedScheduler, { workshop: { settings } }: Stage): string {
  return settings.own && isWanted(owner, wanted, settings)
    ? 'you may have changed it since it was started'
    : whyNotThis(owner, wanted, settings);
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
  const { own } = settings;
  const flags = flagsFor(wanted, settings);
  if (own?.build !== undefined) observe({ type: 'command', line: own.build });
  const line = serveCommand(wanted, settings);
  observe({ type: 'command', line: settings.inCluster ? line : `${line} &` });
  const { pid } = await scheduler.start({
    mode,
    flags,
    signal,
    ...(own && { onWaiting: (waiting) => observe(startWait(own, waiting)) }),
  });
  stage.remember(pid);
  journal.append({
    kind: 'scheduler-started',
    pid,
    mode,
    attached: false,
    ...(flags.length > 0 && { flags: flags.join(' ') }),
    ...(own && { program: own.line }),
  });
  stage.listen();
  stage.say(`${whereItRuns(pid, settings)}; its log is ${settings.schedulerLog}`);
}

function whereItRuns(pid: number, { own, inCluster }: Settings): string {
  if (inCluster) return `It runs as a Deployment; pid ${pid} here follows what its copies say`;
  return `It runs in the background as pid ${pid}${own ? `, in ${own.folder}` : ''}`;
}

function startWait({ shown }: OwnProgram, { elapsedMs, limitMs, said }: StartWaiting): Waiting {
  const seen = said === undefined ? 'it has said nothing yet' : `it said: ${said}`;
  return { type: 'waiting', what: `${shown} asks for pods`, seen, elapsedMs, limitMs, hold: false };
}

function notOurs(owner: LockOwner): UserError {
  return new UserError(`a scheduler that you started yourself is running (pid ${owner.pid})`, {
    next: 'stop it with Ctrl-C in its terminal, or add --attach to play with it',
  });
}
