import { dirname } from 'node:path';

import { ownerOf, takeLock } from '../exec/lock.ts';
import { UserError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { readRecord, removeFiles, writeRecord, type EmbeddedRecord } from './embedded-files.ts';
import { assertAnswers } from './embedded-nodes.ts';
import type { EmbeddedParts } from './embedded-parts.ts';
import { servingProcess, startServing, stopServing } from './embedded-process.ts';
import { foreignServer, serverAt } from './embedded-status.ts';
import { forgetMemory, readMemory, writeMemory } from './previous-context.ts';
import type { ProviderOptions } from './provider.ts';

/** How a cluster came to be up. */
export interface Opened {
  /** `running`: it was up already. */
  readonly how: 'made' | 'started' | 'running';
  readonly record: EmbeddedRecord;
  readonly server: string;
  /** The port that it had before, where another program has that now. */
  readonly movedFrom?: number;
}

/**
 * Brings the cluster up, whatever is there of it: made, started again with its data, or found running. Its context is in the kubeconfig
 * and current afterwards. What a failed making left is taken back.
 */
export async function openEmbedded(parts: EmbeddedParts, { signal }: ProviderOptions): Promise<Opened> {
  signal.throwIfAborted();
  return alone(parts, async () => {
    const found = await foundRecord(parts, signal);
    const how = found ? (servingProcess(parts)?.answers ? 'running' : 'started') : 'made';
    if (found) await serve(parts, signal);
    else await make(parts, signal);
    if (how === 'running') await assertAnswers(parts, signal);
    const record = readRecord(parts.files);
    if (record?.port === undefined) throw new Error('a cluster that answers has written down no port');
    const moved = found?.port !== undefined && found.port !== record.port;
    return { how, record, server: serverAt(record.port), ...(moved ? { movedFrom: found.port } : {}) };
  });
}

/** Creates it; a `UserError` when it is there. */
export async function createEmbedded(parts: EmbeddedParts, options: ProviderOptions): Promise<void> {
  options.signal.throwIfAborted();
  if (readRecord(parts.files)?.port !== undefined) {
    throw new UserError(`the cluster ${parts.name} exists already`, {
      next: `delete it first: kubectl minisched cluster delete ${parts.name} --provider embedded`,
    });
  }
  options.output.command(`kubectl minisched cluster create ${parts.name} --provider embedded`);
  const { server } = await openEmbedded(parts, options);
  options.output.line(`its API server answers at ${server}; its context is ${parts.context}`, 'stdout');
}

/** Ends the process, removes data and context, and makes current what was current before. Absent is success. */
export async function deleteEmbedded(
  parts: EmbeddedParts,
  { signal, output }: ProviderOptions,
): Promise<void> {
  output.command(`kubectl minisched cluster delete ${parts.name} --provider embedded`);
  await alone(parts, async () => {
    await stopServing(parts, signal);
    await forgetContext(parts, signal);
    removeFiles(parts.files);
  });
}

/** The kubeconfig leads to the cluster again, if it did not; then its context is current, too. */
export async function mendContext(parts: EmbeddedParts, signal: AbortSignal): Promise<void> {
  const port = readRecord(parts.files)?.port;
  if (port === undefined || parts.kubeconfig.serverOf(parts.context) === serverAt(port)) return;
  refuseForeign(parts);
  remember(parts);
  await parts.kubeconfig.add(parts.files.adminConf, signal);
}

/** What was half-made when somebody killed us begins anew. */
async function foundRecord(parts: EmbeddedParts, signal: AbortSignal): Promise<EmbeddedRecord | undefined> {
  const record = readRecord(parts.files);
  if (record?.port !== undefined || (record && servingProcess(parts))) return record;
  await stopServing(parts, signal);
  removeFiles(parts.files);
  return undefined;
}

async function make(parts: EmbeddedParts, signal: AbortSignal): Promise<void> {
  const { name, workers, ephemeral, files } = parts;
  writeRecord(files, { format: 1, name, workers, ephemeral });
  try {
    await serve(parts, signal);
  } catch (error) {
    await takeBack(parts);
    throw error;
  }
}

/** Runs to its end even after Ctrl-C. Why it was not made matters more than what is in the way of tidying up. */
async function takeBack(parts: EmbeddedParts): Promise<void> {
  const { signal } = new AbortController();
  await stopServing(parts, signal);
  removeFiles(parts.files);
  await forgetContext(parts, signal).catch(() => undefined);
}

/** What is wrong with the kubeconfig is said before anything is started. */
async function serve(parts: EmbeddedParts, signal: AbortSignal): Promise<void> {
  refuseForeign(parts);
  remember(parts);
  await startServing(parts, signal);
  await parts.kubeconfig.add(parts.files.adminConf, signal);
}

function remember({ previousContext, context, kubeconfig }: EmbeddedParts): void {
  writeMemory(previousContext, context, kubeconfig.current());
}

/** A context of the same name that leads elsewhere holds somebody's credentials. */
function refuseForeign(parts: EmbeddedParts): void {
  const server = foreignServer(parts);
  if (server === undefined) return;
  throw new UserError(
    `the kubeconfig has a context ${parts.context} already that this program did not make: it leads to ${server}`,
    {
      next: `give the cluster another name, or remove that context: kubectl config delete-context ${parts.context}`,
    },
  );
}

async function forgetContext(parts: EmbeddedParts, signal: AbortSignal): Promise<void> {
  const { kubeconfig, context, previousContext } = parts;
  if (foreignServer(parts) === undefined) await kubeconfig.remove(context, signal);
  const previous = readMemory(previousContext);
  if (previous !== '' && kubeconfig.current() === undefined) await kubeconfig.use(previous, signal);
  forgetMemory(previousContext);
}

/** One change of a cluster at a time. */
export async function alone<T>({ changeLock, name }: EmbeddedParts, work: () => Promise<T>): Promise<T> {
  makeFolder(dirname(changeLock), 0o700);
  const release = takeLock(changeLock, ownerOf(process.pid, `another change of the cluster ${name}`));
  try {
    return await work();
  } finally {
    release();
  }
}
