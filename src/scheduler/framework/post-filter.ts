import type { Pod } from '../../api/types.ts';
import type { NodeInfo } from './node-info.ts';
import type { Snapshot } from './snapshot.ts';
import type { Rejection } from './status.ts';

/** What a `postFilter` plugin works with: the failed attempt, and filters that it may ask again about what-ifs. */
export interface FailedAttempt {
  readonly snapshot: Snapshot;
  /** The plugin whose `preFilter` ended it: the pod cannot fit whatever goes, and the plugins after it were not asked. */
  readonly endedBy?: string;
  /** Why each node does not fit. */
  readonly rejectionOf: (node: NodeInfo) => Rejection;
  /** A what-if on one node: take pods away or put them back and filter again. Changes nothing outside of it. */
  readonly tryOn: (node: NodeInfo) => WhatIf;
}

/** A copy of a node and of the plugins' state, on which pods can be taken away and put back (upstream: `dryRunOnePod`). */
export interface WhatIf {
  readonly node: NodeInfo;
  remove(pod: Pod): void;
  add(pod: Pod): void;
  /** Why the pod does not fit as things are now, also with the nominated pods of the node that it must yield to. */
  rejection(): Rejection | undefined;
  /** There is no {@link WhatIf.rejection}. */
  fits(): boolean;
}

/** What came of it: the words for the message (upstream: `PostFilterMsg`), and the way out when there is one. */
export interface PostFilterResult {
  readonly message?: string;
  readonly preemption?: Preemption;
  /** The pod's nomination holds no more. */
  readonly clearNomination?: true;
}

/** Make room on a node: delete these pods, and remember for whom. */
export interface Preemption {
  readonly node: string;
  readonly victims: readonly Pod[];
}
