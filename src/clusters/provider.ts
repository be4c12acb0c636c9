import type { Output } from '../exec/run.ts';

/** Evidence names these words: a simulated node is never called a real one. */
export const CLUSTER_KINDS = ['kind', 'embedded', 'other'] as const;

/** One of {@link CLUSTER_KINDS}. */
export type ClusterKind = (typeof CLUSTER_KINDS)[number];

/** How a provider found its cluster. */
export type ClusterStatus =
  /** Nothing of this name. */
  | { readonly state: 'absent' }
  /** There, but not usable as it is; `problem` is a clause such as "2 of 4 nodes are stopped". */
  | { readonly state: 'unhealthy'; readonly problem: string; readonly nodes: readonly string[] }
  | { readonly state: 'healthy'; readonly nodes: readonly string[] };

export interface ProviderOptions {
  readonly signal: AbortSignal;
  /** Shows each command before it runs and its output as it comes. */
  readonly output: Output;
}

/**
 * Where a cluster comes from. Seam with several implementations (kind; embedded; a context that the user named), each
 * proven by the same suite. What one cannot do rejects with a `UserError` that says so.
 */
export interface ClusterProvider {
  readonly kind: ClusterKind;
  /** The cluster's own name, e.g. `sched-workshop`. */
  readonly name: string;
  /** The kubeconfig context it adds, e.g. `kind-sched-workshop`. */
  readonly context: string;
  /**
   * Whether this program may create, delete, taint here without being asked again: it made the cluster that `status` saw last, or
   * there is none yet that it could make.
   */
  readonly owned: boolean;
  /** Looks; changes nothing. */
  status(options: ProviderOptions): Promise<ClusterStatus>;
  /** Resolves when every node is Ready. Rejects when it exists already. Leaves nothing half-made behind. */
  create(options: ProviderOptions): Promise<void>;
  /** Brings back a cluster whose nodes were stopped. Resolves to false when that did not help and it must be made anew. */
  restart(options: ProviderOptions): Promise<boolean>;
  /** Deletes it and restores the context that was current before. Absent is success. */
  delete(options: ProviderOptions): Promise<void>;
  /** Silences one node, as `docker stop` does: its kubelet stops answering. */
  stopNode(node: string, options: ProviderOptions): Promise<void>;
  startNode(node: string, options: ProviderOptions): Promise<void>;
}
