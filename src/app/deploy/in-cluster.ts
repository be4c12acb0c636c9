import { existsSync, rmSync, writeFileSync } from 'node:fs';

import type { SchedulerDeployment } from '../../deploy/deployment.ts';
import { CONTROL_PLANE } from '../../deploy/pod-template.ts';
import { type LockOwner, ownerOf } from '../../exec/lock.ts';
import { UserError } from '../../lib/errors.ts';
import type { SchedulerProcess, StartOptions } from '../../workshop/scheduler-process.ts';
import type { CliContext } from '../context.ts';
import { POLICIES, type Policy } from '../../scheduler/policy.ts';
import { apply, imageFor, untilReady, wantedOf } from './deploy.ts';
import { scaleDown } from './scale-down.ts';
import { type DeployTarget, deployTarget, type TargetOptions } from './target.ts';

/** Two, so that one of them can be killed while a step is played. */
const COPIES = 2;
const NAMESPACE = 'kube-system';

/** Whose scheduler, and how it decides unless a step says otherwise. */
export interface InClusterOptions extends TargetOptions {
  readonly scheduler: string;
  readonly policy: Policy;
  /** A file that is there from before the copies start until they are gone: whoever was killed meanwhile is known to have left them. */
  readonly marker: string;
}

/**
 * The workshop's scheduler as a Deployment: starting scales it to two copies, stopping to none, and what `follower` (which prints the
 * copies' log until SIGTERM, as a process of this machine) holds is its lock and its log.
 */
export function inClusterScheduler(
  cli: CliContext,
  options: InClusterOptions,
  follower: SchedulerProcess,
): SchedulerProcess {
  const target = (): Promise<DeployTarget> => deployTarget(cli, options, { writes: true });
  const named = { name: options.scheduler, namespace: NAMESPACE };
  return {
    find: () => follower.find() ?? leftBehind(options),
    eventsSince: (offset) => follower.eventsSince(offset),
    configure: () => Promise.reject(notInCluster()),
    async start(wanted) {
      const where = await target();
      const deployment = await deploymentFor(cli, options, where, wanted);
      // copies of before have a log of before
      await scaleDown(cli, where, named);
      writeFileSync(options.marker, '');
      await apply(cli, where, deployment);
      await untilReady(cli, where, deployment);
      return follower.start(wanted);
    },
    async stop({ signal }) {
      const pid = await follower.stop({ signal });
      await scaleDown(cli, await target(), named);
      rmSync(options.marker, { force: true });
      return pid;
    },
  };
}

/** Copies whose follower was killed: they place pods, and nobody here hears of it. They are not what any step wants, so they are stopped. */
function leftBehind({ marker, scheduler }: InClusterOptions): LockOwner | undefined {
  if (!existsSync(marker)) return undefined;
  return { ...ownerOf(process.pid, `the scheduler ${scheduler} in the cluster`), mode: 'unheard' };
}

async function deploymentFor(
  cli: CliContext,
  options: InClusterOptions,
  target: DeployTarget,
  { mode, flags = [] }: StartOptions,
): Promise<SchedulerDeployment> {
  const policy = valueOf('--policy', flags);
  const config = valueOf('--config', flags);
  const deployOptions = {
    ...options,
    schedulerName: options.scheduler,
    policy: POLICIES.find((one) => one === policy) ?? options.policy,
    ...(config !== undefined && { config }),
    namespace: NAMESPACE,
    replicas: COPIES,
    build: false,
    systemRole: false,
    dryRun: false,
    flags: [
      '--log-format',
      'json',
      '--mode',
      mode,
      // every node's verdict of each decision, for the evidence
      '--details',
      ...(flags.includes('--no-assume') ? ['--no-assume'] : []),
    ],
  };
  const wanted = await wantedOf(cli, deployOptions);
  return {
    ...wanted,
    image: await imageFor(cli, deployOptions, target, wanted.name, 'build'),
    onControlPlane: await hasControlPlane(cli, target),
  };
}

/** The steps count the pods of each worker, and the scheduler's own are none of them. A managed cluster shows no such nodes. */
async function hasControlPlane({ signal }: CliContext, { kubectl }: DeployTarget): Promise<boolean> {
  const { stdout } = await kubectl.run(['get', 'nodes', '-l', CONTROL_PLANE, '-o', 'name'], { signal });
  return stdout.trim() !== '';
}

function valueOf(flag: string, flags: readonly string[]): string | undefined {
  const at = flags.indexOf(flag);
  return at < 0 ? undefined : flags[at + 1];
}

function notInCluster(): UserError {
  return new UserError(
    'this step gives a running scheduler another configuration, which takes a minute in a cluster',
    {
      next: 'play it with the scheduler of this machine: leave out --scheduler in-cluster',
    },
  );
}
