import type { ClusterApi } from '../api/cluster-api.ts';
import { isConflict, isNotFound } from '../api/errors.ts';
import { NODES } from '../api/resources.ts';
import type { Node, Taint } from '../api/types.ts';
import { NODE_PREFIX, TAINT_KEY } from '../workshop/marks.ts';

/** Says of a node that we cordoned it, so that a later run can undo what one that was killed left. */
const CORDONED = `${NODE_PREFIX}cordoned`;
const TRIES = 10;

/** Puts our taint on a node, in place of one of ours that it has. */
export function taintNode(api: ClusterApi, node: string, effect: Taint['effect']): Promise<void> {
  const taint: Taint = { key: TAINT_KEY, value: 'blocked', effect };
  return changed(api, node, ({ spec }) => ({ spec: { taints: [...othersOf(spec?.taints), taint] } }));
}

/** Takes it off again, whatever its effect. */
export function untaintNode(api: ClusterApi, node: string): Promise<void> {
  return changed(api, node, ({ spec }) => ({ spec: { taints: othersOf(spec?.taints) } }));
}

/** As `kubectl cordon`. */
export function cordonNode(api: ClusterApi, node: string): Promise<void> {
  return changed(api, node, () => ({
    metadata: { labels: { [CORDONED]: 'true' } },
    spec: { unschedulable: true },
  }));
}

/** As `kubectl uncordon`. */
export function uncordonNode(api: ClusterApi, node: string): Promise<void> {
  return changed(api, node, () => ({
    metadata: { labels: { [CORDONED]: null } },
    spec: { unschedulable: null },
  }));
}

/** Whether a node carries anything of ours. */
export function hasOurTaint({ spec }: Node): boolean {
  return spec?.taints?.some(({ key }) => key === TAINT_KEY) ?? false;
}

/** @see hasOurTaint */
export function isOurCordon({ metadata }: Node): boolean {
  return CORDONED in (metadata.labels ?? {});
}

function othersOf(taints: readonly Taint[] = []): Taint[] {
  return taints.filter(({ key }) => key !== TAINT_KEY);
}

/** A list of taints is written as a whole, so nobody may have written one since it was read. */
async function changed(api: ClusterApi, name: string, change: (node: Node) => PatchOfNode): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      const node = await api.get(NODES, { name });
      const { metadata, ...rest } = change(node);
      const { resourceVersion } = node.metadata;
      await api.patch(NODES, { name }, { ...rest, metadata: { ...metadata, resourceVersion } });
      return;
    } catch (error) {
      // a node that has left takes what we put on it along
      if (isNotFound(error)) return;
      if (!isConflict(error) || tries >= TRIES) throw error;
    }
  }
}

interface PatchOfNode {
  readonly metadata?: { readonly labels: Readonly<Record<string, string | null>> };
  readonly spec: { readonly taints?: readonly Taint[]; readonly unschedulable?: true | null };
}
