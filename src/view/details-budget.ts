/** Nodes whose verdicts are kept in a second. Measured with ten thousand, they were most of what a screen cost (`npm run bench:ui`). */
const NODES_PER_SECOND = 3_000;

/**
 * Says how many decisions can be told in detail without slowing the scheduler: all of them in a small cluster, one every other second
 * among thousands of nodes. A decision is never told in part, so one may take more than is left; then the next wait the longer.
 * `monotonic` gives milliseconds.
 */
export function detailsBudget(monotonic: () => number): (nodes: number) => boolean {
  let left = NODES_PER_SECOND;
  let at = monotonic();
  return (nodes) => {
    const now = monotonic();
    left = Math.min(NODES_PER_SECOND, left + ((now - at) / 1000) * NODES_PER_SECOND);
    at = now;
    if (left <= 0) return false;
    left -= nodes;
    return true;
  };
}
