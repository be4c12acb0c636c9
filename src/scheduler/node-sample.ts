/** Fewer nodes than this are all looked at, and never fewer (upstream: `minFeasibleNodesToFind`). */
const AT_LEAST = 100;
/** Of the rule for large clusters (upstream: `minFeasibleNodesPercentageToFind`). */
const LEAST_PERCENTAGE = 5;

/** After how many nodes that fit no further one is looked at (upstream: schedule_one.go, `numFeasibleNodesToFind`); 0 percent is its own rule. */
export function nodesToFind(percentage: number, nodes: number): number {
  if (nodes < AT_LEAST || percentage >= 100) return nodes;
  const share = percentage === 0 ? Math.max(LEAST_PERCENTAGE, 50 - Math.trunc(nodes / 125)) : percentage;
  return Math.max(AT_LEAST, Math.trunc((nodes * share) / 100));
}

/**
 * How much of a large cluster a decision looks at, for who wants it quicker than exact: until enough nodes fit, beginning where the decision
 * before ended, so that all get their turn (upstream: `nextStartNodeIndex`).
 */
export class NodeSample {
  readonly #percentage: number;
  #next = 0;

  constructor(percentage: number) {
    this.#percentage = percentage;
  }

  /** Asks `fits` of nodes, in turn, until so many said yes that it is enough. */
  look<T>(nodes: readonly T[], fits: (node: T) => boolean): void {
    const enough = nodesToFind(this.#percentage, nodes.length);
    const first = enough === nodes.length ? 0 : this.#next % nodes.length;
    let found = 0;
    for (let at = 0; at < nodes.length && found < enough; at++) {
      const node = nodes[(first + at) % nodes.length];
      if (node !== undefined && fits(node)) found++;
      this.#next = first + at + 1;
    }
  }
}
