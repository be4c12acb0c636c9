import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { Parser, type ReadEntry } from 'tar';

import { errorWord } from '../lib/error-code.ts';
import { UserError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { damaged, type KitPart, type Manifest, MANIFEST_FILE, notAKit, readManifest } from './manifest.ts';

/** No manifest is larger. */
const LONGEST_MANIFEST = 8 * 1024 * 1024;

/**
 * Unpacks a kit into a folder that is empty, and resolves to its manifest once every part is there and has its sha256. Makes plain files
 * and folders only, and only those that the manifest names. Rejects with a `UserError` of one sentence when the file is no kit, is cut off,
 * or holds anything else; the folder then holds what had been unpacked, for the caller to remove.
 */
export async function readKit(kit: string, folder: string, signal: AbortSignal): Promise<Manifest> {
  const reading = new Reading(kit, folder);
  const parser = new Parser({ strict: true });
  const failed = Promise.withResolvers<never>();
  // it may fail while nobody waits for it
  failed.promise.catch(() => undefined);
  const stop = new AbortController();
  const fail = (error: unknown): void => {
    failed.reject(error);
    stop.abort();
  };
  let working = Promise.resolve();
  parser.on('entry', (entry: ReadEntry) => {
    // one after the other: the first says what the others may be
    working = working.then(() => (stop.signal.aborted ? undefined : reading.take(entry))).catch(fail);
  });
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    fail(reading.foreign(`it holds something of an unknown kind, ${entry.path}`));
  });
  parser.on('error', (error: unknown) => {
    fail(reading.unreadable(error));
  });
  const ended = new Promise<void>((resolve) => parser.once('end', resolve));
  try {
    await Promise.race([feed(kit, parser, AbortSignal.any([signal, stop.signal])), failed.promise]);
    parser.end();
    await Promise.race([ended, failed.promise]);
    await Promise.race([working, failed.promise]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    stop.abort();
    reading.stop();
    // nothing writes into the folder any more once this has ended
    await working;
  }
  return reading.whole();
}

/** Hands the file on as fast as entries are written down. */
async function feed(kit: string, parser: Parser, signal: AbortSignal): Promise<void> {
  try {
    for await (const piece of createReadStream(kit, { signal, highWaterMark: 1 << 20 })) {
      if (Buffer.isBuffer(piece) && !parser.write(piece)) await drained(parser, signal);
    }
  } catch (error) {
    throw unreadable(kit, error);
  }
}

function unreadable(kit: string, error: unknown): UserError {
  const code = errorWord(error);
  const next = 'name the file that "kubectl minisched kit pack" wrote';
  if (code === 'ENOENT') return new UserError(`there is no kit ${kit}`, { next, cause: error });
  if (code === 'EISDIR') return new UserError(`${kit} is a folder, not a kit`, { next, cause: error });
  return new UserError(`the kit ${kit} cannot be read (${code})`, { next: `ls -l ${kit}`, cause: error });
}

function drained(parser: Parser, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.once('drain', resolve);
    signal.addEventListener(
      'abort',
      () => {
        reject(new Error('no longer wanted'));
      },
      { once: true },
    );
  });
}

/** What has been read of one kit. */
class Reading {
  readonly #kit: string;
  readonly #folder: string;
  readonly #missing = new Map<string, KitPart>();
  #manifest: Manifest | undefined;
  #current: ReadEntry | undefined;
  #stopped = false;

  constructor(kit: string, folder: string) {
    this.#kit = kit;
    this.#folder = folder;
  }

  /** The first entry is the manifest, all others are parts that it names, each once. */
  async take(entry: ReadEntry): Promise<void> {
    if (entry.type !== 'File' && entry.type !== 'OldFile')
      throw this.foreign(`it holds a ${entry.type}, ${entry.path}, and a kit has only files`);
    if (!this.#manifest) {
      if (entry.path !== MANIFEST_FILE) throw this.foreign(`it does not begin with a ${MANIFEST_FILE}`);
      this.#manifest = readManifest(await this.#text(entry), this.#kit);
      for (const part of this.#manifest.parts) this.#missing.set(part.path, part);
      return;
    }
    const part = this.#missing.get(entry.path);
    if (!part) throw damaged(this.#kit, `it holds ${entry.path}, which its manifest does not name, or twice`);
    this.#missing.delete(entry.path);
    if (entry.size !== part.size)
      throw damaged(this.#kit, `${part.path} is not as long as its manifest says`);
    const sha256 = await this.#store(entry, part);
    if (sha256 !== part.sha256)
      throw damaged(this.#kit, `${part.path} does not have the sha256 of its manifest`);
  }

  /** What is just being read has no end any more. */
  stop(): void {
    this.#stopped = true;
    this.#current?.destroy(new Error('no longer wanted'));
  }

  /** Once all is read. */
  whole(): Manifest {
    if (!this.#manifest) throw notAKit(this.#kit, 'it is empty');
    const [lost] = this.#missing.keys();
    if (lost === undefined) return this.#manifest;
    throw damaged(this.#kit, `${lost} is missing, so it was cut off`);
  }

  /** What the parser or gzip said, in our words. */
  unreadable(error: unknown): UserError {
    const said = error instanceof Error ? error.message : String(error);
    if (!this.#manifest) return notAKit(this.#kit, 'it is no tar file, or one that was cut off');
    return damaged(
      this.#kit,
      /unexpected end|truncated/i.test(said) ? 'it was cut off' : `it cannot be read on (${said})`,
    );
  }

  /** Something that is in no kit. */
  foreign(why: string): UserError {
    return this.#manifest ? damaged(this.#kit, why) : notAKit(this.#kit, why);
  }

  async #store(entry: ReadEntry, part: KitPart): Promise<string> {
    const path = join(this.#folder, ...part.path.split('/'));
    const hash = createHash('sha256');
    try {
      makeFolder(dirname(path));
      const file = await open(path, 'wx', part.executable ? 0o755 : 0o644);
      try {
        for await (const piece of this.#pieces(entry)) {
          hash.update(piece);
          await file.writeFile(piece);
        }
      } finally {
        await file.close();
      }
    } catch (error) {
      throw new UserError(`the kit cannot be unpacked into ${this.#folder} (${errorWord(error)})`, {
        next: 'free some space, or name another folder with --dir',
        cause: error,
      });
    }
    return hash.digest('hex');
  }

  async #text(entry: ReadEntry): Promise<string> {
    if (entry.size > LONGEST_MANIFEST) return '';
    const pieces: Buffer[] = [];
    for await (const piece of this.#pieces(entry)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  }

  async *#pieces(entry: ReadEntry): AsyncGenerator<Buffer> {
    if (this.#stopped) throw new Error('no longer wanted');
    // told by what reads it, too
    entry.on('error', () => undefined);
    this.#current = entry;
    try {
      yield* entry;
    } finally {
      this.#current = undefined;
    }
  }
}
