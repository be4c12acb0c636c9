import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { INSTALLED_FILE, type Installed, readInstalled } from '../../kit/installed.ts';
import { damaged, type KitImage, type Manifest } from '../../kit/manifest.ts';
import { readKit } from '../../kit/read-kit.ts';
import { UserError } from '../../lib/errors.ts';
import type { CliContext } from '../context.ts';
import { answeringDocker, loadImage } from './images.ts';
import { inWorkFolder, usualFolder } from './place.ts';

/** What `kit unpack` was asked for. */
export interface UnpackOptions {
  /** Where the program goes; the usual folder when missing. */
  readonly dir?: string;
  /** False: its images are left in it. */
  readonly images: boolean;
}

/**
 * `kit unpack FILE`: everything is checked before anything is loaded or put in place; then images are in the engine, the program is in its
 * folder, and it is said how kubectl finds it. Interrupted at any moment, the same command begins again. A kit that was unpacked before is
 * replaced; a folder that is not from one is refused.
 */
export async function unpackKit(cli: CliContext, name: string, options: UnpackOptions): Promise<void> {
  const kit = resolve(cli.cwd, name);
  const folder = options.dir === undefined ? usualFolder(cli.env, cli.home) : resolve(cli.cwd, options.dir);
  refuseForeign(folder);
  await inWorkFolder(`${folder}.unpacking`, `unpacking into ${folder}`, async () => {
    const work = `${folder}.unpacking`;
    const manifest = await readKit(kit, work, cli.signal);
    refuseOtherPlatform(name, manifest);
    if (!existsSync(join(work, 'program', 'dist'))) throw damaged(name, 'there is no program in it');
    cli.stdout.write(
      `${name} is whole: ${String(manifest.parts.length)} files, each with its sha256; version ${manifest.version}, packed ${manifest.createdAt}.\n`,
    );
    const loaded = options.images ? await loadImages(cli, manifest.images, work) : [];
    if (!options.images && manifest.images.length > 0) cli.stdout.write('Its images are left in it.\n');
    const program = join(work, 'program');
    const nodeImage = loaded.find(({ node }) => node)?.name;
    writeInstalled(program, {
      format: 1,
      from: `kubectl-minisched ${manifest.version}, packed ${manifest.createdAt}`,
      ...(nodeImage === undefined ? {} : { nodeImage }),
    });
    replace(folder, program);
    cli.stdout.write(`${unpackedLines(folder, nodeImage).join('\n')}\n`);
  });
}

/** A folder of somebody else's is not removed, whatever its name. */
function refuseForeign(folder: string): void {
  if (!existsSync(folder) || readInstalled(folder) || isEmptyFolder(folder)) return;
  throw new UserError(`${folder} is there already and did not come out of a kit`, {
    next: 'name another folder with --dir, or move that one away',
  });
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

/** Node's words for processors, in engines' words. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

function refuseOtherPlatform(name: string, { platform, images }: Manifest): void {
  const here = `${process.platform}-${process.arch}`;
  const next = 'pack one on a machine like this one: kubectl minisched kit pack FILE';
  if (platform !== undefined && platform !== here)
    throw new UserError(`the kit ${name} is for ${platform}, and this machine is ${here}`, { next });
  const wanted = `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;
  const foreign = images.find((image) => image.platform !== wanted);
  if (foreign)
    throw new UserError(
      `the kit ${name} has images for ${foreign.platform}, and this machine runs ${wanted}`,
      { next },
    );
}

async function loadImages(
  cli: CliContext,
  images: readonly KitImage[],
  folder: string,
): Promise<readonly KitImage[]> {
  if (images.length === 0) return [];
  const docker = await answeringDocker(cli);
  for (const image of images) {
    const file = join(folder, image.path);
    await loadImage(cli, docker, image, file);
    rmSync(file);
  }
  return images;
}

/** What the unpacked program knows of its kit: see `nodeImage`. */
function writeInstalled(program: string, installed: Installed): void {
  writeFileSync(join(program, INSTALLED_FILE), `${JSON.stringify(installed, null, 2)}\n`);
}

/** Two renames: killed between them, the folder is not there, and the next run makes it. */
function replace(folder: string, program: string): void {
  const old = join(dirname(program), 'old');
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(program, folder);
}

function unpackedLines(folder: string, nodeImage: string | undefined): string[] {
  return [
    `The program is in ${folder}. So that kubectl finds it, type this, and add it to your shell's profile:`,
    `  export PATH="${join(folder, 'bin')}:$PATH"`,
    '  kubectl minisched doctor',
    ...(nodeImage === undefined
      ? []
      : [
          `Its clusters of kind are made of ${nodeImage}, and no registry is asked. A minisched that is not the kit's needs to be told:`,
          `  export MINISCHED_NODE_IMAGE=${nodeImage}`,
        ]),
  ];
}
