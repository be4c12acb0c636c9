import type { ClusterApi } from '../api/cluster-api.ts';
import { UnreachableError } from '../api/errors.ts';
import { isReady } from '../api/nodes.ts';
import { NODES } from '../api/resources.ts';
import type { Node } from '../api/types.ts';
import { UserError } from '../lib/errors.ts';
import { naturalOrder } from '../lib/natural-order.ts';
import type { EmbeddedParts } from './embedded-parts.ts';
import { servingProcess } from './embedded-process.ts';
import { noSuchNode } from './node-words.ts';

/** On a Node: the simulated kubelet of it is silent. Anybody with kubectl sees, and may change, it. */
const SILENCE = 'embedded.kubectl-minisched/kubelet';
const STOPPED = 'stopped';
const PAGE = 1000;

/** One node as the API server knows it. */
export interface NodeState {
  readonly name: string;
  readonly ready: boolean;
  /** Its kubelet was silenced. */
  readonly stopped: boolean;
}

/** All nodes in natural order. Rejects as `ClusterApi` does. */
export async function nodeStates(parts: EmbeddedParts, signal: AbortSignal): Promise<NodeState[]> {
  const nodes = await onApi(parts, (api) => listAll(api, signal));
  return nodes.map(stateOf).toSorted((one, other) => naturalOrder(one.name, other.name));
}

/** Silences the kubelet of a node, or lets it speak again. Rejects with a `UserError` when there is no such node. */
export async function setSilence(
  parts: EmbeddedParts,
  node: string,
  stopped: boolean,
  signal: AbortSignal,
): Promise<void> {
  await onApi(parts, async (api) => {
    const names = (await listAll(api, signal)).map(({ metadata }) => metadata.name);
    if (!names.includes(node)) throw noSuchNode(parts.name, node, names.toSorted(naturalOrder));
    const annotations = { [SILENCE]: stopped ? STOPPED : null };
    await api.patch(NODES, { name: node }, { metadata: { annotations } }, { signal });
  });
}

/** Rejects with a `UserError` that says what to do when the process is there but gives no answer. */
export async function assertAnswers(parts: EmbeddedParts, signal: AbortSignal): Promise<void> {
  try {
    await onApi(parts, (api) => api.version({ signal }));
  } catch (error) {
    const owner = servingProcess(parts)?.owner;
    if (!(error instanceof UnreachableError) || !owner) throw error;
    throw hangs(parts, owner.pid, error);
  }
}

async function onApi<T>(parts: EmbeddedParts, work: (api: ClusterApi) => Promise<T>): Promise<T> {
  if (!servingProcess(parts)?.answers) throw notUp(parts);
  const { api, close } = await parts.connect(parts.files.adminConf);
  try {
    return await work(api);
  } finally {
    await close();
  }
}

async function listAll(api: ClusterApi, signal: AbortSignal): Promise<Node[]> {
  const items: Node[] = [];
  let token: string | undefined;
  do {
    const page = await api.list(NODES, { limit: PAGE, signal, ...(token ? { continue: token } : {}) });
    items.push(...page.items);
    token = page.continue;
  } while (token);
  return items;
}

function stateOf(node: Node): NodeState {
  const { name, annotations } = node.metadata;
  return { name, ready: isReady(node), stopped: annotations?.[SILENCE] === STOPPED };
}

function hangs({ name, ephemeral }: EmbeddedParts, pid: number, cause: unknown): UserError {
  const all = ephemeral ? '' : ', with all its data';
  return new UserError(
    `the embedded cluster ${name} does not answer, though its process ${String(pid)} is there`,
    {
      next: `wait a little if it has much to do; else: kill -9 ${String(pid)}, and the same command again starts it${all}`,
      cause,
    },
  );
}

function notUp({ name }: EmbeddedParts): UserError {
  return new UserError(`the embedded cluster ${name} is not up`, {
    next: `kubectl minisched cluster create ${name} --provider embedded`,
  });
}
