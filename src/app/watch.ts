import { basename } from 'node:path';

import { shellLine } from '../exec/shell-line.ts';
import { systemClock } from '../lib/clock.ts';
import { EXIT } from '../lib/errors.ts';
import { readProject } from '../project/read-project.ts';
import { ASCII, needsAscii, UNICODE } from '../tui/marks.ts';
import type { WatchAbout } from '../tui/watch/watch-model.ts';
import type { ThemeName } from '../tui/theme.ts';
import { TRIALS } from '../trials/plays/index.ts';
import { FolderWatcher } from '../watch/folder/folder-watcher.ts';
import { watchedFrom } from '../watch/progress.ts';
import { stepsOfTrials } from '../watch/steps.ts';
import { isAllPassed, type Watched } from '../watch/watched.ts';
import type { CliContext } from './context.ts';
import { wantsScreen } from './screen/wants-screen.ts';
import { openEmbeddedTrials } from './trials/embedded-trials.ts';
import { openProgress, type ProgressStore } from './watch/progress-store.ts';
import { refuseUninstalled } from './init/not-installed.ts';
import { Runner } from './watch/runner.ts';
import { openSteps, skeletonOf } from './watch/skeleton-of.ts';
import { type Skeleton, todoLines } from './watch/skeleton.ts';
import { byLines } from './watch/by-lines.ts';
import { programOf, type ProgramWords, type Watchee, watcheeOf } from './watch/watched-program.ts';
import type { Watching } from './watch/watching.ts';
import { Workbench } from './watch/workbench.ts';

/** How `workshop watch` was asked for. */
export interface WatchOptions extends ProgramWords {
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
  const watchee = watcheeOf(cli, options);
  // a wrong command line ends it before anything is started
  programOf(cli, watchee);
  const skeleton = watchee.line === undefined ? skeletonOf(readProject(watchee.folder), cli.root) : undefined;
  const store = openProgress(watchee.folder, process.pid);
  const broken = Promise.withResolvers<never>();
  // who hears of it first is whoever waits for the end
  broken.promise.catch(() => undefined);
  const parts = openParts(cli, { watchee, store, step: options.step, onBroken: broken.reject });
  const { bench } = parts;
  try {
    await shown(cli, options, {
      bench,
      about: aboutOf(cli, options, watchee, skeleton),
      ...(skeleton && { skeleton }),
      todo: (step: number) => (skeleton ? todoLines(skeleton, step) : []),
      broken: broken.promise,
    });
    if (options.once) return;
    cli.stdout.write(lastWords(bench.watched, options));
    if (!cli.signal.aborted) cli.setExitCode(EXIT.ok);
  } finally {
    await parts.close();
    store.close();
  }
}

interface PartsOptions {
  readonly watchee: Watchee;
  readonly store: ProgressStore;
  readonly step: number | undefined;
  readonly onBroken: (error: unknown) => void;
}

/** Cluster, runner, watcher and the bench on which they meet. Nothing runs before the first event. */
function openParts(cli: CliContext, { watchee, store, step, onBroken }: PartsOptions) {
  const opening = openEmbeddedTrials(cli);
  opening.catch(onBroken);
  const runner = new Runner({
    program: () => {
      const program = programOf(cli, watchee);
      if (watchee.line === undefined) refuseUninstalled(readProject(watchee.folder));
      return program;
    },
    cluster: opening,
    clock: systemClock,
    random: Math.random,
    tell: (event) => {
      // what was written until now was the run's doing
      if (event.type === 'ended') watcher.runEnded();
      bench.take(event);
    },
    onBroken,
  });
  const bench = new Workbench({
    watched: watchedFrom(stepsOfTrials(TRIALS), store.read(), step),
    store,
    start(run, current, earlier) {
      watcher.runBegan();
      runner.start(run, current, earlier);
    },
    cancel: (run) => runner.cancel(run),
    onBroken,
  });
  const watcher = new FolderWatcher({
    root: watchee.folder,
    clock: systemClock,
    onSaved: (_paths, at) => bench.take({ type: 'saved', at }),
    onIgnored: (path) =>
      bench.notice(`${path} changes in every run: it is no longer taken for a save`, false),
  });
  return {
    bench,
    async close(): Promise<void> {
      watcher.close();
      await runner.close();
      const cluster = await opening.catch(() => undefined);
      await cluster?.close();
    },
  };
}

async function shown(cli: CliContext, options: WatchOptions, watching: Watching): Promise<void> {
  const screen = options.once ? undefined : screenOf(cli, options);
  const begin = () => watching.bench.take({ type: 'again', at: systemClock.monotonic() });
  if (!screen) return byLines(cli, watching, { ...options, begin });
  // loaded only where there is one
  const { byScreen } = await import('./watch/by-screen.ts');
  return byScreen(screen, watching, { ...options, begin });
}

function screenOf(cli: CliContext, options: WatchOptions): CliWithTerminal | undefined {
  const { terminal } = cli;
  return terminal && wantsScreen(cli, { ...options, logFormat: 'text' }) ? { ...cli, terminal } : undefined;
}

function aboutOf(
  cli: CliContext,
  { ascii, folder: named, schedulerCmd }: WatchOptions,
  { folder, line }: Watchee,
  skeleton: Skeleton | undefined,
): WatchAbout {
  return {
    folder: basename(folder),
    where: 'an embedded cluster in this program',
    ...(skeleton && { file: skeleton.file }),
    open: skeleton ? openSteps(skeleton) : [],
    further: furtherWith(line ?? named ?? schedulerCmd ?? '.'),
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

function lastWords(watched: Watched, { folder, schedulerCmd }: WatchOptions): string {
  const { current, finished } = watched;
  if (finished && isAllPassed(watched)) return 'All steps pass: your scheduler is finished.\n';
  const words = [
    ...(folder === undefined ? [] : [folder]),
    ...(schedulerCmd === undefined ? [] : ['--scheduler-cmd', schedulerCmd]),
  ];
  const line = `kubectl minisched workshop watch ${shellLine(words)}`.trimEnd();
  return `It goes on with step ${String(current)}: ${line}\n`;
}
