import type { NodeContainer } from '../exec/docker.ts';
import { engineError, engineName, engineTrouble } from './engine.ts';
import { askEngine, type KindParts } from './kind-parts.ts';
import { nodeReadiness, type NodeReadiness } from './node-readiness.ts';
import { counted } from './node-words.ts';
import type { ClusterStatus, ProviderOptions } from './provider.ts';

/**
 * Healthy means: every container runs, the API server answers, every container's node has joined and is Ready. An engine that does not
 * run is "unhealthy" (what it holds cannot be known); one that we may not use, or a missing docker, is a `UserError`.
 */
export async function kindStatus(
  parts: KindParts,
  options: Pick<ProviderOptions, 'signal'>,
): Promise<ClusterStatus> {
  const { result, nodes: containers } = await askEngine(parts, options);
  if (result.exitCode !== 0) {
    if (engineTrouble(result.stderr) !== 'not-running') throw engineError(parts.docker.tool, result);
    return { state: 'unhealthy', problem: `${engineName(parts.docker.tool)} is not running`, nodes: [] };
  }
  if (containers.length === 0) return { state: 'absent' };
  const nodes = containers.map(({ name }) => name);
  const problem = stopped(containers) ?? behind(nodes, await nodeReadiness(parts.kubectl, options.signal));
  return problem === undefined ? { state: 'healthy', nodes } : { state: 'unhealthy', problem, nodes };
}

function stopped(containers: readonly NodeContainer[]): string | undefined {
  const names = containers.filter(({ state }) => state !== 'running').map(({ name }) => name);
  return counted(names, containers.length, 'stopped');
}

function behind(expected: readonly string[], seen: NodeReadiness): string | undefined {
  if (!seen.answers) return seen.problem;
  const missing = expected.filter((name) => !seen.nodes.includes(name));
  const notReady = expected.filter((name) => seen.notReady.includes(name));
  return (
    counted(missing, expected.length, 'not part of it') ?? counted(notReady, expected.length, 'not Ready')
  );
}
