import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { Header } from 'tar';

import { UserError } from '../lib/errors.ts';
import { type KitPart, type Manifest, MANIFEST_FILE } from './manifest.ts';

/** A file that goes into a kit: one of this machine, or a text. */
export type PartSource = { readonly path: string; readonly executable: boolean } & (
  { readonly file: string } | { readonly text: string }
);

/** Measures a part; of a file by reading it through once. */
export async function measure(source: PartSource, signal: AbortSignal): Promise<KitPart> {
  const { path, executable } = source;
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of piecesOf(source, signal)) {
    hash.update(piece);
    size += piece.length;
  }
  return { path, size, sha256: hash.digest('hex'), executable };
}

/**
 * Writes the manifest and all parts, in its order, as one tar file; gzipped where `file` ends so. Holds a piece of one part in memory at a
 * time. Rejects when aborted, when the disk is full, or with a `UserError` when a part is not any more as it was measured; what was
 * written then is half a kit, and the caller's to remove.
 */
export async function writeKit(
  file: string,
  manifest: Manifest,
  sources: readonly PartSource[],
  options: { readonly gzip: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { gzip, signal } = options;
  const blocks = tarBlocks(manifest, sources, signal);
  const out = createWriteStream(file);
  await (gzip ? pipeline(blocks, createGzip(), out, { signal }) : pipeline(blocks, out, { signal }));
}

const BLOCK = 512;

async function* tarBlocks(
  manifest: Manifest,
  sources: readonly PartSource[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const mtime = new Date(manifest.createdAt);
  yield* header(MANIFEST_FILE, text.length, 0o644, mtime);
  yield* padded(text);
  for (const [at, source] of sources.entries()) {
    const part = manifest.parts[at];
    if (part?.path !== source.path)
      throw new Error(`the manifest does not list ${source.path} at ${String(at)}`);
    yield* header(part.path, part.size, part.executable ? 0o755 : 0o644, mtime);
    yield* content(source, part, signal);
  }
  // two empty blocks end an archive
  yield Buffer.alloc(2 * BLOCK);
}

/** Paths of a kit are shorter than what needs a header of another kind. */
function* header(path: string, size: number, mode: number, mtime: Date): Generator<Buffer> {
  const made = new Header({ path, size, mode, mtime, type: 'File', uid: 0, gid: 0, uname: '', gname: '' });
  if (made.encode() || !made.block) throw new UserError(`the path ${path} is too long for a kit`);
  yield made.block;
}

async function* content(source: PartSource, part: KitPart, signal: AbortSignal): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of piecesOf(source, signal)) {
    size += piece.length;
    if (size > part.size) break;
    hash.update(piece);
    yield piece;
  }
  if (size !== part.size || hash.digest('hex') !== part.sha256)
    throw new UserError(`${part.path} was changed while it was packed`, {
      next: 'run the same command again',
    });
  if (size % BLOCK > 0) yield Buffer.alloc(BLOCK - (size % BLOCK));
}

function* padded(content: Buffer): Generator<Buffer> {
  yield content;
  if (content.length % BLOCK > 0) yield Buffer.alloc(BLOCK - (content.length % BLOCK));
}

async function* piecesOf(source: PartSource, signal: AbortSignal): AsyncGenerator<Buffer> {
  if ('text' in source) {
    yield Buffer.from(source.text);
    return;
  }
  if (statSync(source.file).size === 0) return;
  for await (const piece of createReadStream(source.file, { signal, highWaterMark: 1 << 20 })) {
    if (Buffer.isBuffer(piece)) yield piece;
  }
}
