import type { Strategy } from '../strategy.ts';
import { podStrategy } from './pod/pod-strategy.ts';

/** The strategies of core/v1 by plural name. */
export const CORE_STRATEGIES: Readonly<Record<string, Strategy<never>>> = {
  pods: podStrategy,
};
