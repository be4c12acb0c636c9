import { shellLine } from '../../../exec/shell-line.ts';
import type { SchedulerProcess } from '../../../workshop/scheduler-process.ts';
import type { RunKubectl } from '../../../workshop/workshop.ts';

/** Told when somebody waits at the gate: for a command line, or for one that is on the screen already. */
export type OnWaiting = (line?: string) => void;

/**
 * Lets the commands of a play through one by one: the first at once, for it was asked for with the step; each of the others when the
 * person says so. Once open it stays open.
 */
export class Gate {
  readonly #onWaiting: OnWaiting;
  #isOpen: boolean;
  #passes = 1;
  #goOn: (() => void) | undefined;

  constructor({ isOpen, onWaiting }: { readonly isOpen: boolean; readonly onWaiting: OnWaiting }) {
    this.#isOpen = isOpen;
    this.#onWaiting = onWaiting;
  }

  /** Resolves when the command may run; rejects with the signal's reason. */
  async pass(signal: AbortSignal, line?: string): Promise<void> {
    signal.throwIfAborted();
    if (this.#isOpen || this.#passes-- > 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    this.#goOn = resolve;
    this.#onWaiting(line);
    try {
      await promise;
    } finally {
      this.#goOn = undefined;
      signal.removeEventListener('abort', abort);
    }
  }

  /** Whoever waits may pass; with `all` also everybody who comes. */
  goOn(all: boolean): void {
    if (all) this.#isOpen = true;
    this.#goOn?.();
  }
}

/** kubectl behind the gate. What nobody sees, such as the command of a check, passes freely. */
export function gatedKubectl(kubectl: RunKubectl, gate: Gate): RunKubectl {
  return async (args, options) => {
    if (options.output) await gate.pass(options.signal, shellLine(['kubectl', ...args]));
    return kubectl(args, options);
  };
}

/** The scheduler's process behind the gate: the line that starts it is told before it is started. */
export function gatedScheduler(scheduler: SchedulerProcess, gate: Gate): SchedulerProcess {
  return {
    ...scheduler,
    async start(options) {
      await gate.pass(options.signal);
      return scheduler.start(options);
    },
    async configure(config, options) {
      await gate.pass(options.signal);
      return scheduler.configure(config, options);
    },
  };
}
