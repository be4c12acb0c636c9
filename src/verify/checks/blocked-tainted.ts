import { BLOCKING_TAINT, workers } from '../facts.ts';
import { type Check, listed } from './check.ts';
import { BLOCKED, looksAt } from './watched-pod.ts';

/** While the blocked pod hung, every worker carried the taint. */
export const blockedTainted: Check = (facts) => {
  const looks = looksAt(facts, BLOCKED);
  if (!looks) return [];
  const taints = looks.pending.workerTaints;
  const names = [...new Set([...workers(facts).map((node) => node.name), ...Object.keys(taints)])];
  const without = names.filter((name) => !taints[name]?.includes(BLOCKING_TAINT));
  return [
    {
      id: 'blocked-tainted',
      title: 'All workers carried the taint while blocked hung',
      ok: names.length > 0 && without.length === 0,
      expected: `${BLOCKING_TAINT} on every worker`,
      seen: without.length > 0 ? `not on ${listed(without)}` : `on ${listed(names)}`,
      source: 'journal',
    },
  ];
};
