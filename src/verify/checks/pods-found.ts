import { PLACED_PODS, podFact } from '../facts.ts';
import { type Check, listed } from './check.ts';

/** The six pods of step 4 are there. */
export const podsFound: Check = (facts) => {
  const missing = PLACED_PODS.filter((name) => !podFact(facts, name));
  const leaving = PLACED_PODS.filter((name) => podFact(facts, name)?.deleting);
  const trouble = [
    ...(missing.length > 0 ? [`${missing.length === 1 ? 'pod ' : ''}${listed(missing)} not found`] : []),
    ...(leaving.length > 0 ? [`${listed(leaving)} being deleted`] : []),
  ];
  return [
    {
      id: 'pods-found',
      title: 'The six pods exist',
      ok: trouble.length === 0,
      expected: `pod1 to pod6 in the namespace ${facts.namespace}`,
      seen: trouble.length === 0 ? 'all six' : trouble.join('; '),
      source: 'cluster',
    },
  ];
};
