import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { UserError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** Where an embedded cluster is kept, in the state folder of its context. All are absolute paths; nothing is made by naming them. */
export interface EmbeddedFiles {
  /** The cluster's name, for what is said of them. */
  readonly name: string;
  /** Removed as a whole when the cluster is deleted; what lies beside it, such as the workshop's journal, stays. */
  readonly folder: string;
  /** What it is: an {@link EmbeddedRecord}. */
  readonly record: string;
  /** Keys and certificates. */
  readonly secrets: string;
  /** A kubeconfig of its own, there as long as the cluster answers. */
  readonly adminConf: string;
  /** Every object, in SQLite. */
  readonly data: string;
  /** Which process serves it. */
  readonly lock: string;
  /** What that process said. */
  readonly log: string;
}

export function embeddedFiles(stateFolder: string, name: string): EmbeddedFiles {
  const folder = join(stateFolder, 'cluster');
  return {
    name,
    folder,
    record: join(folder, 'cluster.json'),
    secrets: join(folder, 'secrets.json'),
    adminConf: join(folder, 'admin.conf'),
    data: join(folder, 'cluster.sqlite'),
    lock: join(folder, 'cluster.lock'),
    log: join(folder, 'cluster.log'),
  };
}

/** What an embedded cluster was made as. */
export interface EmbeddedRecord {
  readonly format: 1;
  readonly name: string;
  /** Beside the one control-plane node. */
  readonly workers: number;
  /** Kept in memory only: it begins empty each time its process starts. */
  readonly ephemeral: boolean;
  /** Missing until it has answered for the first time: what there is before is half-made. */
  readonly port?: number;
}

/** Undefined when there is no such cluster. Throws a `UserError` when it is there but cannot be understood. */
export function readRecord(files: EmbeddedFiles): EmbeddedRecord | undefined {
  if (!existsSync(files.record)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(files.record, 'utf8'));
    if (isRecord(value)) return value;
  } catch (error) {
    throw notUsable(files, files.record, error);
  }
  throw notUsable(files, files.record);
}

/** The names that the nodes had when the cluster was made: kind's. */
export function nodeNames({ name, workers }: EmbeddedRecord): string[] {
  const suffixes = Array.from({ length: workers }, (_, at) => (at === 0 ? '' : String(at + 1)));
  return [`${name}-control-plane`, ...suffixes.map((suffix) => `${name}-worker${suffix}`)];
}

/** Makes the folder for a new cluster, and writes down what it is to be. */
export function writeRecord(files: EmbeddedFiles, record: EmbeddedRecord): void {
  try {
    makeFolder(files.folder, 0o700);
  } catch (error) {
    throw notWritable(files.folder, error);
  }
  writePrivately(files.record, `${JSON.stringify(record, null, 2)}\n`);
}

/** Writes a file that only its owner may read; a reader sees the old one or the new one, whole. Throws a `UserError`. */
export function writePrivately(path: string, text: string): void {
  const draft = `${path}.new`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, path);
  } catch (error) {
    throw notWritable(path, error);
  }
}

/** Removes all there is of the cluster. */
export function removeFiles(files: EmbeddedFiles): void {
  try {
    rmSync(files.folder, { recursive: true, force: true });
  } catch (error) {
    throw notWritable(files.folder, error);
  }
}

/** One of the cluster's files cannot be read, or is not what we wrote. */
export function notUsable({ name }: EmbeddedFiles, path: string, cause?: unknown): UserError {
  const code = codeOf(cause);
  if (code !== undefined && code !== 'ENOENT') {
    return new UserError(`the file ${path} of the embedded cluster cannot be read (${code})`, {
      next: `see whose it is: ls -l ${path} (a command with sudo may have made it)`,
      cause,
    });
  }
  const what = code === 'ENOENT' ? 'is gone' : 'is damaged';
  return new UserError(`the file ${path} of the embedded cluster ${what}`, {
    next: `put back what was there, or begin anew: kubectl minisched cluster delete ${name} --provider embedded, then create it again`,
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  const coded = error instanceof Error && 'code' in error && 'syscall' in error;
  return coded ? String(error.code) : undefined;
}

function isRecord(value: unknown): value is EmbeddedRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === 1 &&
    'name' in value &&
    typeof value.name === 'string' &&
    'workers' in value &&
    Number.isSafeInteger(value.workers) &&
    'ephemeral' in value &&
    typeof value.ephemeral === 'boolean' &&
    (!('port' in value) || Number.isSafeInteger(value.port))
  );
}

function notWritable(path: string, error: unknown): UserError {
  const code = codeOf(error);
  const why = code === undefined ? '' : ` (${code})`;
  return new UserError(`the embedded cluster's ${path} cannot be written${why}`, {
    next: 'make its folder writable, free some space, or set XDG_STATE_HOME to a folder that is',
    cause: error,
  });
}
