import { rmSync } from 'node:fs';

import { errorCode } from '../../lib/error-code.ts';
import {
  embeddedFiles,
  type EmbeddedFiles,
  type EmbeddedRecord,
  readRecord,
  writePrivately,
  writeRecord,
} from '../../clusters/embedded-files.ts';
import { embeddedContext } from '../../clusters/embedded-parts.ts';
import { serverAt } from '../../clusters/embedded-status.ts';
import type { ClusterSecrets } from '../../embedded/pki/secrets.ts';
import { type EmbeddedCluster, startEmbeddedCluster } from '../../embedded/start-cluster.ts';
import { ownerOf, readLock, takeLock } from '../../exec/lock.ts';
import { kubeconfigText } from '../../kube/kubeconfig-text.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { stateFolder } from '../../workshop/state.ts';
import type { CliContext } from '../context.ts';
import { logFile } from './log-file.ts';
import { secretsOf } from './secrets.ts';

/**
 * Serves the embedded cluster of this name until the context's signal aborts. There is one such process for a cluster, by its lock; the
 * port stays the same unless another program has it by now. `admin.conf` is there as long as it answers.
 */
export async function runEmbedded(cli: CliContext, name: string): Promise<void> {
  // SQLite makes its files as the umask lets it, and they hold every secret
  process.umask(0o077);
  const files = embeddedFiles(stateFolder(embeddedContext(name), cli.env, cli.home).path, name);
  const record = readRecord(files);
  if (!record) throw notThere(name);
  const release = takeLock(files.lock, ownerOf(process.pid, `the embedded cluster ${name}`));
  try {
    rmSync(files.adminConf, { force: true });
    const secrets = await secretsOf(files, {
      isNew: record.port === undefined,
      now: systemClock.now(),
    });
    const log = logFile(files.log, () => systemClock.now());
    const cluster = await start(record, { files, secrets, log });
    log(`process ${String(process.pid)} serves ${serverAt(cluster.port)}`);
    announce(record, files, secrets, cluster.port);
    await untilDone(files.lock, cli.signal);
    rmSync(files.adminConf, { force: true });
    await cluster.close();
    log(`process ${String(process.pid)} ends, as it was asked to`);
  } finally {
    release();
  }
}

interface Place {
  readonly files: EmbeddedFiles;
  readonly secrets: ClusterSecrets;
  readonly log: (line: string) => void;
}

async function start(record: EmbeddedRecord, place: Place): Promise<EmbeddedCluster> {
  try {
    return await startAnywhere(record, place);
  } catch (error) {
    throw errorCode(error)?.startsWith('ERR_SQLITE') ? unusable(record.name, place.files, error) : error;
  }
}

/** On its old port, else on any. */
async function startAnywhere(record: EmbeddedRecord, place: Place): Promise<EmbeddedCluster> {
  try {
    return await startOn(record.port ?? 0, record, place);
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    return startOn(0, record, place);
  }
}

function startOn(
  port: number,
  { name, workers, ephemeral }: EmbeddedRecord,
  { files, secrets, log }: Place,
): Promise<EmbeddedCluster> {
  return startEmbeddedCluster({
    name,
    ...(ephemeral ? {} : { file: files.data }),
    secrets,
    workers,
    port,
    clock: systemClock,
    random: Math.random,
    log,
  });
}

/** From here on it is made, and others see that it answers. */
function announce(record: EmbeddedRecord, files: EmbeddedFiles, secrets: ClusterSecrets, port: number): void {
  const { ca, admin } = secrets;
  const context = embeddedContext(record.name);
  if (record.port !== port) writeRecord(files, { ...record, port });
  const text = kubeconfigText({ name: context, server: serverAt(port), ca: ca.cert, ...admin });
  writePrivately(files.adminConf, text);
}

const LOOK_EVERY_MS = 2000;

/** Until the signal, or until the folder was removed under it: nobody would find this process again. */
async function untilDone(lock: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && readLock(lock)?.pid === process.pid) {
    await systemClock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
  }
}

function notThere(name: string): UserError {
  return new UserError(`there is no embedded cluster ${name}`, {
    next: `kubectl minisched cluster create ${name} --provider embedded`,
  });
}

function unusable(name: string, { data }: EmbeddedFiles, error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error);
  return new UserError(`SQLite cannot use ${data}: ${why}`, { next: nextAfter(why, name), cause: error });
}

/** SQLite's own words (sqlite3_errstr) for what is not the file's fault; anything else is. */
function nextAfter(why: string, name: string): string {
  if (/full/.test(why)) return 'free some space, or set XDG_STATE_HOME to a folder on another disk';
  if (/unable to open|readonly|I\/O|locked/.test(why)) {
    return 'see that you may read and write it and its folder, and that no other program has it open';
  }
  return `put a sound copy of it back, or begin anew: kubectl minisched cluster delete ${name} --provider embedded, then create it again`;
}
