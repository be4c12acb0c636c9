/**
 * kube-scheduler's text for "no node fits" (pkg/scheduler/framework/types.go, `FitError.Error`): each distinct reason
 * with the number of nodes that gave it, sorted as text.
 */
export function fitErrorMessage(reasonsOfEachNode: readonly (readonly string[])[]): string {
  const head = `0/${reasonsOfEachNode.length} nodes are available:`;
  const counts = new Map<string, number>();
  for (const reason of reasonsOfEachNode.flat()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (counts.size === 0) return head;
  const lines = Array.from(counts, ([reason, count]) => `${count} ${reason}`).toSorted();
  return `${head} ${lines.join(', ')}.`;
}

/** The same when a `preFilter` rejected the pod for every node. */
export function preFilterMessage(nodes: number, reasons: readonly string[]): string {
  return `0/${nodes} nodes are available: ${reasons.join(', ')}.`;
}

/** What kube-scheduler says while it knows no node at all (pkg/scheduler/schedule_one.go, `ErrNoNodesAvailable`). */
export const NO_NODES = 'no nodes available to schedule pods';
