import type { Node } from '../data/types.ts';
import { isReason, type Client } from '../controllers/runtime/client.ts';
import { NODES } from '../controllers/runtime/kinds.ts';

/** Kept on the Node, so that a silence outlives a restart of the cluster and anybody with kubectl sees why a node is NotReady. */
export const SILENCE_ANNOTATION = 'embedded.kubectl-minisched/kubelet';
const STOPPED = 'stopped';

/** What a node's `containerRuntimeVersion` begins with when its kubelet is one of ours. */
export const EMBEDDED_RUNTIME = 'embedded://';

/** Whether the node's kubelet was stopped: it writes nothing, its pods stay as they are. */
export function isSilenced({ metadata }: Node): boolean {
  return metadata.annotations?.[SILENCE_ANNOTATION] === STOPPED;
}

/** Whether the node has one of our kubelets, stopped or not. A Node object that a person made has none. */
export function isEmbedded({ status }: Node): boolean {
  return status?.nodeInfo?.containerRuntimeVersion.startsWith(EMBEDDED_RUNTIME) ?? false;
}

/** Silences a node's kubelet. False when there is no such node. */
export function stopNode(client: Client, name: string): boolean {
  return annotate(client, name, STOPPED);
}

/** Lets a node's kubelet speak again: it reports at once and catches up. False when there is no such node. */
export function startNode(client: Client, name: string): boolean {
  return annotate(client, name, null);
}

function annotate(client: Client, name: string, value: string | null): boolean {
  try {
    client.patch(
      NODES,
      { metadata: { name } },
      { metadata: { annotations: { [SILENCE_ANNOTATION]: value } } },
    );
    return true;
  } catch (error) {
    if (isReason(error, 'NotFound')) return false;
    throw error;
  }
}
