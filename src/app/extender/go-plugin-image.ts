import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bindDocker } from '../../exec/docker.ts';
import { bindKind } from '../../exec/kind.ts';
import { processFolder } from '../../exec/process-folder.ts';
import type { CommandResult } from '../../exec/run.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { shown } from '../cluster/output.ts';
import type { CliContext } from '../context.ts';
import type { DeployTarget } from '../deploy/target.ts';
import { goPlugin, goPluginFolder, goPluginHash } from './go-plugin.ts';

const now = (): number => systemClock.now();

/** An image with the Go plugin's kube-scheduler and nothing else, in every node of the kind cluster. Rejects with a `UserError`. */
export async function goPluginImage(
  cli: CliContext,
  { kindCluster, context }: DeployTarget,
): Promise<string> {
  if (kindCluster === undefined)
    throw new UserError(
      `an image that is built here gets into no node of ${context}: it is not a kind cluster`,
    );
  const program = await goPlugin(cli);
  const image = `kube-scheduler-least-pods:${goPluginHash(cli.root)}`;
  const call = { signal: cli.signal, output: shown(cli) };
  const folder = processFolder('minisched-image', now());
  try {
    copyFileSync(program, join(folder, 'kube-scheduler'));
    const file = join(goPluginFolder(cli.root), 'Dockerfile');
    done(await bindDocker({ env: cli.env, now }).build({ file, folder, tag: image, arguments: {} }, call));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  done(await bindKind({ name: kindCluster, env: cli.env, now }).loadImages([image], call));
  return image;
}

function done({ exitCode, line }: CommandResult): void {
  if (exitCode !== 0) throw new UserError(`\`${line}\` failed`, { next: 'run it by hand to see why' });
}
