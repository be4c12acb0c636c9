import { once } from 'node:events';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { errorCode } from '../../lib/error-code.ts';
import { UserError } from '../../lib/errors.ts';
import { MANIFEST } from '../manifest.ts';
import type { BundleContent } from './files.ts';
import { isLitter } from './litter.ts';

/** Unpacked, all files together: a hundred times what an honest bundle has. */
const UNPACKED_LIMIT = 128 * 1024 * 1024;
/** Files, folders and whatever else an archive lists. */
const ENTRY_LIMIT = 2000;

/** What only a bundle has. */
const MARKS = new Set(['evidence.json', MANIFEST]);

const PLAIN = new Set<string>(['File', 'OldFile', 'ContiguousFile']);

/** What has been taken from an archive so far. */
interface Unpacked {
  readonly files: Map<string, Buffer>;
  readonly odd: string[];
  entries: number;
  /** A clause: why the archive is refused. */
  refused?: string;
}

/**
 * Reads a bundle that was handed in as one file (`.tar.gz`, `.tgz`, or `.tar` where a browser unpacked it on the way), in memory: nothing is
 * written to disk, no link is followed. A `UserError` says in one clause why it is refused: a path that leads outside, a file that is in it
 * twice, more than {@link UNPACKED_LIMIT} bytes or {@link ENTRY_LIMIT} entries (a bomb is not unpacked to its end), no bundle at all.
 */
export async function readArchive(path: string, name = path): Promise<BundleContent> {
  const unpacked: Unpacked = { files: new Map(), odd: [], entries: 0 };
  try {
    await unpack(path, unpacked);
  } catch (error) {
    unpacked.refused ??= clauseOf(error);
  }
  const content = bundleIn(unpacked);
  if (unpacked.refused === undefined) return content;
  throw new UserError(`the archive ${name} cannot be read: ${unpacked.refused}`, {
    next: 'ask for the .tar.gz file that `kubectl minisched verify` wrote',
  });
}

/** Stops reading as soon as there is a reason to refuse. */
async function unpack(path: string, unpacked: Unpacked): Promise<void> {
  const parser = new Parser({ strict: true, onReadEntry: (entry) => take(entry, unpacked) });
  const ended = once(parser, 'end');
  // it may fail while nobody waits for it yet
  ended.catch(() => undefined);
  let size = 0;
  for await (const chunk of bytesOf(path)) {
    if (size === 0 && isGzip(chunk)) throw new Error('it is compressed twice');
    size += chunk.length;
    if (size > UNPACKED_LIMIT) throw new Error(`it unpacks to more than ${UNPACKED_LIMIT >> 20} MiB`);
    parser.write(chunk);
    if (unpacked.refused !== undefined) return;
  }
  parser.end();
  await ended;
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const head = Buffer.alloc(2);
  const file = openSync(path, 'r');
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  const source = createReadStream(path);
  const stream: Readable = isGzip(head) ? gunzipped(source) : source;
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk;
}

function gunzipped(source: Readable): Readable {
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  // whoever stops reading stops the file, too
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function take(entry: ReadEntry, unpacked: Unpacked): void {
  const path = entry.path.replace(/^(\.\/)+/, '').replace(/\/$/, '');
  unpacked.entries++;
  unpacked.refused ??= objectionTo(path, unpacked);
  const isWanted = unpacked.refused === undefined && entry.type !== 'Directory' && !isLitter(path);
  if (isWanted && PLAIN.has(entry.type)) keep(entry, path, unpacked);
  else entry.resume();
  if (isWanted && !PLAIN.has(entry.type)) unpacked.odd.push(path);
}

function keep(entry: ReadEntry, path: string, { files }: Unpacked): void {
  const chunks: Buffer[] = [];
  files.set(path, Buffer.alloc(0));
  entry.on('data', (chunk: Buffer) => chunks.push(chunk));
  entry.on('end', () => files.set(path, Buffer.concat(chunks)));
}

function objectionTo(path: string, { entries, files }: Unpacked): string | undefined {
  if (entries > ENTRY_LIMIT) return `it has more than ${ENTRY_LIMIT} entries`;
  if (/^\/|^[A-Za-z]:|\\|\0/.test(path) || path.split('/').includes('..'))
    return `it has a path that leads outside: ${path}`;
  return files.has(path) ? `it has ${path} twice` : undefined;
}

/**
 * The files of the one bundle in it. `verify` packs the folder by its name; who packs by hand may leave the name out, or pack the folder above
 * it. What lies beside the bundle is no part of it.
 */
function bundleIn(unpacked: Unpacked): BundleContent {
  const { files, odd } = unpacked;
  const [folder = '', ...others] = new Set(
    [...files.keys()].flatMap((path) => (MARKS.has(posix.basename(path)) ? [posix.dirname(path)] : [])),
  );
  if (folder === '') unpacked.refused ??= `it has neither evidence.json nor ${MANIFEST}`;
  if (others.length > 0) unpacked.refused ??= `it has ${others.length + 1} bundles in it: unpack it first`;
  const inside = (path: string): string[] => {
    if (folder === '.') return [path];
    return path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [];
  };
  return {
    files: new Map([...files].flatMap(([path, bytes]) => inside(path).map((name) => [name, bytes] as const))),
    odd: odd.flatMap(inside),
  };
}

function clauseOf(error: unknown): string {
  const code = errorCode(error) ?? '';
  if (code === 'EACCES') return 'its permissions forbid it';
  if (code.startsWith('Z_') || code.startsWith('TAR_')) return 'it is no sound .tar.gz file, or was cut off';
  return error instanceof Error ? error.message : String(error);
}
