import type { Pod } from '../../api/types.ts';
import type { ClusterEvent } from './cluster-event.ts';
import type { NodeInfo } from './node-info.ts';

/**
 * Why a node, or a reservation, does not suit a pod: a value, never an exception. `reasons` are upstream's texts, which
 * messages count over nodes. Plugins return the same object each time, so that saying no costs nothing.
 */
export interface Rejection {
  readonly reasons: readonly string[];
}

/** The highest score after normalising (upstream: `MaxNodeScore`). */
export const MAX_NODE_SCORE = 100;

/**
 * One policy. A plugin implements the extension points it cares for, named as in kube-scheduler's framework
 * (k8s.io/kube-scheduler/framework/interface.go). All but `bind` are pure and quick: they run for every node.
 */
export interface Plugin {
  readonly name: string;

  /** Undefined when the pod may run on the node. The first plugin that rejects a node gives its reasons. */
  filter?(pod: Pod, node: NodeInfo): Rejection | undefined;

  /** What the reason leaves out, e.g. which taint. Asked only after `filter` rejected, off the hot path. */
  explain?(pod: Pod, node: NodeInfo): string | undefined;

  /** The changes that can undo a rejection by this plugin. Without it: any change. */
  readonly requeueOn?: readonly ClusterEvent[];

  /** Any finite number; the higher the better unless `normalize` says otherwise. */
  score?(pod: Pod, node: NodeInfo): number;

  /** Brings the raw scores of all feasible nodes to 0…{@link MAX_NODE_SCORE}, in place. Without it raw scores are in that range already. */
  normalize?(scores: number[]): void;

  /** Claims what the pod needs on its node before it is bound. A rejection sends the pod back to the queue. */
  reserve?(pod: Pod, node: string): Rejection | undefined;

  /** Gives back what `reserve` claimed. Also called for a plugin whose `reserve` was never reached; must not fail. */
  unreserve?(pod: Pod, node: string): void;

  /** Writes the placement. The first plugin that has it is used. Rejects as `ClusterApi.bind` does. */
  bind?(pod: Pod, node: string, signal: AbortSignal): Promise<void>;
}

/** A plugin and the factor of its score in the total. */
export interface PluginEntry {
  readonly plugin: Plugin;
  readonly weight: number;
}

/** What one score plugin thinks of one node. `score` is 0–100 after normalising; the total adds score × weight. */
export interface PluginScore {
  readonly raw: number;
  readonly score: number;
  readonly weight: number;
}
