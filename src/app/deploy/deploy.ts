import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SchedulerDeployment } from '../../deploy/deployment.ts';
import { manifestsOf } from '../../deploy/manifests.ts';
import { UsageError, UserError } from '../../lib/errors.ts';
import { prepareStateFolder, stateFolder } from '../../workshop/state.ts';
import { shown } from '../cluster/output.ts';
import type { CliContext } from '../context.ts';
import { type OutputFormat, documentText } from '../document.ts';
import { configurationText } from '../scheduling/configuration-text.ts';
import { loadScheduling, type SchedulingFlags } from '../scheduling/scheduling.ts';
import { buildImage, USUAL_IMAGE } from './image.ts';
import { manifestList, manifestsText } from './manifest-text.ts';
import { type DeployTarget, deployTarget, type TargetOptions } from './target.ts';

/** What `kubectl minisched deploy` was asked for. */
export interface DeployOptions extends Omit<TargetOptions, 'image'>, Omit<SchedulingFlags, 'plugins'> {
  /** Of the Deployment; the scheduler's own when missing. */
  readonly deploymentName?: string;
  readonly namespace: string;
  readonly replicas: number;
  /** Build the image here and load it into the nodes of a kind cluster. */
  readonly build: boolean;
  /** What to build it on; what is usual when missing. */
  readonly base?: string;
  /** An image that the nodes have or can pull. */
  readonly schedulerImage?: string;
  readonly systemRole: boolean;
  readonly dryRun: boolean;
  readonly output?: OutputFormat;
  /** More flags of `serve`. */
  readonly flags: readonly string[];
}

/** `deploy`: the scheduler runs in the cluster, in so many copies of which one leads. Resolves when all are ready. */
export async function deploy(cli: CliContext, options: DeployOptions): Promise<void> {
  const wanted = await wantedOf(cli, options);
  if (options.dryRun) return print(cli, options, { ...wanted, image: options.schedulerImage ?? USUAL_IMAGE });
  const target = await deployTarget(cli, options, { writes: true });
  const image = await imageFor(cli, options, target, wanted.name);
  const deployment = { ...wanted, image };
  await apply(cli, target, deployment);
  await untilReady(cli, target, deployment);
  cli.stdout.write(
    `${deployment.serves.join(', ')} runs in the cluster of ${target.context}, as deployment/${deployment.name} in ${deployment.namespace}.\n` +
      `kubectl minisched deploy status shows who leads; kubectl logs -n ${deployment.namespace} -l app.kubernetes.io/instance=${deployment.name} what it does.\n`,
  );
}

/** Writes it down as a file, so that the command can be repeated by hand, and applies that. */
export async function apply(
  cli: CliContext,
  target: DeployTarget,
  deployment: SchedulerDeployment,
): Promise<void> {
  const folder = stateFolder(target.context, cli.env, cli.home);
  prepareStateFolder(folder);
  const file = join(folder.path, `deploy-${deployment.name}.yaml`);
  writeFileSync(file, manifestsText(manifestsOf(deployment)), { mode: 0o600 });
  // force: who has scaled it by hand in between has become the owner of the number of copies
  const words = ['apply', '--server-side', '--force-conflicts', '--field-manager=kubectl-minisched'];
  await succeed(cli, target, [...words, '-f', file], 'look at what it says above');
}

/** How long the copies may take to pull, start and be ready. */
const ROLLOUT_SECONDS = 180;

/** Waits until all copies are ready, and all old ones gone. */
export async function untilReady(
  cli: CliContext,
  target: DeployTarget,
  { name, namespace }: Pick<SchedulerDeployment, 'name' | 'namespace'>,
): Promise<void> {
  const words = ['rollout', 'status', `deployment/${name}`, '-n', namespace];
  await succeed(
    cli,
    target,
    [...words, `--timeout=${ROLLOUT_SECONDS}s`],
    `kubectl --context ${target.context} describe pods -n ${namespace} -l app.kubernetes.io/instance=${name}`,
  );
}

/** Runs kubectl as a person would see it; a `UserError` when it fails. */
async function succeed(
  cli: CliContext,
  { kubectl }: DeployTarget,
  args: readonly string[],
  next: string,
): Promise<void> {
  const { exitCode, line } = await kubectl.run(args, { signal: cli.signal, output: shown(cli) });
  if (exitCode !== 0) throw new UserError(`\`${line}\` failed`, { next });
}

/** What is to run, but for its image: as far as it can be known without a cluster. */
export async function wantedOf(cli: CliContext, options: DeployOptions): Promise<SchedulerDeployment> {
  const scheduling = await loadScheduling({ ...options, plugins: [] }, cli.cwd);
  const serves = scheduling.configuration.profiles.map(({ schedulerName }) => schedulerName);
  return {
    name: nameOf(options.deploymentName ?? serves[0] ?? options.schedulerName),
    namespace: options.namespace,
    image: '',
    replicas: options.replicas,
    configuration: configurationText(scheduling, { plugins: [] }),
    serves,
    flags: options.flags,
    systemRole: options.systemRole,
  };
}

/** A Service, a label and a ServiceAccount are called after it. */
function nameOf(name: string): string {
  if (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 50) return name;
  throw new UsageError(`a deployment cannot be called "${name}"`, {
    next: 'give it another name: --deployment-name my-scheduler',
  });
}

/** The image that is to run: built now, named, or the one that runs already; where there is none, `otherwise` says what to do. */
export async function imageFor(
  cli: CliContext,
  { build, base, schedulerImage, namespace }: DeployOptions,
  target: DeployTarget,
  name: string,
  otherwise: 'build' | 'refuse' = 'refuse',
): Promise<string> {
  if (build) return buildImage(cli, target, { base });
  if (schedulerImage !== undefined) return schedulerImage;
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  const words = ['get', 'deployment', name, '-n', namespace, '--ignore-not-found', '-o', path];
  const { stdout } = await target.kubectl.run(words, { signal: cli.signal });
  const running = stdout.trim();
  if (running !== '') return running;
  if (otherwise === 'build') return buildImage(cli, target, { base });
  throw new UsageError('it is not deployed yet, and nothing says which image is to run', {
    next: 'add --build (builds it here and loads it into a kind cluster), or --image NAME of one that the nodes can pull',
  });
}

function print(cli: CliContext, { output }: DeployOptions, deployment: SchedulerDeployment): void {
  const manifests = manifestsOf(deployment);
  cli.stdout.write(
    output === 'json' ? (documentText(manifestList(manifests), 'json') ?? '') : manifestsText(manifests),
  );
}
