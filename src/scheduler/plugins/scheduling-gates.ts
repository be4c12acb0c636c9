import type { Plugin } from '../framework/plugin.ts';

/**
 * Keeps pods with `spec.schedulingGates` out of the queue until the last gate is taken away (upstream: plugins/schedulinggates). The API
 * server refuses to bind such a pod. No event of others can help it, and the queue asks again whenever the pod itself changes.
 */
export const schedulingGates: Plugin = {
  name: 'SchedulingGates',
  requeueOn: [],

  preEnqueue({ spec: { schedulingGates: gates = [] } }) {
    if (gates.length === 0) return undefined;
    const names = gates.map(({ name }) => name).join(' ');
    return { reasons: [`waiting for scheduling gates: [${names}]`], unresolvable: true };
  },
};
