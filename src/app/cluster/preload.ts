import type { Node } from '../../api/types.ts';
import { engineError } from '../../clusters/engine.ts';
import { bindDocker } from '../../exec/docker.ts';
import { bindKind } from '../../exec/kind.ts';
import { kindImage } from '../../exec/kind-image.ts';
import { bindKubectl } from '../../exec/kubectl.ts';
import type { CommandResult } from '../../exec/run.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { pauseImage, workersWithout } from '../../workshop/pause-image.ts';
import type { CliContext } from '../context.ts';
import { nodeImage } from './node-image.ts';
import { shown } from './output.ts';

/** Which cluster's images. */
export interface PreloadOptions {
  readonly name: string;
  readonly kubeconfig?: string;
  readonly image?: string;
}

const now = (): number => systemClock.now();

/** Said of an embedded cluster. */
export const NOTHING_TO_LOAD =
  '--preload: there is nothing to load for an embedded cluster: its nodes are simulated, and no image is ever run.\n';

/** Before the cluster is made: its node image is on this machine, and it is said whether it was. Rejects with a `UserError` when it cannot be pulled. */
export async function preloadNodeImage(cli: CliContext, options: PreloadOptions): Promise<void> {
  const image = nodeImage(cli, options.image) ?? (await kindImage(cli.env));
  if (image === undefined) {
    cli.stdout.write(
      'Which node image kind takes cannot be told: kind fetches it while it makes the cluster.\n',
    );
    return;
  }
  const pulled = await pullUnlessHere(cli, image);
  cli.stdout.write(
    `The node image ${image} ${pulled ? 'is on this machine now' : 'was on this machine already'}.\n`,
  );
}

/** Once the cluster is up: every worker has the image that the workshop's pods run, and it is said whether it had. */
export async function preloadPauseImage(
  cli: CliContext,
  context: string,
  options: PreloadOptions,
): Promise<void> {
  const nodes = await nodesOf(cli, context, options.kubeconfig);
  const image = pauseImage(nodes);
  if (workersWithout(nodes, image).length === 0) {
    cli.stdout.write(`The image of the workshop's pods, ${image}, was in every worker already.\n`);
    return;
  }
  await pullUnlessHere(cli, image);
  const kind = bindKind({ name: options.name, env: cli.env, now });
  done(await kind.loadImages([image], { signal: cli.signal, output: shown(cli) }));
  cli.stdout.write(`The image of the workshop's pods, ${image}, is in every node now.\n`);
}

async function nodesOf(cli: CliContext, context: string, kubeconfig: string | undefined): Promise<Node[]> {
  const file = kubeconfig === undefined ? {} : { kubeconfig };
  const kubectl = bindKubectl({ env: cli.env, now, context, ...file });
  const answer = done(await kubectl.run(['get', 'nodes', '-o', 'json'], { signal: cli.signal }));
  const list: { readonly items: Node[] } = JSON.parse(answer.stdout);
  return list.items;
}

/** Whether it had to be pulled. */
async function pullUnlessHere(cli: CliContext, image: string): Promise<boolean> {
  const docker = bindDocker({ env: cli.env, now });
  const engine = await docker.version({ signal: cli.signal });
  if (engine.exitCode !== 0) throw engineError(docker.tool, engine);
  if ((await docker.imageId(image, { signal: cli.signal })).exitCode === 0) return false;
  const pull = await docker.pull(image, { signal: cli.signal, output: shown(cli) });
  if (pull.exitCode === 0) return true;
  throw new UserError(
    `the image ${image} is not on this machine and could not be pulled: ${lastWords(pull)}`,
    {
      next: 'connect to the network, or unpack a kit that has it: kubectl minisched kit unpack FILE',
    },
  );
}

function done(result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result;
  throw new UserError(`\`${result.line}\` failed: ${lastWords(result)}`, {
    next: 'run it by hand to see why',
  });
}

function lastWords({ stderr }: CommandResult): string {
  return stderr.trim().split('\n').at(-1) || 'it printed no reason';
}
