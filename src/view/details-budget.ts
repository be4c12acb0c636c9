/** Nodes whose verdicts are kept in a second: at about half a microsecond each this is below one percent of a core. */
const NODES_PER_SECOND = 10_000;

/**
 * Says how many decisions can be told in detail without slowing the scheduler: all of them in a small cluster, a few a second
 * among thousands of nodes. `monotonic` gives milliseconds.
 */
export function detailsBudget(monotonic: () => number): (nodes: number) => boolean {
  let left = NODES_PER_SECOND;
  let at = monotonic();
  return (nodes) => {
    const now = monotonic();
    left = Math.min(NODES_PER_SECOND, left + ((now - at) / 1000) * NODES_PER_SECOND);
    at = now;
    if (left < nodes) return false;
    left -= nodes;
    return true;
  };
}
