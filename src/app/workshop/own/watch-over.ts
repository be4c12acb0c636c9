import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';

import type { ClusterApi } from '../../../api/cluster-api.ts';
import { EVENTS, NODES, PODS, type Resource } from '../../../api/resources.ts';
import type { KubeObject } from '../../../api/types.ts';
import { type CommandGroup, startGroup } from '../../../exec/command-group.ts';
import { ownerOf, takeLock } from '../../../exec/lock.ts';
import { type Informer, type InformerHandler, runInformer } from '../../../informer/informer.ts';
import { openUpstream } from '../../../kube/upstream.ts';
import { systemClock } from '../../../lib/clock.ts';
import { EXIT } from '../../../lib/errors.ts';
import type { Mode } from '../../../scheduler/events.ts';
import { startProxy, type TrialProxy } from '../../../trials/proxy/proxy.ts';
import { endLeftProgram, rememberProgram } from '../../../workshop/own/left-program.ts';
import { Outside } from '../../../workshop/own/outside.ts';
import { prepareStateFolder, stateFolder, type StateFolder } from '../../../workshop/state.ts';
import { connectAs } from '../../connect-as.ts';
import type { CliContext } from '../../context.ts';
import { Requests } from './requests.ts';

/** A person's own program, and what it is to do. */
export interface WatchOverOptions {
  /** With {@link kubeconfig}: the cluster. */
  readonly context: string;
  readonly kubeconfig: string;
  readonly scheduler: string;
  readonly mode: Mode;
  /** For a shell in {@link folder}. */
  readonly line: string;
  readonly folder: string;
}

/**
 * Starts a person's own program and prints what can be seen of it from outside, in the shape of `serve --log-format json`, until the
 * context's signal aborts (then the program is ended first) or the program ends by itself: then with its exit code. It holds the lock of
 * the context's scheduler meanwhile, so that it is found as ours would be.
 */
export async function watchOver(cli: CliContext, options: WatchOverOptions): Promise<void> {
  const state = stateFolder(options.context, cli.env, cli.home);
  prepareStateFolder(state);
  const { scheduler, mode, line } = options;
  const release = takeLock(state.schedulerLock, {
    ...ownerOf(process.pid, `your program \`${line}\``),
    attached: false,
    scheduler,
    mode,
    program: line,
  });
  try {
    await endLeftProgram(state, systemClock, cli.signal);
    cli.setExitCode(await follow(cli, options, state));
  } finally {
    release();
  }
}

/** Resolves to the exit code. */
async function follow(cli: CliContext, options: WatchOverOptions, state: StateFolder): Promise<number> {
  const which = { ...options, requestTimeout: 30_000 };
  const connection = await connectAs(cli, which);
  const upstream = await openUpstream({ ...which, env: cli.env, home: cli.home, clock: systemClock });
  const token = randomUUID();
  const ending = new AbortController();
  const signal = AbortSignal.any([cli.signal, ending.signal]);
  const watching = watch(connection.api, cli, options, signal);
  const requests = new Requests(watching.outside);
  const proxy = await startProxy({
    upstream,
    token,
    clock: systemClock,
    changed: () => requests.look(proxy.log),
  });
  try {
    await watching.synced;
    writeFileSync(state.programKubeconfig, kubeconfigText(options.context, proxy, token), { mode: 0o600 });
    return await run(cli, options, { state, outside: watching.outside, token });
  } finally {
    ending.abort();
    await watching.done;
    await proxy.close();
    await upstream.close();
    await connection.close();
  }
}

interface Watching {
  readonly outside: Outside;
  readonly synced: Promise<unknown>;
  readonly done: Promise<unknown>;
}

/** Follows pods, nodes and events. */
function watch(api: ClusterApi, cli: CliContext, options: WatchOverOptions, signal: AbortSignal): Watching {
  const { scheduler, mode, line } = options;
  const follows = <T extends KubeObject>(resource: Resource<T>, handler: InformerHandler<T>): Informer<T> => {
    const rest = { options: {}, observe: () => undefined, clock: systemClock, random: Math.random, signal };
    return runInformer({ api, resource, handler, ...rest });
  };
  const none = { onAdd: () => undefined, onUpdate: () => undefined, onDelete: () => undefined };
  const nodes = follows(NODES, none);
  const pods = follows(PODS, {
    onAdd: (pod) => outside.pod(pod),
    onUpdate: (_, pod) => outside.pod(pod),
    onDelete: (pod) => outside.gone(pod),
  });
  const outside = new Outside({
    scheduler,
    mode,
    program: line,
    pods: () => pods.store.list(),
    nodes: () => nodes.store.list().map(({ metadata }) => metadata.name),
    observe: (event) => cli.stdout.write(`${JSON.stringify(event)}\n`),
    now: () => systemClock.now(),
  });
  // what was told before it began is not its word
  let isNew = false;
  const events = follows(EVENTS, {
    ...none,
    onAdd: (event) => isNew && outside.event(event),
    onUpdate: (_, event) => isNew && outside.event(event),
  });
  const synced = Promise.all([nodes.synced, pods.synced, events.synced]).then(() => void (isNew = true));
  return { outside, synced, done: Promise.all([nodes.done, pods.done, events.done]) };
}

interface Surroundings {
  readonly state: StateFolder;
  readonly outside: Outside;
  /** What lets the program in; nobody else is to read it in a log. */
  readonly token: string;
}

/** Until the program has ended. */
async function run(
  cli: CliContext,
  { line, folder, scheduler, mode }: WatchOverOptions,
  { state, outside, token }: Surroundings,
): Promise<number> {
  const told = {
    KUBECONFIG: state.programKubeconfig,
    SCHEDULER_NAME: scheduler,
    SCHEDULER_MODE: mode,
  };
  // Python keeps what it prints to a pipe for itself until there is much of it
  const env = { PYTHONUNBUFFERED: '1', ...cli.env, MINISCHED_STARTED_BY: undefined, ...told };
  const group = startGroup(line, {
    cwd: folder,
    env,
    onLine: (text) => outside.said(text.replaceAll(token, '…')),
  });
  const forget = rememberProgram(state, group.pid, line);
  try {
    const code = await endOf(group, cli.signal);
    if (code === undefined) outside.stopped();
    else outside.ended(code);
    return code ?? EXIT.ok;
  } finally {
    forget();
  }
}

/** The code with which it ended by itself; undefined: the signal aborted, and it was stopped. No process of it is left then. */
async function endOf(group: CommandGroup, signal: AbortSignal): Promise<number | undefined> {
  const stop = Promise.withResolvers<undefined>();
  const abort = (): void => stop.resolve(undefined);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const code = await Promise.race([group.ended, stop.promise]);
  signal.removeEventListener('abort', abort);
  // also what an ended shell left behind
  await group.end(systemClock, new AbortController().signal);
  return code;
}

/** One context, current in it. Without TLS there is nothing to verify, which client-node wants to be told. */
function kubeconfigText(context: string, { server }: TrialProxy, token: string): string {
  const name = JSON.stringify(context);
  return `apiVersion: v1
kind: Config
clusters:
- name: ${name}
  cluster:
    server: ${server}
    insecure-skip-tls-verify: true
contexts:
- name: ${name}
  context:
    cluster: ${name}
    user: ${name}
current-context: ${name}
users:
- name: ${name}
  user:
    token: ${token}
`;
}
