/** What the proxy does with what comes. */
export type GateState =
  | 'open'
  /** Lists and watches wait until it opens; everything else passes. */
  | 'holding'
  /** Connections are broken off as they come. */
  | 'down';

/** Whether requests pass. */
export class Gate {
  #state: GateState = 'open';
  #waiting: (() => void)[] = [];

  get state(): GateState {
    return this.#state;
  }

  set state(state: GateState) {
    this.#state = state;
    if (state === 'holding') return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Resolves as soon as it is not holding any more. */
  passed(): Promise<void> {
    if (this.#state !== 'holding') return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    return promise;
  }
}
