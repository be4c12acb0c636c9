import type { Mode } from '../scheduler/events.ts';
import type { WorkshopEvent } from './events.ts';

/** Knows what of the scheduler's words is worth a line: what it merely noticed is left out while it also binds, as `serve` itself does. */
export class Hearing {
  #mode: Mode = 'bind';

  hears(event: WorkshopEvent): boolean {
    if (event.type !== 'told') return true;
    if (event.event.type === 'running') this.#mode = event.event.mode;
    return event.event.type !== 'noticed' || this.#mode !== 'bind';
  }
}
