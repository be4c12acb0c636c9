import { rmSync } from 'node:fs';

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
import { secretsOf } from './secrets.ts';

/**
 * Serves the embedded cluster of this name until the context's signal aborts. There is one such process for a cluster, by its lock; the
 * port stays the same unless another program has it by now. `admin.conf` is there as long as it answers.
 */
export async function runEmbedded(cli: CliContext, name: string): Promise<void> {
  // SQLite makes its files as the umask lets it, and they hold every secret
  process.umask(0o077);
  const files = embeddedFiles(stateFolder(embeddedContext(name), cli.env, cli.home).path);
  const record = readRecord(files);
  if (!record) throw notThere(name);
  const release = takeLock(files.lock, ownerOf(process.pid, `the embedded cluster ${name}`));
  try {
    rmSync(files.adminConf, { force: true });
    const secrets = await secretsOf(files.secrets, {
      isNew: record.port === undefined,
      now: systemClock.now(),
    });
    const cluster = await start(record, { files, secrets, log: logTo(cli) });
    announce(record, files, secrets, cluster.port);
    await untilDone(files.lock, cli.signal);
    rmSync(files.adminConf, { force: true });
    await cluster.close();
  } finally {
    release();
  }
}

interface Place {
  readonly files: EmbeddedFiles;
  readonly secrets: ClusterSecrets;
  readonly log: (line: string) => void;
}

/** On its old port, else on any. */
async function start(record: EmbeddedRecord, place: Place): Promise<EmbeddedCluster> {
  try {
    return await startOn(record.port ?? 0, record, place);
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return startOn(0, record, place);
    throw codeOf(error).startsWith('ERR_SQLITE') ? unreadable(place.files, error) : error;
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

function logTo({ stdout }: CliContext): (line: string) => void {
  return (line) => stdout.write(`${new Date(systemClock.now()).toISOString()} ${line}\n`);
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

function unreadable({ data }: EmbeddedFiles, error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error);
  return new UserError(`SQLite cannot open ${data}: ${why}`, {
    next: 'free some space or put a sound file back; to begin anew: kubectl minisched cluster delete --provider embedded',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
