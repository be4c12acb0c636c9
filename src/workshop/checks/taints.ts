import { taintText, workersOf } from '../../api/nodes.ts';
import { fill } from '../variables.ts';
import { type Evaluate, verdict } from './check.ts';
import type { CheckOf } from './schema.ts';

/** All workers have the taint, or none has. */
export const evaluateTaints: Evaluate<CheckOf<'taints'>> = async (spec, { look, values }) => {
  const taint = fill(spec.taint, values);
  const workers = workersOf(await look.nodes());
  const tainted = workers.filter((node) => (node.spec?.taints ?? []).map(taintText).includes(taint));
  const wanted = spec.workers === 'all' ? workers.length : 0;
  return verdict(
    workers.length > 0 && tainted.length === wanted,
    spec.workers === 'all' ? `the taint ${taint} on every worker` : `the taint ${taint} on no worker`,
    `${tainted.length} of ${workers.length} workers have it`,
  );
};
