import { join } from 'node:path';

import { engineError } from '../../clusters/engine.ts';
import { bindDocker, type Docker } from '../../exec/docker.ts';
import { kindImage } from '../../exec/kind-image.ts';
import type { CommandResult } from '../../exec/run.ts';
import type { KitImage } from '../../kit/manifest.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { FALLBACK } from '../../workshop/pause-image.ts';
import { nodeImage } from '../cluster/node-image.ts';
import type { CliContext } from '../context.ts';

/** Which images go into a kit, as typed. */
export interface ImagesOptions {
  /** Of kind's nodes. */
  readonly image?: string;
  readonly addImage: readonly string[];
}

/** An image in a kit, and the tar file that it was saved into. */
export interface SavedImage {
  readonly image: KitImage;
  readonly file: string;
}

/** The container tool of kind, of which it is known that its engine answers; else a `UserError` that says how to do without. */
export async function answeringDocker(cli: CliContext): Promise<Docker> {
  const docker = bindDocker({ env: cli.env, now: () => systemClock.now() });
  const why = await whySilent(docker, cli.signal);
  if (why === undefined) return docker;
  throw new UserError(`${why}, and images are part of a kit`, {
    next: 'mend that (kubectl minisched doctor), or leave images out: --no-images (the embedded cluster needs none)',
  });
}

async function whySilent(docker: Docker, signal: AbortSignal): Promise<string | undefined> {
  try {
    const engine = await docker.version({ signal });
    return engine.exitCode === 0 ? undefined : engineError(docker.tool, engine).message;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/**
 * Saves the node image, the pause image where it is on this machine (nodes have one of their own), and the added ones into `folder`.
 * Says of each what it is. Rejects with a `UserError` when one is not on this machine: nothing is pulled here.
 */
export async function saveImages(
  cli: CliContext,
  options: ImagesOptions,
  folder: string,
): Promise<SavedImage[]> {
  const docker = await answeringDocker(cli);
  const node = await nodeImageHere(cli, docker, options.image);
  const pause =
    (await isHere(cli, docker, FALLBACK)) && !options.addImage.includes(FALLBACK) ? [FALLBACK] : [];
  const names = [node, ...pause, ...options.addImage];
  const saved: SavedImage[] = [];
  for (const [at, name] of names.entries())
    saved.push(await save(cli, docker, name, { folder, at, node: at === 0 }));
  if (pause.length === 0) cli.stdout.write("The image of the workshop's pods is in the node image.\n");
  return saved;
}

interface Place {
  readonly folder: string;
  readonly at: number;
  readonly node: boolean;
}

async function save(
  cli: CliContext,
  docker: Docker,
  name: string,
  { folder, at, node }: Place,
): Promise<SavedImage> {
  const { signal } = cli;
  const looked = await docker.imagePlatform(name, { signal });
  if (looked.exitCode !== 0)
    throw new UserError(`the image ${name} is not on this machine`, { next: `${docker.tool} pull ${name}` });
  const [platform = '', bytes = ''] = looked.stdout.trim().split('\t');
  cli.stdout.write(
    `Saving ${node ? 'the node image' : 'the image'} ${name} (${platform}, ${megabytes(Number(bytes))}) …\n`,
  );
  const file = join(folder, `image-${String(at)}.tar`);
  done(await docker.save(name, file, { signal }));
  return { file, image: { path: `images/${String(at)}.tar`, name: nameInKit(name), platform, node } };
}

/** A name with a digest cannot be given to an image that is loaded; its tag can. */
function nameInKit(name: string): string {
  const bare = name.split('@')[0] ?? name;
  return /:[^/]+$/.test(bare) ? bare : `${bare}:${bare === name ? 'latest' : 'kit'}`;
}

/** The one that was asked for, else kind's own, else the newest of kind's on this machine. */
async function nodeImageHere(cli: CliContext, docker: Docker, typed: string | undefined): Promise<string> {
  const asked = nodeImage(cli, typed);
  if (asked !== undefined) return asked;
  const usual = await kindImage(cli.env);
  if (usual !== undefined && (await isHere(cli, docker, usual))) return usual;
  const listed = await docker.images('kindest/node', { signal: cli.signal });
  const newest = listed.stdout
    .split('\n')
    .find((line) => /\t[^\t]+:v\d[^\t]*\t/.test(line))
    ?.split('\t')[1];
  if (listed.exitCode === 0 && newest !== undefined) return newest;
  throw new UserError(
    `there is no node image on this machine${usual === undefined ? '' : `; kind takes ${usual}`}`,
    {
      next: `${usual === undefined ? 'name one with --image' : `${docker.tool} pull ${usual}`}, or leave images out: --no-images`,
    },
  );
}

async function isHere(cli: CliContext, docker: Docker, image: string): Promise<boolean> {
  return (await docker.imageId(image, { signal: cli.signal })).exitCode === 0;
}

/**
 * Loads an image of a kit from its file into the engine, under its name. Rejects with a `UserError` when the engine refuses it.
 */
export async function loadImage(
  cli: CliContext,
  docker: Docker,
  { name }: KitImage,
  file: string,
): Promise<void> {
  const { signal } = cli;
  const { stdout } = done(await docker.load(file, { signal }));
  // one that was pulled by its digest has no name in the file
  const id = /Loaded image ID: (\S+)/.exec(stdout)?.[1];
  if (id !== undefined) done(await docker.tag(id, name, { signal }));
  if (!(await isHere(cli, docker, name)))
    throw new UserError(`${docker.tool} loaded an image and does not know it as ${name}`, {
      next: `${docker.tool} images`,
    });
  cli.stdout.write(`The image ${name} is in ${docker.tool} now.\n`);
}

function done(result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result;
  const said = result.stderr.trim().split('\n').at(-1) || 'it printed no reason';
  throw new UserError(`\`${result.line}\` failed: ${said}`, {
    next: 'free some space (docker system df), and run the same command again',
  });
}

/** `645 MB`. */
export function megabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 1_000_000))} MB`;
}
