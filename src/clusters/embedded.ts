import {
  alone,
  createEmbedded,
  deleteEmbedded,
  mendContext,
  type Opened,
  openEmbedded,
} from './embedded-create.ts';
import { type EmbeddedFacts, embeddedFacts } from './embedded-facts.ts';
import { readRecord } from './embedded-files.ts';
import { assertAnswers, nodeStates, setSilence } from './embedded-nodes.ts';
import { embeddedParts, type EmbeddedParts, type EmbeddedProviderOptions } from './embedded-parts.ts';
import { startServing } from './embedded-process.ts';
import { embeddedExists, embeddedStatus } from './embedded-status.ts';
import type { ClusterProvider, ProviderOptions } from './provider.ts';

export type { EmbeddedProviderOptions } from './embedded-parts.ts';
export type { Opened } from './embedded-create.ts';

/** The provider with what only an embedded cluster can: come up whatever is there of it, and tell of its process and files. */
export interface EmbeddedProvider extends ClusterProvider {
  /** Makes it, starts it again with its data, or finds it running; leaves stopped nodes stopped. */
  open(options: ProviderOptions): Promise<Opened>;
  /** Undefined when there is none. */
  facts(): EmbeddedFacts | undefined;
  /** Whether there is anything to delete. */
  exists(): boolean;
}

/**
 * A cluster that a process of this program serves in the background: a real API, simulated nodes. It needs no other program. Every
 * method rejects with a `UserError` of one sentence when its files are damaged, cannot be written, or it does not start.
 */
export function embeddedProvider(options: EmbeddedProviderOptions): EmbeddedProvider {
  const parts = embeddedParts(options);
  return {
    kind: 'embedded',
    name: parts.name,
    context: parts.context,
    // its files are in our own state folder: nobody else makes one
    owned: true,
    status: ({ signal }) => embeddedStatus(parts, signal),
    open: (call) => openEmbedded(parts, call),
    facts: () => embeddedFacts(parts),
    exists: () => embeddedExists(parts),
    create: (call) => createEmbedded(parts, call),
    restart: (call) => restart(parts, call),
    delete: (call) => deleteEmbedded(parts, call),
    stopNode: (node, call) => silence(parts, node, true, call),
    startNode: (node, call) => silence(parts, node, false, call),
  };
}

const LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** Its process, the kubeconfig and the stopped nodes are mended, then it is waited for up to 30 s. */
async function restart(parts: EmbeddedParts, call: ProviderOptions): Promise<boolean> {
  const { signal } = call;
  signal.throwIfAborted();
  if (readRecord(parts.files)?.port === undefined) return false;
  await alone(parts, async () => {
    await startServing(parts, signal);
    await assertAnswers(parts, signal);
    await mendContext(parts, signal);
  });
  const silent = (await nodeStates(parts, signal)).filter(({ stopped }) => stopped);
  for (const { name } of silent) await silence(parts, name, false, call);
  return untilHealthy(parts, signal);
}

async function untilHealthy(parts: EmbeddedParts, signal: AbortSignal): Promise<boolean> {
  const { clock } = parts;
  const end = clock.monotonic() + LIMIT_MS;
  while ((await embeddedStatus(parts, signal)).state !== 'healthy') {
    if (clock.monotonic() >= end) return false;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  return true;
}

async function silence(
  parts: EmbeddedParts,
  node: string,
  stopped: boolean,
  { signal, output }: ProviderOptions,
): Promise<void> {
  const verb = stopped ? 'stop' : 'start';
  output.command(`kubectl minisched cluster node ${verb} ${node} --name ${parts.name} --provider embedded`);
  await setSilence(parts, node, stopped, signal);
}
