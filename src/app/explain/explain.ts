import { SCHEDULER_NAME } from '../../project/project.ts';
import { systemClock } from '../../lib/clock.ts';
import { isNotFound } from '../../api/errors.ts';
import { isSimulated } from '../../api/nodes.ts';
import { PODS } from '../../api/resources.ts';
import type { Pod } from '../../api/types.ts';
import { type LockOwner, readLock } from '../../exec/lock.ts';
import type { Connection } from '../../kube/connect.ts';
import { EXIT, UserError } from '../../lib/errors.ts';
import { Profiles } from '../../scheduler/profiles.ts';
import { type Policy, POLICIES } from '../../scheduler/policy.ts';
import { type AliveScheduler, aliveSchedulers } from '../../simulate/alive-schedulers.ts';
import { explainPod, type PodExplanation } from '../../simulate/explain-pod.ts';
import { loadCluster } from '../../simulate/load-cluster.ts';
import { stateFolder } from '../../workshop/state.ts';
import type { ClusterFlags } from '../cluster-flags.ts';
import { withCluster } from '../connect-as.ts';
import type { CliContext } from '../context.ts';
import { documentText, type OutputFormat } from '../document.ts';
import { loadScheduling } from '../scheduling/scheduling.ts';
import { styleOf } from '../workshop/look.ts';
import { explainLines } from './lines.ts';

/** What `kubectl minisched explain` was asked for. */
export interface ExplainOptions extends ClusterFlags {
  /** Of the pod. */
  readonly name: string;
  /** Missing: what its scheduler is known to use, see {@link policyOf}. */
  readonly policy?: Policy;
  readonly config?: string;
  readonly plugins: readonly string[];
  readonly output?: OutputFormat;
  /** False after `--no-color`. */
  readonly color: boolean;
}

/** What `-o json` prints. */
export interface ExplainDocument extends PodExplanation {
  /** By which rules it was judged: a policy, or `custom` for `--config`. */
  readonly policy: string;
  /** Whether anybody who is known to be alive serves the pod's scheduler name. */
  readonly isServed: boolean;
  readonly alive: readonly AliveScheduler[];
  /** The nodes are simulated. */
  readonly isEmbedded: boolean;
}

/**
 * `explain`: why a pod is where it is, or why it waits, as the cluster is now; nothing is written. Exit code 0 when it is placed or a node
 * fits, 1 when it cannot be placed now.
 */
export async function explainCommand(cli: CliContext, options: ExplainOptions): Promise<void> {
  const told = await withCluster(cli, options, (connection) => explained(cli, options, connection));
  const lines = () => explainLines(told, styleOf(cli, options.color), options.output === 'wide');
  cli.stdout.write(documentText(told, options.output) ?? `${lines().join('\n')}\n`);
  cli.setExitCode(told.state === 'placed' || told.best !== undefined ? EXIT.ok : EXIT.negative);
}

async function explained(
  cli: CliContext,
  options: ExplainOptions,
  connection: Connection,
): Promise<ExplainDocument> {
  const pod = await podOf(options, connection, cli.signal);
  const serving = readLock(stateFolder(connection.context, cli.env, cli.home).schedulerLock);
  const { profiles, policy } = await judges(cli, options, connection, pod, serving);
  const { framework } = profiles.of(pod);
  const [loaded, alive] = await Promise.all([
    loadCluster(connection.api, profiles.reads, cli.signal),
    aliveSchedulers(connection.api, systemClock.now(), cli.signal),
  ]);
  const isEmbedded = loaded.nodes.some(isSimulated);
  const everybody = [
    ...(isEmbedded ? [{ name: 'default-scheduler', because: 'it is part of the embedded cluster' }] : []),
    ...(serving?.scheduler === undefined
      ? []
      : [{ name: serving.scheduler, because: `it runs on this machine (process ${serving.pid})` }]),
  ];
  const known = new Set(everybody.map(({ name }) => name));
  const all = [...everybody, ...alive.filter(({ name }) => !known.has(name))];
  const told = explainPod(loaded, framework, pod);
  return {
    ...told,
    policy,
    isServed: all.some(({ name }) => name === told.schedulerName),
    alive: all,
    isEmbedded,
  };
}

async function podOf(
  { name, namespace }: ExplainOptions,
  { api, namespace: usual }: Connection,
  signal: AbortSignal,
) {
  const where = namespace ?? usual;
  try {
    return await api.get(PODS, { namespace: where, name }, { signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new UserError(`there is no pod ${name} in namespace ${where}`, {
      next: 'kubectl get pods -A lists those of all namespaces; -n names one',
      cause: error,
    });
  }
}

async function judges(
  cli: CliContext,
  options: ExplainOptions,
  { api }: Connection,
  pod: Pod,
  serving: LockOwner | undefined,
): Promise<{ readonly profiles: Profiles; readonly policy: string }> {
  const schedulerName = pod.spec.schedulerName ?? 'default-scheduler';
  const policy = options.policy ?? policyOf(schedulerName, serving);
  const scheduling = await loadScheduling({ ...options, policy, schedulerName }, cli.cwd);
  const context = { api, clock: systemClock, random: Math.random };
  return { profiles: new Profiles(scheduling.profiles(context)), policy: scheduling.policy };
}

/**
 * The policy of the scheduler that runs on this machine under that name, the workshop's own, or kube-scheduler's defaults. A program of the
 * person's own has no policy that we know.
 */
export function policyOf(
  schedulerName: string,
  serving: Pick<LockOwner, 'scheduler' | 'policy'> | undefined,
): Policy {
  if (serving?.scheduler === schedulerName && serving.policy !== undefined)
    return POLICIES.find((policy) => policy === serving.policy) ?? 'default';
  return schedulerName === SCHEDULER_NAME ? 'least-pods' : 'default';
}
