import type { Strategy } from './strategy.ts';

/** The strategies of all groups but core, by `group/plural`, e.g. `apps/deployments`. */
export const GROUP_STRATEGIES: Readonly<Record<string, Strategy<never>>> = {};
