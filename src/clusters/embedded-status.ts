import { UnreachableError } from '../api/errors.ts';
import { readRecord, nodeNames } from './embedded-files.ts';
import { nodeStates } from './embedded-nodes.ts';
import type { EmbeddedParts } from './embedded-parts.ts';
import { servingProcess } from './embedded-process.ts';
import { counted } from './node-words.ts';
import type { ClusterStatus } from './provider.ts';

/**
 * Healthy means: its process answers, the person's kubeconfig leads to it, every node is Ready and none is stopped. What never answered
 * is half-made and counts as absent. Rejects with a `UserError` when its files are damaged.
 */
export async function embeddedStatus(parts: EmbeddedParts, signal: AbortSignal): Promise<ClusterStatus> {
  signal.throwIfAborted();
  const record = readRecord(parts.files);
  if (record?.port === undefined) return { state: 'absent' };
  const unhealthy = (problem: string): ClusterStatus => ({
    state: 'unhealthy',
    problem,
    nodes: nodeNames(record),
  });
  const serving = servingProcess(parts);
  if (!serving) return unhealthy('its process does not run');
  if (!serving.answers) return unhealthy('it is just starting');
  if (parts.kubeconfig.serverOf(parts.context) !== serverAt(record.port)) {
    return unhealthy('the kubeconfig does not know it');
  }
  try {
    return await fromNodes(parts, signal);
  } catch (error) {
    // it may have ended while it was asked
    if (!servingProcess(parts)) return unhealthy('its process does not run');
    if (!(error instanceof UnreachableError)) throw error;
    return unhealthy('its API server does not answer');
  }
}

/** The address under which an embedded cluster answers: on this machine only. */
export function serverAt(port: number): string {
  return `https://127.0.0.1:${String(port)}`;
}

async function fromNodes(parts: EmbeddedParts, signal: AbortSignal): Promise<ClusterStatus> {
  const states = await nodeStates(parts, signal);
  const nodes = states.map(({ name }) => name);
  const named = (those: typeof states): string[] => those.map(({ name }) => name);
  const problem =
    counted(named(states.filter(({ stopped }) => stopped)), nodes.length, 'stopped') ??
    counted(named(states.filter(({ ready }) => !ready)), nodes.length, 'not Ready');
  return problem === undefined ? { state: 'healthy', nodes } : { state: 'unhealthy', problem, nodes };
}
