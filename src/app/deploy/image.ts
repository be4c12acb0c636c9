import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { bindDocker, type Docker } from '../../exec/docker.ts';
import { bindKind } from '../../exec/kind.ts';
import { processFolder } from '../../exec/process-folder.ts';
import type { CommandResult } from '../../exec/run.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { VERSION } from '../../lib/version.ts';
import { shown } from '../cluster/output.ts';
import type { CliContext } from '../context.ts';
import type { DeployTarget } from './target.ts';

const REPOSITORY = 'kubectl-minisched';

/**
 * What an image is built on where nothing else was said. It needs the C++ library that Node.js is linked to, and no shell; and Node.js where
 * the one that runs here is not Linux's.
 */
const USUAL_BASE = process.platform === 'linux' ? 'debian:12-slim' : 'node:24-slim';

/** The image that has no build of its own. */
export const USUAL_IMAGE = `${REPOSITORY}:${VERSION}`;

const now = (): number => systemClock.now();

/**
 * Builds the image of this very program with Docker and loads it into the nodes of the kind cluster. Its tag carries the build's own id, so
 * that pods are replaced when and only when something changed. Rejects with a `UserError` that names the command that failed.
 */
export async function buildImage(
  cli: CliContext,
  target: Omit<DeployTarget, 'provider'>,
  { base = USUAL_BASE }: { readonly base?: string | undefined },
): Promise<string> {
  if (target.kindCluster === undefined) throw notKind(target.context);
  const docker = bindDocker({ env: cli.env, now });
  const image = await built(cli, docker, base);
  const kind = bindKind({ name: target.kindCluster, env: cli.env, now });
  done(await kind.loadImages([USUAL_IMAGE, image], { signal: cli.signal, output: shown(cli) }));
  return image;
}

async function built(cli: CliContext, docker: Docker, base: string): Promise<string> {
  const call = { signal: cli.signal, output: shown(cli) };
  const folder = processFolder('minisched-image', now());
  try {
    fillContext(cli, folder);
    const file = join(cli.root, 'workshop', 'deploy', 'Dockerfile');
    done(await docker.build({ file, folder, tag: USUAL_IMAGE, arguments: { BASE: base } }, call));
    done(await docker.tryOut(USUAL_IMAGE, ['--version'], call));
    const id = done(await docker.imageId(USUAL_IMAGE, { signal: cli.signal })).stdout.trim();
    const image = `${USUAL_IMAGE}-${id.replace(/^sha256:/, '').slice(0, 12)}`;
    done(await docker.tag(USUAL_IMAGE, image, call));
    return image;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bundle, and the Node.js that runs it here: it is known to work. On another system the base has to bring one. */
function fillContext({ root, self }: CliContext, folder: string): void {
  const bundle = join(root, 'dist');
  if (!existsSync(bundle))
    throw new UserError(`there is no bundle in ${bundle} to put into an image`, { next: 'npm run build' });
  cpSync(bundle, join(folder, 'dist'), {
    recursive: true,
    filter: (source) => source !== join(bundle, 'types'),
  });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'bin'));
  const [node = process.execPath] = self;
  if (process.platform === 'linux') copyFileSync(node, join(folder, 'bin', 'node'));
}

function done(result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result;
  const said = result.stderr.trim().split('\n').at(-1) ?? '';
  throw new UserError(`\`${result.line}\` failed${said === '' ? '' : `: ${said}`}`, {
    next: 'run it by hand to see why; --base names another image to build on',
  });
}

function notKind(context: string): UserError {
  return new UserError(
    `an image that is built here gets into no node of ${context}: it is not a kind cluster`,
    {
      next: 'push one to a registry that its nodes reach, and name it with --image',
    },
  );
}
