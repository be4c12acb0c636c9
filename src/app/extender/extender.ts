import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { podText } from '../../api/pods.ts';
import { answer, type Answer, type Verb } from '../../extender/answer.ts';
import { kubeSchedulerConfig } from '../../extender/kube-scheduler-config.ts';
import { runExtender } from '../../extender/run-extender.ts';
import type { Connection } from '../../kube/connect.ts';
import { systemClock } from '../../lib/clock.ts';
import { EXIT, UsageError } from '../../lib/errors.ts';
import type { SchedulerEvent } from '../../scheduler/events.ts';
import { eventText } from '../../scheduler/log-text.ts';
import type { TieBreak } from '../../scheduler/tie-break.ts';
import type { ClusterFlags } from '../cluster-flags.ts';
import { withCluster } from '../connect-as.ts';
import type { CliContext } from '../context.ts';
import { loadScheduling, type Scheduling, type SchedulingFlags } from '../scheduling/scheduling.ts';
import { extendedOf } from './extended-of.ts';
import { type Listening, serveHttp } from './http-server.ts';
import { unasked } from './unasked.ts';

/** What `kubectl minisched extender` was asked for. */
export interface ExtenderFlags extends ClusterFlags, SchedulingFlags {
  readonly address: string;
  readonly port: number;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  /** Where kube-scheduler finds it, when that is not where it listens. */
  readonly url?: string;
  readonly tieBreak: TieBreak;
  /** Print kube-scheduler's configuration and end. */
  readonly printConfig: boolean;
}

/** Answers kube-scheduler's questions until the context's signal aborts, which is how an extender ends: exit code 0. */
export async function extender(cli: CliContext, flags: ExtenderFlags): Promise<void> {
  const scheduling = await loadScheduling(flags, cli.cwd);
  const tls = tlsOf(cli, flags);
  if (flags.printConfig) {
    const { yamlText } = await import('../../workshop/yaml-text.ts');
    cli.stdout.write(`# kube-scheduler --config FILE\n${yamlText(configOf(cli, flags, scheduling))}`);
    return;
  }
  await withCluster(cli, flags, async (connection) => {
    await connection.api.version({ signal: cli.signal });
    await listen(cli, { ...flags, ...(tls && { tls }) }, scheduling, connection);
    cli.setExitCode(EXIT.ok);
  });
}

async function listen(
  { stdout, signal }: CliContext,
  flags: ExtenderFlags & Listening,
  { policy, profiles, notDone }: Scheduling,
  { api }: Connection,
): Promise<void> {
  const print = (line: string) => void stdout.write(`${line}\n`);
  if (notDone !== undefined) print(`warning: ${notDone}`);
  const plugins = profiles({ api, clock: systemClock, random: Math.random });
  for (const clause of unasked(plugins)) print(`warning: an extender is not asked: ${clause}`);
  const common = { policy, tieBreak: flags.tieBreak, clock: systemClock, random: Math.random, signal };
  const observe = (event: SchedulerEvent) => {
    // pods are kube-scheduler's business; what remains is the connection and what plugins miss
    const text = event.type === 'connection' || event.type === 'warning' ? eventText(event) : undefined;
    if (text !== undefined) print(text);
  };
  await runExtender({ api, profiles: plugins, observe, ...common }, async (running) => {
    const onListening = (port: number) => {
      print(`extender running at ${urlOf({ ...flags, port })}, policy ${policy}`);
    };
    const ask = async (verb: Verb, body: string): Promise<Answer> => {
      const answered = await answer(running, verb, body);
      if (flags.v > 0 || answered.status !== 200) print(lineOf(verb, body, answered));
      return answered;
    };
    await serveHttp(flags, ask, { signal, onListening });
  });
  print('extender stopped');
}

/** One answer for people. */
function lineOf(verb: Verb, body: string, { status, body: said }: Answer): string {
  if (status !== 200) return `warning: ${String(said).trim()}`;
  const asked: { Pod?: { metadata: { name: string; namespace?: string } } } = JSON.parse(body);
  const about = asked.Pod ? podText(asked.Pod.metadata) : body;
  return `${verb} ${about}: ${JSON.stringify(said).slice(0, 200)}`;
}

function configOf(cli: CliContext, flags: ExtenderFlags, { configuration }: Scheduling): object {
  const { tlsCertFile, kubeconfig } = flags;
  return kubeSchedulerConfig({
    ...extendedOf(configuration, urlOf(flags)),
    ...(tlsCertFile !== undefined && { caFile: resolve(cli.cwd, tlsCertFile) }),
    ...(kubeconfig !== undefined && { kubeconfig: resolve(cli.cwd, kubeconfig) }),
  });
}

/** What listens everywhere is found at this machine's own address. */
function urlOf({ url, address, port, tlsCertFile }: ExtenderFlags): string {
  if (url !== undefined) return url;
  const host = address === '0.0.0.0' ? '127.0.0.1' : address.includes(':') ? `[${address}]` : address;
  return `${tlsCertFile === undefined ? 'http' : 'https'}://${host}:${port}`;
}

function tlsOf({ cwd }: CliContext, { tlsCertFile, tlsPrivateKeyFile }: ExtenderFlags): Listening['tls'] {
  if (tlsCertFile === undefined && tlsPrivateKeyFile === undefined) return undefined;
  if (tlsCertFile === undefined || tlsPrivateKeyFile === undefined)
    throw new UsageError('--tls-cert-file and --tls-private-key-file go together');
  return { cert: textOf(resolve(cwd, tlsCertFile)), key: textOf(resolve(cwd, tlsPrivateKeyFile)) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${path}`, { cause });
  }
}
