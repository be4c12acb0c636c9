import { ApiError, UnreachableError } from '../api/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { Limiter } from '../lib/limiter.ts';
import { backoffMs } from './backoff.ts';

/** When to give up, and whom to tell. */
export interface WriterOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told when an event could not be written or was left out; costs no pod its place. */
  readonly onTrouble: (message: string) => void;
}

/** Events waiting to be written; beyond that new ones are left out, and said so. */
const QUEUE_LIMIT = 20_000;
/** As many as bindings in flight, so that events keep up with them. */
const WRITERS = 16;
/** How often one event is tried (client-go: maxTriesPerEvent). */
const TRIES = 12;

/** Writes events off the hot path: many beside each other, each again and again while the API server is away. */
export class EventWriter {
  readonly #options: WriterOptions;
  readonly #limiter = new Limiter(WRITERS, QUEUE_LIMIT);

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Queues one write. Never fails, never waits. */
  write(write: () => Promise<void>): void {
    const { signal, onTrouble } = this.#options;
    const taken = this.#limiter.run(
      () => this.#persist(write),
      (error) => {
        if (!signal.aborted) onTrouble(`an event was not written: ${error.message}`);
      },
    );
    if (!taken) onTrouble(`an event was left out: ${QUEUE_LIMIT} are waiting to be written`);
  }

  /** Resolves when everything queued has been written or given up. */
  idle(): Promise<void> {
    return this.#limiter.idle();
  }

  async #persist(write: () => Promise<void>): Promise<void> {
    const { clock, signal } = this.#options;
    for (let tries = 1; ; tries++) {
      try {
        await write();
        return;
      } catch (error) {
        if (signal.aborted || tries === TRIES || !isPassing(error)) throw error;
      }
      await clock.sleep(backoffMs(tries), signal);
    }
  }
}

/** No answer, or one that says "not now". What the server refuses for good is not asked again. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof UnreachableError ||
    (error instanceof ApiError && (error.code === 429 || error.code >= 500))
  );
}
