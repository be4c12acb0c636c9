import { waitUnlessAborted } from './abort.ts';

/** Something that a loop passes through and that may be shut for a while. Open at first; passing an open one costs nothing. */
export class Gate {
  #shut = false;
  #wake: () => void = () => {};

  get isShut(): boolean {
    return this.#shut;
  }

  shut(): void {
    this.#shut = true;
  }

  open(): void {
    this.#shut = false;
    this.#wake();
  }

  /** Resolves when it is open. One waits at a time. Rejects with the signal's reason. */
  async opened(signal: AbortSignal): Promise<void> {
    while (this.#shut) {
      await waitUnlessAborted(signal, (resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
