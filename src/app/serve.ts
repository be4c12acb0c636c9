import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ClusterFlags } from './cluster-flags.ts';
import type { CliContext } from './context.ts';
import { systemClock } from '../lib/clock.ts';
import { ApiError } from '../api/errors.ts';
import { isSimulated } from '../api/nodes.ts';
import { NODES } from '../api/resources.ts';
import type { Connection } from '../kube/connect.ts';
import { connectAs } from './connect-as.ts';
import { EXIT } from '../lib/errors.ts';
import type { Mode } from '../scheduler/events.ts';
import type { SchedulerOptions } from '../scheduler/options.ts';
import type { PluginContext } from '../scheduler/config/registry.ts';
import { Report } from '../scheduler/report.ts';
import type { RunningScheduler } from '../scheduler/running-scheduler.ts';
import { runScheduler } from '../scheduler/scheduler.ts';
import type { TieBreak } from '../scheduler/tie-break.ts';
import { announceScheduler } from './announce-scheduler.ts';
import { eventLines } from './event-lines.ts';
import type { Health, HealthFlags } from './health/serve-health.ts';
import { type Leading, takePart } from './leading.ts';
import { followConfig } from './scheduling/follow-config.ts';
import { limitsOf } from './scheduling/limits.ts';
import { loadScheduling, type Scheduling, type SchedulingFlags } from './scheduling/scheduling.ts';
import type { ServeScreen } from './screen/serve-screen.ts';
import { wantsScreen } from './screen/wants-screen.ts';

/** What `kubectl minisched serve` was asked for. */
export interface ServeOptions extends ClusterFlags, SchedulingFlags, HealthFlags {
  /** Print the configuration and end. */
  readonly printConfig: boolean;
  readonly tieBreak: TieBreak;
  /** False after `--no-assume`: see `SchedulerOptions`. */
  readonly assume: boolean;
  readonly mode: Mode;
  readonly details: boolean;
  readonly logFormat: 'text' | 'json' | 'yaml';
  /** False after `--no-tui`: lines, also on a terminal. */
  readonly tui: boolean;
  readonly readonly: boolean;
  readonly ascii: boolean;
  readonly theme: 'auto' | 'dark' | 'light' | 'none';
  /** False after `--no-color`. */
  readonly color: boolean;
}

/**
 * Runs the scheduler on the chosen cluster until the context's signal aborts, which is how a scheduler ends: exit code 0. On a terminal
 * it is a full screen, everywhere else lines. A lease that is lost ends it with a `UserError`: exit code 3.
 */
export async function serve(cli: CliContext, options: ServeOptions): Promise<void> {
  const scheduling = await loadScheduling(options, cli.cwd);
  if (options.printConfig) {
    const { configurationText } = await import('./scheduling/configuration-text.ts');
    cli.stdout.write(configurationText(scheduling, options));
    return;
  }
  const health = await healthOf(cli, options);
  const connection = await connectAs(cli, options, health?.onAnswer);
  // once it runs, a lost connection is waited out; a person who names the wrong cluster wants to hear it now
  await connection.api.version({ signal: cli.signal });
  const about = { ...options, ...namesOf(scheduling) };
  const { leaderElection } = scheduling.configuration;
  const screen = await screenFor(cli, about, connection);
  const print = screen?.print ?? ((line: string) => cli.stdout.write(`${line}\n`));
  const observe = screen?.observe ?? (await eventLines(print, options));
  const report = new Report(systemClock, observe);
  const retract = announceScheduler(cli, connection.context, about, (message, isSecond) => {
    // two of one name place each other's pods, which nobody wants; an unwritable folder is usual in a container
    if ((isSecond && !leaderElection?.leaderElect) || options.v > 0)
      report.tell({ type: 'warning', message });
  });
  if (options.logFormat === 'text') for (const line of await headLines(cli, options, connection)) print(line);
  if (scheduling.notDone !== undefined) report.tell({ type: 'warning', message: scheduling.notDone });
  const following = new AbortController();
  const current = { scheduling };
  const signal = screen?.signal ?? cli.signal;
  const leading = leaderElection?.leaderElect
    ? takePart({
        api: connection.api,
        election: leaderElection,
        identity: `${hostname()}_${randomUUID()}`,
        observe,
        clock: systemClock,
        random: Math.random,
        signal,
      })
    : undefined;
  const onRunning = (running: RunningScheduler) => {
    screen?.onRunning(running);
    health?.onRunning(running);
    void followFile(cli, options, { current, running, report, signal: following.signal });
  };
  try {
    await health?.listen(
      signal,
      leading && leaderElection && { part: leading, leaseDuration: leaderElection.leaseDuration },
    );
    await runAs(
      leading,
      schedulerOptions(cli, options, current, {
        api: connection.api,
        observe,
        ...screen,
        onRunning,
        ...(health && { metrics: health.metrics }),
        ...leading,
      }),
    );
    cli.setExitCode(EXIT.ok);
  } finally {
    following.abort();
    await health?.close();
    retract();
    await screen?.close();
    await connection.close();
  }
}

/** However it ends, the lease is given back after it. */
async function runAs(leading: Leading | undefined, options: SchedulerOptions): Promise<void> {
  try {
    await runScheduler(options);
  } finally {
    await leading?.close();
  }
}

/** Nothing of it is loaded for who does not want it. */
async function healthOf({ cwd }: CliContext, options: ServeOptions): Promise<Health | undefined> {
  if (!options.serveHealth) return undefined;
  const { openHealth } = await import('./health/serve-health.ts');
  return openHealth(options, { clock: systemClock, process, cwd });
}

/** What holds now: a file may change it. */
interface Current {
  scheduling: Scheduling;
}

type Following = Pick<SchedulerOptions, 'signal'> & {
  readonly report: Report;
  readonly current: Current;
  readonly running: RunningScheduler;
};

/** Loaded only for who sits at a terminal: React and ink are half a megabyte. */
async function screenFor(
  cli: CliContext,
  options: Omit<ServeOptions, 'policy'> & ReturnType<typeof namesOf>,
  connection: Connection,
): Promise<ServeScreen | undefined> {
  const { terminal } = cli;
  if (!terminal || !wantsScreen(cli, options)) return undefined;
  const { openServeScreen } = await import('./screen/serve-screen.ts');
  return openServeScreen({ ...cli, terminal }, options, connection);
}

/** Where it works: with `-v 1`, and always where the nodes are simulated, for then that comes before anything else. */
async function headLines(
  { signal }: CliContext,
  { v }: ServeOptions,
  { api, context, server }: Connection,
): Promise<string[]> {
  const where = `context ${context}, server ${server}`;
  try {
    const { items } = await api.list(NODES, { limit: 1, signal });
    if (items.some(isSimulated)) return [`embedded cluster (simulated nodes): ${where}`];
  } catch (error) {
    // who may not list nodes hears so from the scheduler itself
    if (!(error instanceof ApiError)) throw error;
  }
  return v > 0 ? [where] : [];
}

function schedulerOptions(
  cli: CliContext,
  options: ServeOptions,
  current: Current,
  {
    api,
    observe,
    metrics,
    leads,
    ...shown
  }: Pick<SchedulerOptions, 'api' | 'observe' | 'metrics' | 'leads'> & Partial<ServeScreen>,
): SchedulerOptions {
  const { wantsDetails, onRunning, signal = cli.signal } = shown;
  const { policy, configuration, profiles } = current.scheduling;
  const context: PluginContext = { api, clock: systemClock, random: Math.random };
  return {
    api,
    profiles: profiles(context),
    profilesOf: (other) => current.scheduling.profilesOf(other, context),
    ...(options.namespace !== undefined && !options.allNamespaces && { namespace: options.namespace }),
    mode: options.mode,
    policy,
    tieBreak: options.tieBreak,
    assume: options.assume,
    details: options.details,
    ...(wantsDetails && { wantsDetails }),
    ...(metrics && { metrics }),
    ...(leads && { leads }),
    ...(onRunning && { onRunning }),
    ...limitsOf(configuration),
    instance: `${configuration.profiles[0]?.schedulerName}-${hostname()}`,
    observe,
    clock: systemClock,
    random: Math.random,
    signal,
  };
}

/** A configuration file that is changed while the scheduler runs holds from then on; one that is wrong is told. */
async function followFile(
  { cwd }: CliContext,
  options: ServeOptions,
  { current, running, report, signal }: Following,
): Promise<void> {
  const { config: file } = options;
  if (file === undefined) return;
  await followConfig({
    file,
    cwd,
    now: current.scheduling,
    load: () => loadScheduling(options, cwd),
    onChanged(next) {
      current.scheduling = next;
      running.policyChanged('custom');
    },
    onRefused: (message) => {
      report.tell({ type: 'warning', message });
    },
    clock: systemClock,
    signal,
  });
}

/** What the outside is told: whose pods are served, and how. */
function namesOf({ configuration, policy }: Pick<Scheduling, 'configuration' | 'policy'>) {
  return { scheduler: configuration.profiles.map(({ schedulerName }) => schedulerName).join(', '), policy };
}
