import { join } from 'node:path';

import { SCHEDULER_NAME } from '../../project/project.ts';
import type { CliContext } from '../../app/context.ts';
import { shellLine } from '../../exec/shell-line.ts';
import { systemClock } from '../../lib/clock.ts';
import { VERSION } from '../../lib/version.ts';
import { eventText } from '../../scheduler/log-text.ts';
import type { Journal } from '../../workshop/journal.ts';
import { openJournal, readJournal } from '../../workshop/journal.ts';
import { ownerOf, takeLock } from '../../exec/lock.ts';
import { type SchedulerProcess, schedulerProcess } from '../../workshop/scheduler-process.ts';
import { prepareStateFolder, stateFolder, type StateFolder } from '../../workshop/state.ts';
import { type TerminalWriter, terminalWriter } from '../../workshop/terminal.ts';
import type { Settings, Workshop } from '../../workshop/workshop.ts';
import { contextOf } from '../cluster/providers.ts';
import { inClusterScheduler } from '../deploy/in-cluster.ts';
import { openAccess } from './cluster.ts';
import { styleOf } from './look.ts';
import type { SettledOptions } from './options.ts';
import { aimed } from './own-lines.ts';
import { stepsFor } from './steps.ts';

/** A workshop ready to play, with what has to be given back at the end. */
export interface Opened {
  readonly workshop: Workshop;
  readonly folder: StateFolder;
  close(): Promise<void>;
}

/** Who hears what happens; what a person may type is made to reach the cluster that is played on. */
export type Listen = (folder: StateFolder) => Pick<TerminalWriter, 'show' | 'end'>;

/** For playing: one at a time for each context, and everything is written down. Without `listen` it is printed, too. */
export function openToPlay(cli: CliContext, options: SettledOptions, listen?: Listen): Opened {
  const folder = folderOf(cli, options);
  prepareStateFolder(folder);
  const release = takeLock(folder.workshopLock, ownerOf(process.pid, 'another play of the workshop'));
  try {
    const journal = openJournal(folder.journal, () => systemClock.now());
    const close = () => {
      journal.close();
      release();
    };
    return assemble(cli, options, { folder, journal, close, ...(listen && { listen }) });
  } catch (error) {
    release();
    throw error;
  }
}

/** For looking only: nothing is written down, and somebody else may be playing. */
export function openToLook(cli: CliContext, options: SettledOptions): Opened {
  const folder = folderOf(cli, options);
  prepareStateFolder(folder);
  return assemble(cli, options, { folder, journal: readOnly(folder), close: () => undefined });
}

function folderOf(cli: CliContext, options: SettledOptions): StateFolder {
  return stateFolder(contextOf(options), cli.env, cli.home);
}

function readOnly({ journal }: StateFolder): Journal {
  return {
    append: refuseToWrite,
    sync: refuseToWrite,
    entries: () => readJournal(journal),
    close: () => undefined,
  };
}

function refuseToWrite(): never {
  throw new Error('a command that only looks wrote into the journal');
}

interface Parts {
  readonly folder: StateFolder;
  readonly journal: Journal;
  readonly close: () => void;
  readonly listen?: Listen;
}

function assemble(
  cli: CliContext,
  options: SettledOptions,
  { folder, journal, close, listen = () => printer(cli, options) }: Parts,
): Opened {
  const settings = settingsOf(options, folder);
  const writer = listen(folder);
  const access = openAccess(cli, options, folder, settings.namespace);
  const workshop: Workshop = {
    steps: stepsFor(cli, options.lang),
    settings,
    cluster: access,
    kubectl: access.kubectl,
    scheduler: schedulerOf(cli, options, folder),
    journal,
    clock: systemClock,
    signal: cli.signal,
    observe: (event) => {
      writer.show(event);
    },
  };
  return {
    workshop,
    folder,
    async close() {
      writer.end();
      await access.close();
      close();
    },
  };
}

/** Here, or in the cluster: then what runs here is who prints its log. */
function schedulerOf(cli: CliContext, options: SettledOptions, folder: StateFolder): SchedulerProcess {
  const isInCluster = options.where === 'in-cluster';
  const { own } = options;
  const command = isInCluster ? ['deploy', 'follow'] : own ? ['workshop', 'watch-over'] : ['serve'];
  const process = schedulerProcess({
    command: [...cli.self, ...command],
    ...(own && { own }),
    context: contextOf(options),
    kubeconfig: folder.kubeconfig,
    scheduler: options.scheduler,
    folder,
    env: cli.env,
    clock: systemClock,
  });
  return isInCluster
    ? inClusterScheduler(
        cli,
        { ...options, context: contextOf(options), marker: join(folder.path, 'in-cluster') },
        process,
      )
    : process;
}

function printer(cli: CliContext, options: SettledOptions): TerminalWriter {
  return terminalWriter(cli.stdout, {
    style: styleOf(cli, options.color),
    eventText,
    clock: systemClock,
    aim: (text) => aimed(text, { ...options, provider: options.asked }),
  });
}

function settingsOf(options: SettledOptions, folder: StateFolder): Settings {
  return {
    namespace: options.namespace ?? 'default',
    scheduler: options.scheduler,
    policy: options.policy,
    ...(options.own && { own: options.own }),
    ...(options.holdMs === undefined ? {} : { holdMs: options.holdMs }),
    inCluster: options.where === 'in-cluster',
    attach: options.attach,
    confirmed: options.yes,
    program: `kubectl-minisched ${VERSION}`,
    manifests: join(folder.path, 'manifests'),
    schedulerLog: folder.schedulerLog,
    schedulerConfig: folder.schedulerConfig,
    serveLine: serveLine(options),
  };
}

/** What a person types to run a scheduler of the same name on the same cluster, as short as it can be. */
function serveLine(options: SettledOptions): string {
  const verb = options.where === 'in-cluster' ? 'deploy' : 'serve';
  const words = ['kubectl', 'minisched', verb, '--context', contextOf(options)];
  if (options.kubeconfig !== undefined) words.push('--kubeconfig', options.kubeconfig);
  if (options.scheduler !== SCHEDULER_NAME) words.push('--scheduler-name', options.scheduler);
  return shellLine(words);
}
