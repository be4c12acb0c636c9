import { toError } from './abort.ts';
import { Fifo } from './fifo.ts';

/** Runs tasks beside each other, at most `slots` at once, in the order in which they came. */
export class Limiter {
  readonly #slots: number;
  readonly #queueLimit: number;
  readonly #waiting = new Fifo<() => void>();
  #running = 0;
  #onRoom: (() => void)[] = [];
  #onIdle: (() => void)[] = [];

  /** At most `queueLimit` tasks wait for a slot. */
  constructor(slots: number, queueLimit = Infinity) {
    this.#slots = slots;
    this.#queueLimit = queueLimit;
  }

  /** Tasks that run or wait. */
  get size(): number {
    return this.#running + this.#waiting.size;
  }

  /** Whether a task given now would start at once. */
  get hasRoom(): boolean {
    return this.#running < this.#slots;
  }

  /** Starts the task when a slot is free. False when the queue is full and the task was not taken. */
  run(task: () => Promise<void>, onError: (error: Error) => void): boolean {
    const start = () => {
      this.#running++;
      void this.#supervise(task, onError);
    };
    if (this.hasRoom) start();
    else if (this.#waiting.size >= this.#queueLimit) return false;
    else this.#waiting.push(start);
    return true;
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    if (this.size > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  /** Resolves when a slot is free. */
  async room(): Promise<void> {
    while (!this.hasRoom) await new Promise<void>((resolve) => this.#onRoom.push(resolve));
  }

  async #supervise(task: () => Promise<void>, onError: (error: Error) => void): Promise<void> {
    try {
      await task();
    } catch (error) {
      onError(toError(error));
    }
    this.#running--;
    const next = this.#waiting.shift();
    if (next) next();
    else for (const wake of this.#onRoom.splice(0)) wake();
    if (this.size === 0) for (const wake of this.#onIdle.splice(0)) wake();
  }
}
