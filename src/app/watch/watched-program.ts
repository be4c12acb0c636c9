import { statSync } from 'node:fs';
import { resolve } from 'node:path';

import { UsageError } from '../../lib/errors.ts';
import { SCHEDULER_NAME } from '../../project/project.ts';
import { readProject } from '../../project/read-project.ts';
import type { Program } from '../../trials/program.ts';
import type { CliContext } from '../context.ts';

/** What says whose program is watched. */
export interface ProgramWords {
  /** That of a project, or where `schedulerCmd` runs; the folder that one stands in when missing. */
  readonly folder?: string;
  /** A shell line that starts the program; also, as elsewhere, the folder of a project. */
  readonly schedulerCmd?: string;
  /** `spec.schedulerName` of its pods; a project says so itself. */
  readonly schedulerName?: string;
}

/** The folder that is watched, and the line that runs in it where no project says it. */
export interface Watchee {
  /** Absolute. */
  readonly folder: string;
  readonly line?: string;
  readonly schedulerName?: string;
}

/** Throws a `UsageError` where there is no such folder. */
export function watcheeOf(
  { cwd }: CliContext,
  { folder, schedulerCmd, schedulerName }: ProgramWords,
): Watchee {
  const name = schedulerName === undefined ? {} : { schedulerName };
  const isFolder =
    folder === undefined && schedulerCmd !== undefined && isDirectory(resolve(cwd, schedulerCmd));
  if (schedulerCmd === undefined || isFolder)
    return { folder: resolve(cwd, folder ?? schedulerCmd ?? '.'), ...name };
  const where = resolve(cwd, folder ?? '.');
  if (!isDirectory(where)) throw new UsageError(`there is no folder ${where}`);
  return { folder: where, line: schedulerCmd, ...name };
}

/** How it is built and run, as it is said now. Throws a `UsageError` where a project does not say it. */
export function programOf({ env }: CliContext, { folder, line, schedulerName }: Watchee): Program {
  if (line !== undefined) return { run: line, folder, schedulerName: schedulerName ?? SCHEDULER_NAME, env };
  const { run, build, schedulerName: own } = readProject(folder);
  return { run, ...(build !== undefined && { build }), folder, schedulerName: schedulerName ?? own, env };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
