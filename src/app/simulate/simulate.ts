import { isSimulated } from '../../api/nodes.ts';
import { PRIORITY_CLASSES } from '../../api/resources.ts';
import type { Connection } from '../../kube/connect.ts';
import { systemClock } from '../../lib/clock.ts';
import { EXIT, UsageError } from '../../lib/errors.ts';
import type { Policy, PolicyName } from '../../scheduler/policy.ts';
import { Profiles } from '../../scheduler/profiles.ts';
import { type LoadedCluster, loadCluster, withObjects } from '../../simulate/load-cluster.ts';
import { type Simulation, simulate } from '../../simulate/simulate.ts';
import { changed, NoSuchNode, type WhatIf } from '../../simulate/what-if.ts';
import type { WorkloadContext } from '../../simulate/workloads.ts';
import type { ClusterFlags } from '../cluster-flags.ts';
import { withCluster } from '../connect-as.ts';
import type { CliContext } from '../context.ts';
import { documentText } from '../document.ts';
import { loadScheduling, type Scheduling } from '../scheduling/scheduling.ts';
import { styleOf } from '../workshop/look.ts';
import { readManifests } from './files.ts';
import { simulationLines } from './lines.ts';
import { simulationSvg } from './svg.ts';

/** What `kubectl minisched simulate` was asked for. */
export interface SimulateOptions extends ClusterFlags {
  /** Manifests; `-` is standard input. May be empty when nodes are removed: then only their pods move. */
  readonly files: readonly string[];
  readonly replicas?: number;
  readonly policy: Policy;
  /** Side by side, instead of `policy`. */
  readonly compare: readonly Policy[];
  readonly config?: string;
  readonly plugins: readonly string[];
  readonly whatIf: WhatIf;
  readonly output?: 'json' | 'yaml' | 'wide' | 'svg';
  /** False after `--no-color`. */
  readonly color: boolean;
}

/** What `-o json` prints: a simulation for each policy. */
export interface SimulateDocument {
  readonly results: readonly { readonly policy: PolicyName; readonly simulation: Simulation }[];
  /** Objects of the files that make no pods. */
  readonly ignored: readonly string[];
  /** The cluster's nodes are simulated ones. */
  readonly isEmbedded: boolean;
}

/**
 * `simulate`: where pods would go, on the cluster as it is or with changes that are only thought. Nothing is written. Exit code 0 when all
 * would be placed (under every policy that is compared), 1 when not.
 */
export async function simulateCommand(cli: CliContext, options: SimulateOptions): Promise<void> {
  const told = await withCluster(cli, options, (connection) => simulated(cli, options, connection));
  cli.stdout.write(textOf(told, cli, options));
  cli.setExitCode(told.results.every(({ simulation }) => simulation.pending === 0) ? EXIT.ok : EXIT.negative);
}

function textOf(told: SimulateDocument, cli: CliContext, { output, color }: SimulateOptions): string {
  if (output === 'svg') return simulationSvg(told);
  const lines = () => simulationLines(told, styleOf(cli, color), output === 'wide').join('\n');
  return documentText(told, output) ?? `${lines()}\n`;
}

async function simulated(
  cli: CliContext,
  options: SimulateOptions,
  connection: Connection,
): Promise<SimulateDocument> {
  const { api } = connection;
  const policies = options.compare.length === 0 ? [options.policy] : options.compare;
  const all = await Promise.all(
    policies.map((policy) =>
      loadScheduling({ ...options, policy, schedulerName: 'default-scheduler' }, cli.cwd),
    ),
  );
  const context = { api, clock: systemClock, random: Math.random };
  const judges = all.map(({ policy, ...scheduling }) => ({
    policy,
    profiles: profilesOf(scheduling, context),
  }));
  const reads = new Set([PRIORITY_CLASSES, ...judges.flatMap(({ profiles }) => [...profiles.reads])]);
  const now = await loadCluster(api, reads, cli.signal);
  const { cluster, displaced } = thought(now, options.whatIf);
  const wanted = await readManifests(options.files, cli, contextOf(cluster, options, connection));
  const pods = [...displaced, ...wanted.pods];
  if (pods.length === 0)
    throw new UsageError('there is nothing to place', {
      next: 'name manifests with -f, or a node to think away with --remove-node',
    });
  return {
    results: judges.map(({ policy, profiles }) => ({
      policy,
      simulation: simulate(withObjects(cluster, wanted.objects), profiles, pods),
    })),
    ignored: wanted.ignored,
    isEmbedded: now.nodes.some(isSimulated),
  };
}

function profilesOf(
  scheduling: Pick<Scheduling, 'profiles'>,
  context: Parameters<Scheduling['profiles']>[0],
): Profiles {
  return new Profiles(scheduling.profiles(context));
}

function thought(cluster: LoadedCluster, whatIf: WhatIf) {
  try {
    return changed(cluster, whatIf);
  } catch (error) {
    if (error instanceof NoSuchNode) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function contextOf(
  { nodes, objects }: LoadedCluster,
  { namespace, replicas }: SimulateOptions,
  connection: Connection,
): WorkloadContext {
  const classes = objects.list(PRIORITY_CLASSES);
  const byDefault = classes.find(({ globalDefault }) => globalDefault);
  return {
    namespace: namespace ?? connection.namespace,
    ...(replicas !== undefined && { replicas }),
    nodes,
    priorityOf: (name) =>
      (name === undefined ? byDefault : classes.find(({ metadata }) => metadata.name === name))?.value,
  };
}
