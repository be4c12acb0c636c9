import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { findProgram } from '../../../exec/find-program.ts';
import { UsageError } from '../../../lib/errors.ts';
import { PROJECT_FILE, type Project, SCHEDULER_NAME } from '../../../project/project.ts';
import { readProject } from '../../../project/read-project.ts';
import { MISTAKES } from '../../../trials/mistakes.ts';
import type { Mistake, OwnProgram } from '../../../workshop/own/program.ts';
import type { CliContext } from '../../context.ts';
import { refuseUninstalled } from '../../init/not-installed.ts';

/** What says which scheduler is played with. */
export interface ProgramFlags {
  /** A shell line, or the folder of a project. */
  readonly schedulerCmd?: string;
  readonly scheduler: string;
  readonly where?: 'local' | 'in-cluster';
  readonly attach?: boolean;
}

/** The same, and the person's own program where one was named. */
export type WithOwnProgram<T extends ProgramFlags> = T & { readonly own?: OwnProgram };

/**
 * Finds the program that `--scheduler-cmd` means; a project says for itself what its pods call it. Throws a `UsageError` where another
 * flag says that the scheduler runs elsewhere, and where a project cannot be read.
 */
export function withOwnProgram<T extends ProgramFlags>(cli: CliContext, flags: T): WithOwnProgram<T> {
  const { schedulerCmd, scheduler, where, attach } = flags;
  if (schedulerCmd === undefined) return flags;
  if (attach)
    throw both('--attach', 'leave one of them out: with --scheduler-cmd the steps start and stop it');
  if (where === 'in-cluster')
    throw both('--scheduler in-cluster', 'leave one of them out: your program runs on this machine');
  const folder = projectFolder(resolve(cli.cwd, schedulerCmd));
  if (folder === undefined) {
    const line = schedulerCmd;
    refuseNothing(line, cli);
    return { ...flags, own: { line, run: line, folder: cli.cwd, shown: line, mistake: mistakeCalled } };
  }
  const project = readProject(folder);
  return {
    ...flags,
    own: programIn(project),
    // who typed a name means it
    scheduler: scheduler === SCHEDULER_NAME ? project.schedulerName : scheduler,
  };
}

/** Throws a `UserError` where the program is a project whose packages are plainly not there: said before a cluster is made for it. */
export function refuseUnready(cli: CliContext, { schedulerCmd }: ProgramFlags): void {
  const folder = schedulerCmd === undefined ? undefined : projectFolder(resolve(cli.cwd, schedulerCmd));
  if (folder !== undefined) refuseUninstalled(readProject(folder));
}

/** Says on stderr that the current folder has a scheduler which is not the one that is played with. */
export function sayUnused({ cwd, stderr }: CliContext, { schedulerCmd, attach }: ProgramFlags): void {
  if (schedulerCmd !== undefined || attach || !existsSync(join(cwd, PROJECT_FILE))) return;
  stderr.write(
    `there is a ${PROJECT_FILE} here: with --scheduler-cmd . the steps are played with your own scheduler\n`,
  );
}

function programIn(project: Project): OwnProgram {
  const { folder, build, run } = project;
  return {
    // who changed it means the changed one
    line: build === undefined ? run : `(${build}) && ${run}`,
    ...(build === undefined ? {} : { build }),
    run,
    folder,
    shown: `${run} (${basename(folder)})`,
    mistake: mistakeCalled,
  };
}

function mistakeCalled(id: string): Mistake | undefined {
  return MISTAKES.find((one) => one.id === id);
}

/** A mistyped folder is told before a cluster is made; of a longer line the shell knows more than we do. */
function refuseNothing(line: string, { cwd, env }: CliContext): void {
  if (!/^[\w./-]+$/.test(line)) return;
  const isThere = line.includes('/') ? existsSync(resolve(cwd, line)) : findProgram(line, env) !== undefined;
  if (isThere) return;
  throw new UsageError(`--scheduler-cmd: there is no folder and no program ${line}`, {
    next: 'name the folder of your project, or a line for a shell such as "go run ."',
  });
}

/** A folder, or the file in it. */
function projectFolder(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return path;
  return found?.isFile() && basename(path) === PROJECT_FILE ? dirname(path) : undefined;
}

function both(flag: string, next: string): UsageError {
  return new UsageError(`--scheduler-cmd and ${flag} name two schedulers`, { next });
}
