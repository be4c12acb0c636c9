import type { Plugin } from '../framework/plugin.ts';

/**
 * The pod with the higher priority is tried first, and of equal ones the one that came first (upstream: plugins/queuesort; by arrival
 * instead of a timestamp, which several pods can share).
 */
export const prioritySort: Plugin = {
  name: 'PrioritySort',
  less(a, b) {
    const [first, second] = [a.pod.spec.priority ?? 0, b.pod.spec.priority ?? 0];
    return first === second ? a.sequence < b.sequence : first > second;
  },
};
