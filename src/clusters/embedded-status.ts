import { existsSync } from 'node:fs';

import { UnreachableError } from '../api/errors.ts';
import { readRecord, nodeNames } from './embedded-files.ts';
import { nodeStates } from './embedded-nodes.ts';
import type { EmbeddedParts } from './embedded-parts.ts';
import { type ProcessState, processState } from './embedded-process.ts';
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
  const process = processState(parts);
  if (process !== 'running') return unhealthy(PROBLEM[process]);
  if (parts.kubeconfig.serverOf(parts.context) !== serverAt(record.port)) {
    return unhealthy('the kubeconfig does not know it');
  }
  try {
    return await fromNodes(parts, signal);
  } catch (error) {
    // it may have ended while it was asked
    const now = processState(parts);
    if (now !== 'running') return unhealthy(PROBLEM[now]);
    if (!(error instanceof UnreachableError)) throw error;
    return unhealthy('its API server does not answer');
  }
}

const PROBLEM: Readonly<Record<Exclude<ProcessState, 'running'>, string>> = {
  starting: 'it is just starting',
  stopped: 'its process was stopped',
  crashed: 'its process has crashed',
};

/** The address under which an embedded cluster answers: on this machine only. */
export function serverAt(port: number): string {
  return `https://127.0.0.1:${String(port)}`;
}

/** Where the context of this name leads, if not to this machine, and so not to a cluster of ours. */
export function foreignServer({ kubeconfig, context }: EmbeddedParts): string | undefined {
  const server = kubeconfig.serverOf(context);
  return server === undefined || /^https:\/\/127\.0\.0\.1:\d+\/?$/.test(server) ? undefined : server;
}

/** Whether there is anything of the cluster: files of it, or its context. */
export function embeddedExists(parts: EmbeddedParts): boolean {
  if (existsSync(parts.files.folder)) return true;
  return parts.kubeconfig.serverOf(parts.context) !== undefined && foreignServer(parts) === undefined;
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
