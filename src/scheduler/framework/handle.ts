import type { Pod } from '../../api/types.ts';
import type { Clock } from '../../lib/clock.ts';
import type { WaitingPods } from './waiting-pods.ts';

/** What a plugin may use of the scheduler in which it runs (upstream: `fwk.Handle`). */
export interface Handle {
  /** Its timers end with the scheduler. */
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  /** The pods that wait at Permit, of all plugins. */
  readonly waitingPods: WaitingPods;
  /** These pods are tried next, whether they rest or wait for a change (upstream: `PodsToActivate`). Others than waiting ones are no error. */
  activate(pods: Iterable<Pod>): void;
}
