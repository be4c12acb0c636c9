import { existsSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { type KitPart, makeManifest } from '../../kit/manifest.ts';
import { programFiles } from '../../kit/program-files.ts';
import { measure, writeKit } from '../../kit/write-kit.ts';
import { systemClock } from '../../lib/clock.ts';
import { UsageError, UserError } from '../../lib/errors.ts';
import { VERSION } from '../../lib/version.ts';
import type { CliContext } from '../context.ts';
import { type ImagesOptions, megabytes, type SavedImage, saveImages } from './images.ts';
import { nodeProgram, type PackedProgram, toolPrograms } from './pack-programs.ts';
import { inWorkFolder } from './place.ts';

/** What `kit pack` was asked for. */
export interface PackOptions extends ImagesOptions {
  /** False: no image at all; for embedded clusters. */
  readonly images: boolean;
  /** False: who unpacks it has a Node.js. */
  readonly node: boolean;
  /** Also kind and kubectl, where they run on other machines, too. */
  readonly tools: boolean;
}

/**
 * `kit pack FILE`: one file for a room without network. The file is there, whole, or it is as it was before. Says what is in it and how
 * it is used. Needs as much room beside the file as the images have.
 */
export async function packKit(cli: CliContext, name: string, options: PackOptions): Promise<void> {
  const file = resolve(cli.cwd, name);
  const gzip = gzipOf(name);
  if (!existsSync(dirname(file)))
    throw new UserError(`there is no folder ${dirname(file)}`, { next: `mkdir -p ${dirname(file)}` });
  const begun = systemClock.monotonic();
  const work = join(dirname(file), `.${basename(file)}.packing`);
  const platform = await inWorkFolder(work, `packing ${name}`, async () => {
    const programs = [
      ...(options.node ? [nodeProgram(cli)] : []),
      ...(options.tools ? await toolPrograms(cli) : []),
    ].filter((program) => program !== undefined);
    if (!options.images)
      cli.stdout.write('Without images: for embedded clusters, or machines that have a node image.\n');
    const images = options.images ? await saveImages(cli, options, work) : [];
    return write(cli, { draft: join(work, 'kit'), file, gzip, programs, images });
  });
  const seconds = Math.round((systemClock.monotonic() - begun) / 1000);
  cli.stdout.write(`${packedLines(file, name, platform, seconds).join('\n')}\n`);
}

interface Writing {
  /** Where it grows before it is the file. */
  readonly draft: string;
  readonly file: string;
  readonly gzip: boolean;
  readonly programs: readonly PackedProgram[];
  readonly images: readonly SavedImage[];
}

/** Resolves to the platform that it is for; undefined where it is for all. */
async function write(
  cli: CliContext,
  { draft, file, gzip, programs, images }: Writing,
): Promise<string | undefined> {
  const { signal } = cli;
  const sources = [
    ...programFiles(cli.root),
    ...programs.map(({ source }) => source),
    ...images.map(({ image, file: saved }) => ({ path: image.path, file: saved, executable: false })),
  ];
  const parts: KitPart[] = [];
  for (const source of sources) parts.push(await measure(source, signal));
  const platform = programs.length > 0 ? `${process.platform}-${process.arch}` : undefined;
  const manifest = makeManifest({
    version: VERSION,
    createdAt: new Date(systemClock.now()).toISOString(),
    ...(platform === undefined ? {} : { platform }),
    programs: Object.fromEntries(programs.map(({ name, version }) => [name, version])),
    images: images.map(({ image }) => image),
    parts,
  });
  const bytes = parts.reduce((sum, { size }) => sum + size, 0);
  cli.stdout.write(`Writing ${String(parts.length)} files (${megabytes(bytes)}) …\n`);
  await writeKit(draft, manifest, sources, { gzip, signal });
  renameSync(draft, file);
  return platform;
}

/** By the name, as tar's own `--auto-compress`. */
function gzipOf(name: string): boolean {
  if (/\.(tar\.gz|tgz)$/.test(name)) return true;
  if (name.endsWith('.tar')) return false;
  throw new UsageError(`"${name}" does not end in .tar.gz or .tar`, {
    next: 'kubectl minisched kit pack minisched-kit.tar.gz',
  });
}

function packedLines(file: string, name: string, platform: string | undefined, seconds: number): string[] {
  const where = platform === undefined ? 'any platform that has a Node.js' : platform;
  return [
    `${name}: ${megabytes(statSync(file).size)} for ${where}, packed in ${String(seconds)} s. On the other machine:`,
    `  tar xf ${basename(file)} program && program/bin/kubectl-minisched kit unpack ${basename(file)}`,
  ];
}
