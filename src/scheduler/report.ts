import type { Clock } from '../lib/clock.ts';
import type { SchedulerEvent } from './events.ts';

type Untimed<T> = T extends SchedulerEvent ? Omit<T, 'time'> : never;

/** A scheduler event before it has a time. */
export type Fact = Untimed<SchedulerEvent>;

/** Tells facts to the observer with the time, and counts what the last line will say. */
export class Report {
  bound = 0;
  failed = 0;
  readonly #clock: Clock;
  readonly #observe: (event: SchedulerEvent) => void;
  readonly #startedAt: number;

  constructor(clock: Clock, observe: (event: SchedulerEvent) => void) {
    this.#clock = clock;
    this.#observe = observe;
    this.#startedAt = clock.monotonic();
  }

  tell(fact: Fact): void {
    if (fact.type === 'bound') this.bound++;
    // a pod that is gone, or that somebody else placed, is no failure of ours
    if (fact.type === 'unschedulable' || (fact.type === 'bind-failed' && fact.retry)) this.failed++;
    this.#observe({ time: new Date(this.#clock.now()).toISOString(), ...fact });
  }

  stopped(scheduler: string, pending: number): void {
    const seconds = Math.round((this.#clock.monotonic() - this.#startedAt) / 100) / 10;
    this.tell({ type: 'stopped', scheduler, bound: this.bound, failed: this.failed, pending, seconds });
  }
}
