import { basename, resolve } from 'node:path';

import { shellLine } from '../exec/shell-line.ts';
import { systemClock } from '../lib/clock.ts';
import { EXIT } from '../lib/errors.ts';
import { SCHEDULER_NAME } from '../project/project.ts';
import { readProject } from '../project/read-project.ts';
import { ASCII, needsAscii, UNICODE } from '../tui/marks.ts';
import type { WatchAbout } from '../tui/watch/watch-model.ts';
import type { ThemeName } from '../tui/theme.ts';
import { TRIALS } from '../trials/plays/index.ts';
import type { Program } from '../trials/program.ts';
import { FolderWatcher } from '../watch/folder/folder-watcher.ts';
import { watchedFrom } from '../watch/progress.ts';
import { stepsOfTrials } from '../watch/steps.ts';
import { isAllPassed, type Watched } from '../watch/watched.ts';
import type { CliContext } from './context.ts';
import { wantsScreen } from './screen/wants-screen.ts';
import { openEmbeddedTrials } from './trials/embedded-trials.ts';
import { openProgress } from './watch/progress-store.ts';
import { Runner } from './watch/runner.ts';
import { openSteps, skeletonOf } from './watch/skeleton-of.ts';
import { type Skeleton, todoLines } from './watch/skeleton.ts';
import { byLines } from './watch/by-lines.ts';
import { Workbench } from './watch/workbench.ts';

/** How `workshop watch` was asked for. */
export interface WatchOptions {
  /** That of a project, or where `schedulerCmd` runs; the folder that one stands in when missing. */
  readonly folder?: string;
  /** A shell line that starts the program, where no `minisched.yaml` says it. */
  readonly schedulerCmd?: string;
  /** `spec.schedulerName` of its pods; a project says so itself. */
  readonly schedulerName?: string;
  /** Begin with this step, wherever one was. */
  readonly step?: number;
  /** One run, and an exit code. */
  readonly once: boolean;
  readonly tui: boolean;
  readonly ascii: boolean;
  readonly theme: ThemeName | 'auto';
  /** False after `--no-color`. */
  readonly color: boolean;
}

type CliWithTerminal = CliContext & Required<Pick<CliContext, 'terminal'>>;

/**
 * `workshop watch`: builds and tries a person's scheduler on each save, step by step. Resolves when they end it. Rejects with a `UserError`
 * where nothing says how it is run, another one watches the folder, or how far they are cannot be kept.
 */
export async function watchCommand(cli: CliContext, options: WatchOptions): Promise<void> {
  const folder = resolve(cli.cwd, options.folder ?? '.');
  const programOf = () => programIn(cli, folder, options);
  // a wrong command line ends it before anything is started
  programOf();
  const store = openProgress(folder, process.pid);
  const broken = Promise.withResolvers<never>();
  // who hears of it first is whoever waits for the end
  broken.promise.catch(() => undefined);
  const opening = openEmbeddedTrials(cli);
  opening.catch(broken.reject);
  const runner = new Runner({
    program: programOf,
    cluster: opening,
    clock: systemClock,
    random: Math.random,
    tell: (event) => {
      // what was written until now was the run's doing
      if (event.type === 'ended') watcher.runEnded();
      bench.take(event);
    },
    onBroken: broken.reject,
  });
  const bench = new Workbench({
    watched: watchedFrom(stepsOfTrials(TRIALS), store.read(), options.step),
    store,
    start(run, step, earlier) {
      watcher.runBegan();
      runner.start(run, step, earlier);
    },
    cancel: (run) => runner.cancel(run),
  });
  const watcher = new FolderWatcher({
    root: folder,
    clock: systemClock,
    onSaved: (_paths, at) => bench.take({ type: 'saved', at }),
    onIgnored: (path) =>
      bench.notice(
        `${path} changes in every run: it is no longer taken for a save (.gitignore says so, too)`,
        false,
      ),
  });
  try {
    const skeleton =
      options.schedulerCmd === undefined ? skeletonOf(readProject(folder), cli.root) : undefined;
    const watching = {
      bench,
      about: aboutOf(cli, options, skeleton),
      ...(skeleton && { skeleton }),
      todo: (step: number) => (skeleton ? todoLines(skeleton, step) : []),
      broken: broken.promise,
    };
    const screen = options.once ? undefined : screenOf(cli, options);
    const begin = () => bench.take({ type: 'again', at: systemClock.monotonic() });
    if (screen) {
      // loaded only where there is one
      const { byScreen } = await import('./watch/by-screen.ts');
      await byScreen(screen, watching, { ...options, begin });
    } else await byLines(cli, watching, { ...options, begin });
    if (!options.once) cli.stdout.write(lastWords(bench.watched));
    if (!options.once && !cli.signal.aborted) cli.setExitCode(EXIT.ok);
  } finally {
    watcher.close();
    await runner.close();
    store.close();
    await (await opening.catch(() => undefined))?.close();
  }
}

function screenOf(cli: CliContext, options: WatchOptions): CliWithTerminal | undefined {
  const { terminal } = cli;
  return terminal && wantsScreen(cli, { ...options, logFormat: 'text' }) ? { ...cli, terminal } : undefined;
}

function programIn({ env }: CliContext, folder: string, options: WatchOptions): Program {
  const { schedulerCmd, schedulerName } = options;
  if (schedulerCmd !== undefined)
    return { run: schedulerCmd, folder, schedulerName: schedulerName ?? SCHEDULER_NAME, env };
  const { run, build, schedulerName: own } = readProject(folder);
  return { run, ...(build !== undefined && { build }), folder, schedulerName: schedulerName ?? own, env };
}

function aboutOf(
  cli: CliContext,
  { ascii, schedulerCmd, folder = '.' }: WatchOptions,
  skeleton: Skeleton | undefined,
): WatchAbout {
  return {
    folder: basename(resolve(cli.cwd, folder)),
    where: 'an embedded cluster in this program',
    ...(skeleton && { file: skeleton.file }),
    open: skeleton ? openSteps(skeleton) : [],
    further: furtherWith(schedulerCmd ?? folder),
    marks: ascii || needsAscii(cli.env, process.platform) ? ASCII : UNICODE,
  };
}

/** What comes after the last step; `program` is a shell line, or the project's folder. */
function furtherWith(program: string): readonly string[] {
  return [
    `kubectl minisched workshop run --scheduler-cmd ${shellLine([program])} --verify`,
    'plays the whole workshop with it, on a cluster that you can look at, and collects the evidence in ./evidence.',
  ];
}

function lastWords(watched: Watched): string {
  const { current, finished } = watched;
  return finished && isAllPassed(watched)
    ? 'All steps pass: your scheduler is finished.\n'
    : `It goes on with step ${String(current)}: kubectl minisched workshop watch\n`;
}
