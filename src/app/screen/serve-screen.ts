import { systemClock } from '../../lib/clock.ts';
import type { Connection } from '../../kube/connect.ts';
import type { SchedulerEvent } from '../../scheduler/events.ts';
import { eventText } from '../../scheduler/log-text.ts';
import type { SchedulerOptions } from '../../scheduler/options.ts';
import type { PolicyName } from '../../scheduler/policy.ts';
import type { RunningScheduler } from '../../scheduler/running-scheduler.ts';
import { ASCII, needsAscii, UNICODE } from '../../tui/marks.ts';
import { openScreen } from '../../tui/open-screen.ts';
import { guessTheme, type ThemeName } from '../../tui/theme.ts';
import { detailsBudget } from '../../view/details-budget.ts';
import { FactsReader } from '../../view/facts.ts';
import { startStory } from '../../view/story.ts';
import type { CliContext } from '../context.ts';
import { screenActions } from './screen-actions.ts';
import { serveLog } from './serve-log.ts';

/** How the screen was asked for. */
export interface ServeScreenOptions {
  readonly scheduler: string;
  readonly kubeconfig?: string;
  readonly mode: SchedulerOptions['mode'];
  readonly policy: PolicyName;
  /** Nothing can be changed from the screen. */
  readonly readonly: boolean;
  readonly ascii: boolean;
  readonly theme: ThemeName | 'auto';
  /** False after `--no-color`. */
  readonly color: boolean;
}

/** A scheduler's screen, and what the scheduler must be given so that the screen can show and steer it. */
export interface ServeScreen extends Required<
  Pick<SchedulerOptions, 'observe' | 'wantsDetails' | 'onRunning' | 'signal'>
> {
  /** A line that is no event, for the log. */
  readonly print: (line: string) => void;
  /** Gives the terminal back; then says on it how it ended and where the log is. Throws what broke the screen, if anything did. */
  close(): Promise<void>;
}

/** Opens the screen on the context's terminal. */
export function openServeScreen(
  cli: CliContext & Required<Pick<CliContext, 'terminal'>>,
  options: ServeScreenOptions,
  { api, context, server }: Connection,
): ServeScreen {
  const ending = new AbortController();
  const log = serveLog(cli, context);
  let running: RunningScheduler | undefined;
  let reader: FactsReader | undefined;
  let lastLine: string | undefined;
  const actions = screenActions({
    cli,
    api,
    context,
    ...(options.kubeconfig !== undefined && { kubeconfig: options.kubeconfig }),
    running: () => running,
    quit: () => ending.abort(new Error('the person at the screen ended it')),
  });
  const screen = openScreen({
    ...cli.terminal,
    about: {
      context,
      server,
      scheduler: options.scheduler,
      readonly: options.readonly,
      hasConfig: options.policy === 'custom',
      ...(log.path !== undefined && { logFile: log.path }),
      marks: options.ascii || needsAscii(cli.env, process.platform) ? ASCII : UNICODE,
    },
    story: startStory(options),
    theme: themeName(cli, options),
    read: (want, story) => reader?.read(want, story, systemClock.monotonic()),
    actions,
    clock: systemClock,
  });
  let broken: unknown;
  screen.done.catch((error: unknown) => {
    broken = error;
    ending.abort(error);
  });
  const observe = (event: SchedulerEvent) => {
    const text = eventText(event);
    if (text !== undefined && event.type !== 'decided') log.print(`${event.time} ${text}`);
    if (event.type === 'stopped') lastLine = text;
    screen.push(event);
  };
  return {
    observe,
    wantsDetails: detailsBudget(() => systemClock.monotonic()),
    onRunning(started) {
      running = started;
      reader = new FactsReader(started);
    },
    signal: AbortSignal.any([cli.signal, ending.signal]),
    print: (line) => log.print(line),
    async close() {
      await screen.close();
      await log.close();
      if (lastLine !== undefined) cli.stdout.write(`${lastLine}\n`);
      if (log.path !== undefined) cli.stdout.write(`log: ${log.path}\n`);
      if (broken !== undefined) throw broken;
    },
  };
}

function themeName({ env }: CliContext, { theme, color }: ServeScreenOptions): ThemeName {
  if (!color) return 'none';
  return theme === 'auto' ? guessTheme(env) : theme;
}
