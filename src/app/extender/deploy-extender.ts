import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selectorOf } from '../../deploy/deployment.ts';
import { type ExtendedDeployment, EXTENDER_URL, extendedManifests } from '../../deploy/extended.ts';
import { goPluginConfig, kubeSchedulerConfig } from '../../extender/kube-scheduler-config.ts';
import { UserError } from '../../lib/errors.ts';
import { prepareStateFolder, stateFolder } from '../../workshop/state.ts';
import { yamlText } from '../../workshop/yaml-text.ts';
import { shown } from '../cluster/output.ts';
import type { CliContext } from '../context.ts';
import { buildImage, USUAL_IMAGE } from '../deploy/image.ts';
import { manifestsText } from '../deploy/manifest-text.ts';
import { removeDeployment } from '../deploy/remove.ts';
import { type DeployTarget, deployTarget, type TargetOptions } from '../deploy/target.ts';
import { configurationText } from '../scheduling/configuration-text.ts';
import { loadScheduling, type Scheduling, type SchedulingFlags } from '../scheduling/scheduling.ts';
import { extendedOf } from './extended-of.ts';
import { goPluginImage } from './go-plugin-image.ts';

/** What `kubectl minisched extender deploy` was asked for. */
export interface DeployExtenderOptions
  extends Omit<TargetOptions, 'image'>, Omit<SchedulingFlags, 'plugins'> {
  readonly namespace: string;
  /** Build this program's image here and load it into the nodes of a kind cluster. */
  readonly build: boolean;
  readonly base: string;
  /** This program's image, where the nodes have it or can pull it. */
  readonly extenderImage?: string;
  /** No extender: a kube-scheduler that is built here, with the policy compiled in. */
  readonly goPlugin: boolean;
  /** kube-scheduler's; that of the cluster's own when missing. */
  readonly schedulerImage?: string;
  readonly dryRun: boolean;
  readonly remove: boolean;
}

/** Where nothing else is known: the image that Kubernetes is released with. */
const RELEASED = 'registry.k8s.io/kube-scheduler';
const READY_SECONDS = 180;

/** A second kube-scheduler runs in the cluster, with the extender beside it in its pod, or the Go plugin in it. Resolves when it is ready. */
export async function deployExtender(cli: CliContext, options: DeployExtenderOptions): Promise<void> {
  const { schedulerName: name, namespace } = options;
  if (options.remove) return remove(cli, options);
  const scheduling = await loadScheduling({ ...options, plugins: [] }, cli.cwd);
  if (options.dryRun) {
    const { extenderImage = USUAL_IMAGE, schedulerImage = RELEASED } = options;
    const deployment = wanted(options, scheduling, { extenderImage, schedulerImage });
    return void cli.stdout.write(manifestsText(extendedManifests(deployment)));
  }
  const target = await deployTarget(cli, options, { writes: true });
  const images = options.goPlugin
    ? { schedulerImage: await goPluginImage(cli, target), extenderImage: '' }
    : {
        extenderImage: await extenderImageFor(cli, options, target),
        schedulerImage: options.schedulerImage ?? (await imageOfOwn(cli, target)),
      };
  await apply(cli, target, wanted(options, scheduling, images));
  const how = options.goPlugin ? 'that has the policy compiled in' : 'that asks our extender';
  const container = options.goPlugin ? 'kube-scheduler' : 'extender';
  return void cli.stdout.write(
    `A kube-scheduler (${images.schedulerImage}) ${how} serves ${name} in the cluster of ${target.context}.\n` +
      `kubectl logs -n ${namespace} deployment/${name} -c ${container} shows what it does.\n`,
  );
}

/** One binding is where the role is that it binds. */
async function remove(cli: CliContext, options: DeployExtenderOptions): Promise<void> {
  const { schedulerName: deploymentName, namespace } = options;
  await removeDeployment(cli, { ...options, deploymentName });
  if (namespace === 'kube-system') return;
  const target = await deployTarget(cli, options, { writes: true });
  const words = ['delete', 'rolebindings', '-n', 'kube-system', '-l', selectorOf(deploymentName)];
  await succeed(cli, target, [...words, '--ignore-not-found']);
}

interface Images {
  readonly schedulerImage: string;
  readonly extenderImage: string;
}

function wanted(
  { schedulerName: name, namespace, goPlugin }: DeployExtenderOptions,
  scheduling: Scheduling,
  { schedulerImage, extenderImage }: Images,
): ExtendedDeployment {
  const common = { name, namespace, schedulerImage };
  if (goPlugin) return { ...common, configuration: yamlText(goPluginConfig(name)) };
  const extended = extendedOf(scheduling.configuration, EXTENDER_URL);
  return {
    ...common,
    configuration: yamlText(kubeSchedulerConfig(extended)),
    extender: { image: extenderImage, decidesBy: configurationText(scheduling, { plugins: [] }) },
  };
}

async function apply(cli: CliContext, target: DeployTarget, deployment: ExtendedDeployment): Promise<void> {
  const { name, namespace } = deployment;
  const folder = stateFolder(target.context, cli.env, cli.home);
  prepareStateFolder(folder);
  const file = join(folder.path, `extender-${name}.yaml`);
  writeFileSync(file, manifestsText(extendedManifests(deployment)), { mode: 0o600 });
  await succeed(cli, target, ['apply', '--server-side', '--field-manager=kubectl-minisched', '-f', file]);
  const workload = `deployment/${name}`;
  await succeed(cli, target, ['rollout', 'status', workload, '-n', namespace, `--timeout=${READY_SECONDS}s`]);
}

async function succeed(cli: CliContext, { kubectl }: DeployTarget, args: readonly string[]): Promise<void> {
  const { exitCode, line } = await kubectl.run(args, { signal: cli.signal, output: shown(cli) });
  if (exitCode !== 0) throw new UserError(`\`${line}\` failed`, { next: 'look at what it says above' });
}

async function extenderImageFor(
  cli: CliContext,
  { build, base, extenderImage }: DeployExtenderOptions,
  target: DeployTarget,
): Promise<string> {
  if (build) return buildImage(cli, target, { base });
  if (extenderImage !== undefined) return extenderImage;
  throw new UserError('nothing says which image the extender is to run', {
    next: 'add --build (builds it here and loads it into a kind cluster), or --image NAME of one that the nodes can pull',
  });
}

/** The image of the cluster's own kube-scheduler, which its nodes have; elsewhere that of the release. */
async function imageOfOwn(cli: CliContext, { kubectl }: DeployTarget): Promise<string> {
  const path = 'jsonpath={.items[0].spec.containers[0].image}';
  const words = ['get', 'pods', '-n', 'kube-system', '-l', 'component=kube-scheduler', '-o', path];
  const { stdout, exitCode } = await kubectl.run(words, { signal: cli.signal });
  if (exitCode === 0 && stdout.trim() !== '') return stdout.trim();
  const version = await kubectl.run(['version', '-o', 'json'], { signal: cli.signal });
  const { serverVersion }: { serverVersion?: { gitVersion?: string } } = JSON.parse(version.stdout);
  return `${RELEASED}:${/^v[\d.]+/.exec(serverVersion?.gitVersion ?? '')?.[0] ?? 'latest'}`;
}
