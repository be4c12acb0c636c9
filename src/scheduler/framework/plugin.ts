import type { Resource } from '../../api/resources.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import type { ClusterEvent, EventHint } from './cluster-event.ts';
import type { ExtensionPoint } from './extension-points.ts';
import type { Handle } from './handle.ts';
import type { NodeInfo } from './node-info.ts';
import type { FailedAttempt, PostFilterResult } from './post-filter.ts';
import type { Snapshot } from './snapshot.ts';
import type { PermitResult, PreFilterResult, PreScoreResult, Rejection } from './status.ts';

export type { Rejection } from './status.ts';

/** The highest score after normalising (upstream: `MaxNodeScore`). */
export const MAX_NODE_SCORE = 100;

/**
 * One policy. A plugin implements the extension points it cares for, named as in kube-scheduler's framework
 * (k8s.io/kube-scheduler/framework/interface.go) and called in this order. All up to `permit` are synchronous, and pure but for what
 * `reserve` claims; they run for every node. `F` and `S` are what a plugin works out once for a pod and wants back at each node.
 */
export interface Plugin<F = unknown, S = unknown> {
  readonly name: string;

  /** Once, before anything else, where a scheduler runs: not where pods are only explained or simulated. */
  start?(handle: Handle): void;

  /** A pod of the cluster, ours or not, came, changed or went: for plugins that keep count. The queue and the cache hear of it afterwards. */
  podChanged?(before: Pod | undefined, now: Pod | undefined): void;

  /** Whether the pod may enter the queue. A rejected pod waits outside of it until it changes. */
  preEnqueue?(pod: Pod): Rejection | undefined;

  /** QueueSort: whether `a` is tried before `b`. One plugin of a process has it. */
  less?(a: Queued, b: Queued): boolean;

  /** Once for a pod, before its nodes are filtered. */
  preFilter?(pod: Pod, snapshot: Snapshot): PreFilterResult<F>;

  /** Undefined when the pod may run on the node. The first plugin that rejects a node gives its reasons. */
  filter?(pod: Pod, node: NodeInfo, state: F): Rejection | undefined;

  /** For what-ifs: a state of its own, which `addPod` and `removePod` may change. Needed where they are there. */
  cloneState?(state: F): F;
  /** `added` is on `node` from now on (upstream: `PreFilterExtensions`). */
  addPod?(state: F, pod: Pod, added: Pod, node: NodeInfo): void;
  /** `removed` is no longer on `node`. */
  removePod?(state: F, pod: Pod, removed: Pod, node: NodeInfo): void;

  /** What the reason leaves out, e.g. which taint. Asked only after `filter` rejected, off the hot path. */
  explain?(pod: Pod, node: NodeInfo, state: F): string | undefined;

  /** What would have to change for the pod to fit, as far as this plugin goes: `taint a=b is removed`, `it asks for 300m less CPU`. */
  wayOut?(pod: Pod, node: NodeInfo, state: F): string | undefined;

  /** No node fits: make room. The first plugin whose result has a preemption is the last asked. */
  postFilter?(pod: Pod, attempt: FailedAttempt): PostFilterResult | undefined;

  /** Once for a pod, with the nodes that fit. */
  preScore?(pod: Pod, nodes: readonly NodeInfo[], snapshot: Snapshot): PreScoreResult<S>;

  /** Any finite number; the higher the better unless `normalize` says otherwise. */
  score?(pod: Pod, node: NodeInfo, state: S): number;

  /** NormalizeScore: brings the raw scores of all feasible nodes to 0…{@link MAX_NODE_SCORE}, in place. Without it raw scores are in that range already. */
  normalize?(scores: number[], pod: Pod, nodes: readonly NodeInfo[], state: S): void;

  /** Claims what the pod needs on its node before it is bound. A rejection sends the pod back to the queue. */
  reserve?(pod: Pod, node: string): Rejection | undefined;

  /** Gives back what `reserve` claimed. Also called for a plugin whose `reserve` was never reached; must not fail. */
  unreserve?(pod: Pod, node: string): void;

  /** The last word before the binding: yes, no, or wait until the pod is allowed (see `WaitingPods`). */
  permit?(pod: Pod, node: string): PermitResult;

  /** PreBindPreFlight: whether `preBind` will take its time for this pod, e.g. until a volume is there: then it takes nobody's turn to bind. */
  preBindPreFlight?(pod: Pod, node: string): boolean;

  /** What has to be done in the cluster before the binding. Rejects when it cannot. */
  preBind?(pod: Pod, node: string, signal: AbortSignal): Promise<void>;

  /** Writes the placement. The first plugin that has it is used. Rejects as `ClusterApi.bind` does. */
  bind?(pod: Pod, node: string, signal: AbortSignal): Promise<void>;

  /** The pod is bound. */
  postBind?(pod: Pod, node: string): void;

  /** EnqueueExtensions: the changes that can undo a rejection by this plugin, some with a closer look. Without it: any change. */
  readonly requeueOn?: readonly (ClusterEvent | EventHint)[];

  /** The kinds, beside pods and nodes, that it reads from the snapshot: they are watched while it is enabled. */
  readonly reads?: readonly Resource<KubeObject>[];
}

/** What a QueueSort plugin may know of a pod that waits. */
export interface Queued {
  readonly pod: Pod;
  /** Arrival order. */
  readonly sequence: number;
}

/** A plugin, the factor of its score in the total, and where it takes part: everywhere it can unless `points` says less. */
export interface PluginEntry {
  readonly plugin: Plugin;
  readonly weight: number;
  readonly points?: ReadonlySet<ExtensionPoint>;
}

/** What one score plugin thinks of one node. `score` is 0–100 after normalising; the total adds score × weight. */
export interface PluginScore {
  readonly raw: number;
  readonly score: number;
  readonly weight: number;
}
