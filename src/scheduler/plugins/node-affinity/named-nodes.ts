import { type AnyNodeSelector, type AnyNodeTerm, NAME_FIELD } from '../../../api/node-selector.ts';

/**
 * The nodes that a required affinity names by `metadata.name`, so that the others need not be asked; empty when each term names nodes that
 * exclude each other; undefined when a term names none (upstream: plugins/nodeaffinity, `PreFilter`).
 */
export function namedNodes({ nodeSelectorTerms }: AnyNodeSelector): ReadonlySet<string> | undefined {
  if (nodeSelectorTerms.length === 0) return undefined;
  let nodes: ReadonlySet<string> = new Set();
  for (const term of nodeSelectorTerms) {
    const named = namedBy(term);
    if (!named) return undefined;
    nodes = nodes.union(named);
  }
  return nodes;
}

/** All conditions of a term hold, so the names are those that all of them have. */
function namedBy({ matchFields = [] }: AnyNodeTerm): ReadonlySet<string> | undefined {
  let nodes: ReadonlySet<string> | undefined;
  for (const { key, operator, values } of matchFields) {
    if (key !== NAME_FIELD || operator !== 'In') continue;
    const named = new Set(values);
    nodes = nodes ? nodes.intersection(named) : named;
  }
  return nodes;
}
