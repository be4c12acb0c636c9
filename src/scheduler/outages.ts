import type { Outage } from '../informer/reflector.ts';
import type { Timers } from '../lib/timers.ts';
import type { Report } from './report.ts';

/** A connection that breaks takes all watches with it; what only one kind lacks is told after so long. */
const PATIENCE_MS = 5_000;

/**
 * Tells outages. Nodes and pods speak for the connection, and at once. Of the other kinds, ten or so, each would only say the same again:
 * an outage of theirs is told when it lasts while nodes and pods are watched.
 */
export class Outages {
  readonly #report: Report;
  readonly #timers: Timers;
  /** Nodes, pods, and other kinds of which it was told. */
  readonly #told = new Set<string>();
  readonly #main = new Set<string>();
  readonly #cancels = new Map<string, () => void>();

  constructor(report: Report, timers: Timers) {
    this.#report = report;
    this.#timers = timers;
  }

  /** Of nodes or pods. */
  main(resource: string, outage: Outage): void {
    if (outage.state === 'lost') this.#main.add(resource);
    else this.#main.delete(resource);
    this.#tell(resource, outage);
  }

  /** Of another kind. */
  other(resource: string, outage: Outage): void {
    this.#cancels.get(resource)?.();
    this.#cancels.delete(resource);
    if (outage.state === 'lost') this.#tellLater(resource, outage);
    else if (this.#told.has(resource)) this.#tell(resource, outage);
  }

  #tellLater(resource: string, outage: Outage): void {
    const cancel = this.#timers.after(PATIENCE_MS, () => {
      this.#cancels.delete(resource);
      if (this.#main.size > 0) this.#tellLater(resource, outage);
      else this.#tell(resource, outage);
    });
    this.#cancels.set(resource, cancel);
  }

  #tell(resource: string, { state, message }: Outage): void {
    if (state === 'lost') this.#told.add(resource);
    else this.#told.delete(resource);
    this.#report.tell({ type: 'connection', resource, state, message });
  }
}
