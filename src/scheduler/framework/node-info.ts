import type { Node, Pod } from '../../api/types.ts';

/**
 * What a plugin may know of one node: the node and the pods on it, assumed ones included. Read-only for plugins; the
 * scheduler's cache is the only writer. Valid during one scheduling cycle, which never awaits.
 */
export interface NodeInfo {
  readonly name: string;
  readonly node: Node;
  /** The kubelet says Ready=True. Worked out once for each change of the node, not for each pod. */
  readonly ready: boolean;
  /** By uid; finished pods are never among them. */
  readonly pods: ReadonlyMap<string, Pod>;
  /** `pods` without daemons: the N of "had N pods". */
  readonly podCount: number;
}
