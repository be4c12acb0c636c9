import type { Mode, SchedulerEvent } from '../scheduler/events.ts';
import type { WorkshopEvent } from './events.ts';

const ON_THE_WAY: ReadonlySet<SchedulerEvent['type']> = new Set(['noticed', 'decided']);

/**
 * Knows what of the scheduler's words is worth a line: while it binds, what it merely noticed is left out, as `serve` itself does, and what
 * it decided, which the binding says again.
 */
export class Hearing {
  #mode: Mode = 'bind';

  hears(event: WorkshopEvent): boolean {
    if (event.type !== 'told') return true;
    if (event.event.type === 'running') this.#mode = event.event.mode;
    return this.#mode !== 'bind' || !ON_THE_WAY.has(event.event.type);
  }
}
