import type { CommandResult } from '../exec/run.ts';
import { engineError } from './engine.ts';
import { createKind, deleteKind } from './kind-create.ts';
import { type KindParts, type KindProviderOptions, kindParts, nodeContainers } from './kind-parts.ts';
import { restartKind } from './kind-restart.ts';
import { kindStatus } from './kind-status.ts';
import { noSuchNode } from './node-words.ts';
import type { ClusterProvider, ProviderOptions } from './provider.ts';

export type { KindProviderOptions } from './kind-parts.ts';

/**
 * Clusters whose nodes are containers on this machine, made by kind with docker (or what KIND_EXPERIMENTAL_PROVIDER names). Every method
 * rejects with `MissingToolError` or a `UserError` of one sentence when docker, its engine, kind or kubectl is not to be had.
 */
export function kindProvider(options: KindProviderOptions): ClusterProvider {
  const parts = kindParts(options);
  return {
    kind: 'kind',
    name: parts.name,
    context: parts.context,
    get owned() {
      return parts.madeHere.ours;
    },
    status: (call) => kindStatus(parts, call),
    create: (call) => createKind(parts, call),
    restart: (call) => restartKind(parts, call),
    delete: (call) => deleteKind(parts, call),
    stopNode: (node, call) => onNode(parts, node, call, () => parts.docker.stop([node], call)),
    startNode: (node, call) => onNode(parts, node, call, () => parts.docker.start([node], call)),
  };
}

/** Only on a container of this cluster: any other name on this machine is none of our business. */
async function onNode(
  parts: KindParts,
  node: string,
  { signal }: ProviderOptions,
  act: () => Promise<CommandResult>,
): Promise<void> {
  const names = (await nodeContainers(parts, { signal })).map(({ name }) => name);
  if (!names.includes(node)) throw noSuchNode(parts.name, node, names);
  const result = await act();
  if (result.exitCode !== 0) throw engineError(parts.docker.tool, result);
}
